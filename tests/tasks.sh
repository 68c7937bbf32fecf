#!/usr/bin/env bash
# The tables of docs/tasks.md: each task alone, by hidden size; and tasks on one core.
# usage: tests/tasks.sh [SEEDS]     NPI=path overrides the command
set -euo pipefail
cd "$(dirname "$0")/.."
seeds=${1:-10}
npi=${NPI:-target/release/npi}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
TIMEFORMAT=%U
tasks=(addition calculator sorting lock traffic frames)
updates=12000 # two schedules

# Trains with the arguments given; leaves weights, the blob, what was said, and a line of processor seconds.
train() {
    rm -f "$folder/w" "$folder/b"
    { time "$npi" train --updates "$updates" -o "$folder/w" "$@" 2>"$folder/talk" || true; } 2>>"$folder/seconds"
    "$npi" convert "$folder/w" -o "$folder/b" 2>/dev/null
}

# What was proven: the smallest margin, and the rest of the line.
proven() { sed -n 's/.*proven with a margin of \([0-9.]*\) logits\([^;]*\).*/\1\2/p' "$folder/talk"; }

median() { sort -n "$1" | sed -n "$(($(wc -l <"$1") / 2 + 1))p"; }

alone() {
    local task=$1 hidden=$2 sequences
    : >"$folder/seconds"
    : >"$folder/margins"
    for ((seed = 0; seed < seeds; seed++)); do
        train --task "$task" --hidden "$hidden" --seed "$seed"
        proven >>"$folder/margins"
    done
    sequences=$({ "$npi" verify "$folder/b" || true; } | sed -n 's|^checked *\([0-9]*\).*|\1|p')
    echo "| $task | $hidden | $(wc -l <"$folder/margins") of $seeds | ${sequences} | $(stat -c %s "$folder/b") |" \
        "$(median "$folder/seconds"), $(sort -n "$folder/seconds" | tail -n 1) | $(sort -n "$folder/margins" | head -n 1 | grep . || echo –) |"
}

together() {
    local hidden=$1 apart=0 arguments=()
    shift
    for task in "$@"; do arguments+=(--task "$task"); done
    : >"$folder/seconds"
    train "${arguments[@]}" --hidden "$hidden"
    for task in "$@"; do
        "$npi" split "$folder/b" "$task" -o "$folder/one" 2>/dev/null
        apart=$((apart + $(stat -c %s "$folder/one")))
    done
    echo "| $# | $hidden | $(stat -c %s "$folder/b") | $apart | $(cat "$folder/seconds") | $(proven | sed 's/^[0-9.]*: //' | grep . || echo "not proven") |"
}

echo "| task | hidden | proven | sequences | blob bytes | processor seconds, median and most | smallest margin |"
echo "|---|---:|---|---:|---:|---|---:|"
for task in "${tasks[@]}"; do
    for hidden in 4 6 8 16; do alone "$task" "$hidden"; done
done
echo
echo "| tasks | hidden | bytes together | apart | processor seconds | margins |"
echo "|---:|---:|---:|---:|---:|---|"
for hidden in 8 16 32; do
    together "$hidden" addition calculator sorting
    together "$hidden" "${tasks[@]}"
done
