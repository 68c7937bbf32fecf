#!/bin/sh
# Installs valgrind, which counts instructions. What it may not install it names in one line, and fails.
set -eu
command -v valgrind >/dev/null && exit
[ "$(id -u)" = 0 ] || { echo "setup: may not install valgrind; run as root: apt-get install valgrind" >&2; exit 1; }
apt-get update -qq || true # an old list may do
apt-get install -qq --no-install-recommends valgrind
