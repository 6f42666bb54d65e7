"""Exit 0 when an address answers 200: a health check for an image without curl."""

import sys
import urllib.request

with urllib.request.urlopen(sys.argv[1], timeout=4) as answer:  # noqa: S310 - an address of the compose file
    sys.exit(answer.status != 200)
