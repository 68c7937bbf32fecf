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
for board in boards/*/; do
    (cd "$board" && cargo clippy --package npi-network --package npi-console --package npi-support --package "npi-$(basename "$board")" -- --deny warnings)
done
for example in examples/*/; do
    (cd "$example" && RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-Dwarnings cargo build --release)
done
