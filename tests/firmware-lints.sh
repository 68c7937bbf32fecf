#!/usr/bin/env bash
# Clippy and documentation, with warnings denied, over the firmware: what runs on a desktop here, each board for its own target. Each example is
# built for its core, by a compiler that lints as it goes: what an example depends on is compiled once.
set -euo pipefail
cd "$(dirname "$0")/.."

sh tests/setup.sh
cd runtime/firmware
cargo clippy --all-targets -- --deny warnings
cargo clippy --package npi-console --features teacher -- --deny warnings
RUSTDOCFLAGS="--deny warnings" cargo doc --no-deps --package npi-network --package npi-console --package npi-support --package npi-image
# The boards of a target together, with all tasks: what they share is checked once.
target_of() {
    sed -n 's/^target = "\(.*\)"$/\1/p' "$1.cargo/config.toml" | grep . && return
    echo "firmware-lints: expected a target in $1.cargo/config.toml, found none" >&2
    exit 1
}
targets=$(for board in boards/*/; do target_of "$board"; done)
for target in $(sort -u <<<"$targets"); do
    boards=()
    for board in boards/*/; do
        if [ "$(target_of "$board")" = "$target" ]; then boards+=(--package "npi-$(basename "$board")"); fi
    done
    NPI_MODEL=$PWD/../tasks/models/all.npi cargo clippy --target "$target" --package npi-network --package npi-console --package npi-support "${boards[@]}" -- --deny warnings
done
for example in examples/*/; do
    (cd "$example" && RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-Dwarnings cargo build --release)
done
