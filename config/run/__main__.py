"""The command line of `make run` and `make test`."""

import argparse
import os
import sys
from pathlib import Path

from config.run.command import execute
from config.run.errors import CannotRun
from config.run.places import ROOT
from config.run.supervisor import Supervisor


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m config.run", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("up", help="run Handover until Ctrl-C")
    run = actions.add_parser("exec", help="run a command with services of its own on throw-away data")
    run.add_argument("--data", type=Path, default=ROOT / ".data" / "test")
    run.add_argument("command", nargs=argparse.REMAINDER)
    return parser.parse_args()


def main() -> int:
    arguments = _arguments()
    try:
        if arguments.action == "up":
            return Supervisor(Path(os.environ.get("HANDOVER_DATA_DIR") or ROOT / ".data")).run()
        return execute([part for part in arguments.command if part != "--"], data=arguments.data)
    except CannotRun as error:
        print(f"\n{error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
