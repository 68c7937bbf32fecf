#!/usr/bin/env bash
# Clippy and documentation, with warnings denied, over the firmware: what runs on a desktop here, each board for its own core. Each example is
# built for its core, by a compiler that lints as it goes: what an example depends on is compiled once.
set -euo pipefail
cd "$(dirname "$0")/.."

sh tests/setup.sh
cd runtime/firmware
cargo clippy --all-targets -- --deny warnings
cargo clippy --package npi-console --features teacher -- --deny warnings
RUSTDOCFLAGS="--deny warnings" cargo doc --no-deps --package npi-network --package npi-console --package npi-support --package npi-image
# The boards of a core together: what they share is checked once for it.
core_of() { sed -n 's/^target = "\(.*\)"$/\1/p' "$1/.cargo/config.toml"; }
for core in $(for board in boards/*/; do core_of "$board"; done | sort -u); do
    boards=()
    for board in boards/*/; do
        if [ "$(core_of "$board")" = "$core" ]; then boards+=(--package "npi-$(basename "$board")"); fi
    done
    NPI_MODEL=$PWD/../tasks/models/all.npi cargo clippy --target "$core" --package npi-network --package npi-console --package npi-support "${boards[@]}" -- --deny warnings
done
for example in examples/*/; do
    (cd "$example" && RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-Dwarnings cargo build --release)
done
