#!/bin/sh
# Installs Chromium with its driver, and Poppler, for the tests of the report form where they are missing.
set -eu

if command -v chromium >/dev/null && command -v chromedriver >/dev/null && command -v pdftotext >/dev/null; then
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Chromium is missing, so the report form will not be tested in a browser. To have it tested, type:" >&2
    echo "    sudo apt-get install chromium chromium-driver poppler-utils" >&2
    exit 0
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium chromium-driver poppler-utils
