#!/bin/sh
# Installs what the test of the page needs, on Debian: Chromium and its driver.
set -eu
if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
    apt-get update
    apt-get install --yes --no-install-recommends chromium chromium-driver
fi
