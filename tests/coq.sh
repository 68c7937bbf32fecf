#!/usr/bin/env bash
# The theorem: exports the shipped models, and has Coq prove of their bytes that the networks obey their teachers, and of the adders
# that they add; without axioms. It also holds Coq's network and worlds against steps that the runtime's have taken. Everything is compiled under target/coq.
# usage: tests/coq.sh     NPI=path overrides the command, JOBS=1 leaves a core free
set -euo pipefail
cd "$(dirname "$0")/.."
npi=$(realpath "${NPI:-target/without-burn/release/npi}")
export npi here=$PWD

fail() {
    echo "coq: $*" >&2
    exit 1
}

# Compiles a file, which has to say this and nothing else.
compile() {
    local expected=$1 said
    shift
    said=$(coqc -q -Q Npi Npi "$@")
    [ "$said" = "$expected" ] || fail "${*: -1}: expected '$expected', found '$said'"
}

# Exports a model and proves its theorems, each of which has to say of itself that it rests on no axiom.
prove() {
    local model=$1 file
    shift
    "$npi" export coq "$here/runtime/tasks/models/$model.npi" -o "$model"
    "$here/tests/coq/traces.py" "$npi" "$here/runtime/tasks/models/$model.npi" >"$model/Traces.v"
    for file in Blob Specs Traces; do
        compile "" -Q "$model" Model "$model/$file.v"
    done
    for file in Steps Worlds Sums Obeys "$@"; do
        cp "$here/tests/coq/model/$file.v" "$model/"
        compile "Closed under the global context" -Q "$model" Model "$model/$file.v"
    done
    echo "$model: $(sed '/^Definition additions/,$d' "$model/Traces.v" | grep -o Decision | wc -l) steps and" \
        "$(grep -c '^  ([0-9]*%nat' "$model/Traces.v" || true) whole runs of the runtime; Obeys${*:+, $*}: closed under the global context" >&2
}
export -f fail compile prove

# The slowest first.
models='all Sorts
addition Adds
loops AddsInALoop SortsInALoop
addition-boxes Adds
traffic-loop
lock
traffic
frames'
for path in runtime/tasks/models/*.npi; do
    model=$(basename "$path" .npi)
    if [[ $("$npi" inspect "$path" --json) != *'"precision":"f32"'* ]]; then
        grep -q "^$model\( \|$\)" <<<"$models" || fail "$path ships, and nothing is proven of it: list it in tests/coq.sh"
    fi
done

# What is assumed, and what switches a check off. Variables and hypotheses of a section are none of it; outside of one they are axioms,
# which show below.
assumes='Admitted|Admit|admit|give_up|Axioms?|Parameters?|Conjectures?|Primitive|bypass_check|Unset +(Guard|Positivity|Universe) +Check[a-z]*'
found=0
grep -nwE "$assumes" -r tests/coq --include='*.v' || found=$?
[ "$found" = 1 ] || fail "expected proofs, found what is assumed (or grep failed: $found)"

rm -rf target/coq
mkdir -p target/coq
cp -r tests/coq target/coq/Npi
rm -r target/coq/Npi/model
cd target/coq
files=$(find Npi -name '*.v' | sort)
# shellcheck disable=SC2086 # a list of files
for file in $(coqdep -Q Npi Npi -sort $files); do
    compile "" "$file"
done

# The general files once more, by Coq's own second checker; of its library, which is not checked again, it names what it finds in there.
# shellcheck disable=SC2046 # a list of modules
checked=$(coqchk -o -silent -Q Npi Npi $(sed 's|\.v$||; s|/|.|g; s|^|-norec |' <<<"$files") 2>&1)
for nothing in 'type-in-type' 'unsafe (co)fixpoints' 'Inductives whose positivity is assumed'; do
    [[ $checked = *"$nothing: <none>"* ]] || fail "expected nothing that is $nothing, found '$checked'"
done
[[ $checked = *"Axioms:"* && $checked != *" Npi."* ]] || fail "expected no axioms of ours, found '$checked'"

xargs -P "${JOBS:-2}" -L 1 bash -euo pipefail -c 'prove "$@"' prove <<<"$models"

# Of changed models, too, Coq says what `npi verify` says; among them are some that it proves, and some that it refuses.
"$here/tests/coq/mutants.py" "$npi" Npi mutant lock=1 traffic-loop=1 addition-boxes=1 >&2
