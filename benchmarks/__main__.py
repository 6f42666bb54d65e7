"""`make bench`: fills databases of its own and prints how fast every page of the journey is, and against which floor.

Fails only with `--strict`: figures of a busy machine are no verdict.
"""

import argparse
import os
import sys
import tempfile
import time

import django
from django.conf import settings

FOLDER = tempfile.TemporaryDirectory()
os.environ["HANDOVER_DATA_DIR"] = FOLDER.name
os.environ.setdefault("HANDOVER_ENV", "test")
os.environ["HANDOVER_QUEUE_PREFIX"] = f"bench_{os.getpid()}_"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
settings.ROOT_URLCONF = "benchmarks.urls"
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

from benchmarks.run import run  # noqa: E402


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", choices=("tiny", "small", "one", "large"), default="small")
    parser.add_argument("--compare", choices=("tiny", "small", "none"), default="tiny", help="the smaller size")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="pages and figures whose name begins so")
    parser.add_argument("--events", type=int, default=0, help="events of two years piled up in the larger size")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a bar is not held")
    return parser.parse_args()


def main() -> int:
    """Fill, measure, print."""
    arguments, began = _arguments(), time.monotonic()
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    over = run(arguments)
    print(f"\n{over} rows over their bar; {time.monotonic() - began:.0f} s in all.")
    return 1 if over and arguments.strict else 0


if __name__ == "__main__":
    sys.exit(main())
