#!/bin/sh
# Installs PostgreSQL for the server's tests where it is missing; they start and end a cluster of their own.
set -eu

if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; then
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "PostgreSQL is missing. Type this once, then the same command again:" >&2
    echo "    sudo apt-get install postgresql" >&2
    exit 1
fi
# Debian would start a cluster for everybody; the tests want none of it.
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] ||
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql
