#!/bin/sh
# Make the virtual environment in $1 and install the pinned requirements. Needs Python 3.11 or later, nothing else.
set -eu

venv=$1
python=${PYTHON:-python3}

fail() {
    echo "$*" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 || fail "Python 3.11 or later is needed; on Debian: apt-get install python3."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or later is needed, this is $("$python" --version). PYTHON=… names another."

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        [ "$(id -u)" = 0 ] || fail "Python's venv module is missing. As root: apt-get install python3-venv"
        echo "Installing python3-venv …"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
    fi
    echo "Making $venv …"
    "$python" -m venv --clear "$venv"
fi

echo "Installing what requirements.lock names …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input -r requirements.lock
