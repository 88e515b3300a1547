#!/bin/sh
# Makes .venv with the locked packages, and sees to the few system libraries that Qt opens its windows with.
set -eu
cd "$(dirname "$0")/.."

need="libGL.so.1:libgl1 libEGL.so.1:libegl1 libxkbcommon.so.0:libxkbcommon0 libglib-2.0.so.0:libglib2.0-0 \
libfontconfig.so.1:libfontconfig1 libdbus-1.so.3:libdbus-1-3"
screen="libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1 \
libxkbcommon-x11.so.0:libxkbcommon-x11-0"

if [ "$(uname -s)" = Linux ]; then
    wanted="$need"
    [ -n "${DISPLAY:-}" ] && wanted="$need $screen"
    known=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p)
    missing=""
    for pair in $wanted; do
        case "$known" in *"${pair%%:*}"*) ;; *) missing="$missing ${pair##*:}" ;; esac
    done
    if [ -n "$missing" ]; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing
        else
            echo "Some system libraries are missing. Type this once, then the same command again:" >&2
            echo "    sudo apt-get install$missing" >&2
            exit 1
        fi
    fi
fi

python=""
for candidate in python3.11 python3.12 python3.13 python3; do
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || { echo "FlexDesk needs Python 3.11 or newer." >&2; exit 1; }
if [ ! -x .venv/bin/python ]; then
    "$python" -m venv .venv || { echo "Type: sudo apt-get install python3-venv" >&2; exit 1; }
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
touch .venv/ready
