#!/usr/bin/env bash
# Fuzzing: every target runs on its corpus for a while, and fails on the first crash, of which it leaves the input under target/fuzz.
# It needs no nightly: nothing here is unsafe but what Miri looks at, so that no sanitizer is asked for. Installs cargo-fuzz if it
# may; without it this fails, unless NPI_WITHOUT_FUZZING=1 leaves it out on purpose.
# usage: tests/fuzz.sh [SECONDS of each target, 10] [TARGET…]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-10}
shift $(($# > 0))

if [ "${NPI_WITHOUT_FUZZING:-}" = 1 ]; then
    echo "LEFT OUT: fuzzing and the lints of its targets, because NPI_WITHOUT_FUZZING=1" >&2
    exit
fi
if ! cargo fuzz --version >/dev/null 2>&1 && ! cargo install --debug --quiet --locked cargo-fuzz@0.13.2 >&2; then
    echo "expected cargo-fuzz, found none, and may not install it
hint: cargo install --locked cargo-fuzz
hint: NPI_WITHOUT_FUZZING=1 leaves it out" >&2
    exit 1
fi

if ! command -v clippy-driver >/dev/null && ! rustup component add clippy >&2; then
    echo "expected clippy, found none, and may not install it; hint: rustup component add clippy" >&2
    exit 1
fi

# Bytes of the longest input, where a target is quicker and finds no less on short ones.
longest() {
    case $1 in
        model) echo 4096 ;;
        converter | pictures) echo 1500 ;;
        console) echo 120 ;;
        saved) echo 400 ;;
        *) echo 64 ;;
    esac
}

# Runs a target on a copy of its corpus, and says what it came to.
fuzz() {
    local target=$1 folder=target/fuzz/$1 said
    rm -rf "$folder"
    mkdir -p "$folder/corpus" "$folder/crashes"
    cp tests/fuzz/corpus/"$target"/* "$folder/corpus/"
    if [ "$target" = model ]; then cp tests/models/*.npi runtime/tasks/models/*.npi "$folder/corpus/"; fi
    if ! "$binaries/$target" -max_total_time="$seconds" -max_len="$(longest "$target")" -timeout=60 -print_final_stats=1 \
        -artifact_prefix="$folder/crashes/" "$folder/corpus" >"$folder/log" 2>&1; then
        tail -n 60 "$folder/log" >&2
        echo "fuzz: $target: expected no crash, found one; hint: its input is in $folder/crashes" >&2
        exit 1
    fi
    said=$(sed -n 's/.*DONE.* cov: \([0-9]*\).*/\1 edges/p' "$folder/log")
    echo "fuzz: $target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$folder/log") executions, $said" >&2
}

# The compiler lints as it goes: these crates are compiled once for both.
CARGO_TERM_QUIET=true RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-Dwarnings cargo fuzz build --sanitizer none --fuzz-dir tests/fuzz --target-dir target/fuzz-build
binaries=$(echo target/fuzz-build/*/release)
targets=("$@")
if [ $# = 0 ]; then mapfile -t targets < <(cargo fuzz list --fuzz-dir tests/fuzz); fi
for target in "${targets[@]}"; do
    fuzz "$target"
done
