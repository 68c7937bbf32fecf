#!/bin/sh
# Installs what the tests of pages need, on Debian: Chromium and its driver, and axe, which looks whether a page is for everyone.
set -eu
cd "$(dirname "$0")/.."

if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
    apt-get update
    apt-get install --yes --no-install-recommends chromium chromium-driver
fi

version=4.10.3
sha256=0f2b4d7dcdf7d1219df8d1959ad68e565f51d14c3f0d88bb71cd59abeb956292
if [ "$(cat target/axe-core/version 2>/dev/null)" != "$version" ]; then
    if ! command -v npm >/dev/null; then
        apt-get update
        apt-get install --yes --no-install-recommends npm
    fi
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    (cd "$folder" && npm pack --silent "axe-core@$version" >/dev/null)
    echo "$sha256  $folder/axe-core-$version.tgz" | sha256sum --check --quiet
    tar --extract --file "$folder/axe-core-$version.tgz" --directory "$folder" package/axe.min.js
    mkdir -p target/axe-core
    mv "$folder/package/axe.min.js" target/axe-core/
    echo "$version" >target/axe-core/version
fi
