#!/usr/bin/env bash
# The table of docs/tasks.md that says what a core contributes: its own, the shipped addition's, and one that nobody trained.
# usage: tests/cores.sh [SEEDS]     NPI=path overrides the command
set -euo pipefail
cd "$(dirname "$0")/.."
seeds=${1:-10}
npi=${NPI:-target/release/npi}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
addition=runtime/tasks/models/addition.safetensors

# A copy of the shipped weights whose recurrent ones are drawn as training draws them, on the grid of int8.
drawn() {
    python3 - "$addition" "$folder/drawn.safetensors" "$1" <<'PYTHON'
import json, random, struct, sys
source, target, seed = sys.argv[1:]
data = bytearray(open(source, "rb").read())
length = struct.unpack_from("<Q", data)[0]
start, end = json.loads(data[8:8 + length])["recurrent"]["data_offsets"]
draw = random.Random(int(seed))
for at in range(8 + length + start, 8 + length + end, 4):
    struct.pack_into("<f", data, at, round(16 * draw.uniform(-0.25, 0.25)) / 16)
open(target, "wb").write(data)
PYTHON
}

# How many seeds are proven, and the median of the updates that took, where a seed that is not proven counts as the most.
on() {
    local task=$1 core=$2
    : >"$folder/updates"
    for ((seed = 0; seed < seeds; seed++)); do
        case $core in
            own) from=() ;;
            addition) from=(--core "$addition") ;;
            drawn) drawn "$seed" && from=(--core "$folder/drawn.safetensors") ;;
        esac
        "$npi" train --task "$task" --seed "$seed" --updates 12000 "${from[@]}" -o "$folder/w" 2>"$folder/talk" || true
        sed -n 's/.*: \([0-9]*\) updates.*proven with.*/\1/p' "$folder/talk" >>"$folder/updates"
    done
    echo -n " $(wc -l <"$folder/updates"), $(sort -n "$folder/updates" | sed -n "$((seeds / 2 + 1))p" | grep . || echo –) |"
}

echo "| task | its own core: proven of $seeds, updates | addition's, frozen | drawn, frozen |"
echo "|---|---:|---:|---:|"
for task in addition calculator sorting lock traffic frames; do
    echo -n "| $task |"
    for core in own addition drawn; do on "$task" "$core"; done
    echo
done
