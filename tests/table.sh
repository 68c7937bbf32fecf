#!/usr/bin/env bash
# README's table: hidden size × precision → blob bytes, seeds proven, processor seconds, smallest margin.
# usage: tests/table.sh [SEEDS [HIDDEN...]]     NPI=path overrides the command
set -euo pipefail
cd "$(dirname "$0")/.."
seeds=${1:-10}
shift || true
npi=${NPI:-target/release/npi}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
TIMEFORMAT=%U

echo "| hidden | precision | blob bytes | proven | processor seconds, median and most | smallest margin |"
echo "|---|---|---|---|---|---|"
[ $# -gt 0 ] || set -- 5 6 8 12 16 24 32
for hidden in "$@"; do
    for precision in int8 f32 int4; do
        : >"$folder/seconds"
        : >"$folder/margins"
        for ((seed = 0; seed < seeds; seed++)); do
            { time "$npi" train --hidden "$hidden" --precision "$precision" --seed "$seed" --updates 12000 \
                -o "$folder/w" 2>"$folder/talk" || true; } 2>>"$folder/seconds"
            sed -n 's/.*proven with a margin of \([0-9.]*\) .*/\1/p' "$folder/talk" >>"$folder/margins"
            "$npi" convert "$folder/w" --precision "$precision" -o "$folder/b" 2>/dev/null
        done
        middle=$(sort -n "$folder/seconds" | sed -n "$((seeds / 2 + 1))p")
        most=$(sort -n "$folder/seconds" | tail -n 1)
        margin=$(sort -n "$folder/margins" | head -n 1)
        echo "| $hidden | $precision | $(stat -c %s "$folder/b") | $(wc -l <"$folder/margins") of $seeds | $middle, $most | ${margin:-–} |"
    done
done
