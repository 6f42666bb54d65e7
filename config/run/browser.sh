#!/bin/sh
# Install Chromium if the machine has none. CHROMIUM names one that is somewhere else.
set -eu

[ -z "${CHROMIUM:-}" ] || exit 0
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
if [ "$(id -u)" != 0 ]; then
    echo "The browser tests need Chromium. As root: apt-get install chromium. Or set CHROMIUM to its path." >&2
    exit 1
fi
echo "Installing Chromium …"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
