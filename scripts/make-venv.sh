#!/bin/sh
# Make .venv with Python 3.11 or newer; where ensurepip is missing, install it if we may.
set -eu
python=${PYTHON:-python3}
if ! command -v "$python" >/dev/null 2>&1; then
    echo "Python 3.11 or newer is needed; on Debian or Ubuntu: apt-get install python3 python3-venv" >&2
    exit 1
fi
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; this is $("$python" --version). Name another: make PYTHON=python3.12 run" >&2
    exit 1
}
"$python" -c 'import ensurepip, venv' 2>/dev/null || {
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    package="python$version-venv"
    run=""
    [ "$(id -u)" = 0 ] || run="sudo -n"
    echo "Installing $package…" >&2
    if ! { $run apt-get update -qq && $run apt-get install -y -qq "$package"; } >/dev/null 2>&1; then
        echo "Python cannot make virtual environments here; run: sudo apt-get install $package" >&2
        exit 1
    fi
}
rm -rf .venv
"$python" -m venv .venv
touch .venv/python
