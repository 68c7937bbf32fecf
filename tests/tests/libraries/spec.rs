//! Any task at all as a value: what its proof walks, whom it refutes, and what is refused.

use npi_runtime::task::Signature;
use npi_runtime::verify::{Findings, programs, sample, verify, verify_all};
use npi_runtime::{Call, Decision, Error, Machine, Program, Teacher};
use npi_tests::drawn::{Drawn, Key, Pair, calls, views};
use npi_trainer::spec::{Count, Spec};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

type Drawing = Spec<Pair, Pair>;

/// How many cases a property is tried on: the same in every run.
pub(crate) fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 500,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn drawn() -> impl Strategy<Value = Drawn> {
    vec(any::<u8>(), 0..800).prop_map(|choices| Drawn::new(&choices))
}

/// What holding one teacher against another finds in calls of a program.
fn held(network: &Drawing, against: &Drawing, program: Program) -> Result<Findings, Error> {
    verify::<&Drawing, _, _>(&against, &Teacher::of(network), program, &mut |_, _| {})
}

/// All sequences of views that calls of a program can be shown, spelt out: the rows that each comes to.
fn sequences(drawn: &Drawn, program: Program) -> (Vec<Vec<Key>>, usize) {
    let (signature, entry) = (drawn.signature(), program.entry(drawn.signature()).unwrap());
    let (mut open, mut ended, mut excluded) = (vec![], vec![], 0);
    open.extend(calls(entry).into_iter().map(|arguments| (arguments, 0, Vec::new())));
    while let Some((arguments, memory, before)) = open.pop() {
        for view in views(signature, entry) {
            let key = (program.0, arguments, memory, view);
            let sequence = [&before[..], &[key]].concat();
            match drawn.rows()[&key] {
                None => excluded += 1,
                Some((decision, _)) if decision.end => ended.push(sequence),
                Some((_, next)) => open.push((arguments, next, sequence)),
            }
        }
    }
    (ended, excluded)
}

/// Every row that some sequence comes to, program by program.
fn reachable(drawn: &Drawn) -> Vec<Key> {
    let ended = programs(drawn.signature()).flat_map(|program| sequences(drawn, program).0);
    let mut keys: Vec<_> = ended.flatten().collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn call(key: &Key) -> Call<Pair> {
    Call { program: Program(key.0), arguments: key.1 }
}

/// Decisions that are none of a task's own in a row: always valid, and never the one that stands there.
fn others(signature: &Signature, not: &Decision<Pair>) -> Vec<Decision<Pair>> {
    let last = |slot: usize| signature.arguments[slot].symbols.len() as u8 - 1;
    let calls = [Call::new(Program::NOP), Call::act([0, 0]), Call::act([last(0), last(1)])];
    let both = |call| [Decision::go_on(call), Decision::end(call)];
    calls.into_iter().flat_map(both).filter(|decision| decision != not).collect()
}

proptest! {
    #![proptest_config(config())]

    /// A teacher passes its own proof, in full and sampled, as code and as a table, and the table is all that it says.
    #[test]
    fn a_teacher_passes_its_own_proof(drawn in drawn()) {
        let spec = Spec::of(&drawn).unwrap();
        prop_assert_eq!(&Spec::of(&spec).unwrap(), &spec);
        let rows = spec.rows().map(|(call, memory, view, row)| ((call.program.0, call.arguments, memory, view), row));
        prop_assert!(rows.eq(drawn.rows().iter().map(|(key, row)| (*key, *row))));
        let findings = verify_all(&&drawn, &Teacher::of(&drawn)).unwrap();
        prop_assert!(findings.is_proven() && findings.wrong == 0);
        prop_assert_eq!(verify_all(&&spec, &Teacher::of(&spec)).unwrap(), findings);
        let sampled = sample(&&drawn, &Teacher::of(&drawn), programs(drawn.signature()), 50, 7).unwrap();
        prop_assert!(sampled.is_proven());
    }

    /// The spec counts what there is when everything is spelt out, and the proof walks it.
    #[test]
    fn counts_agree_with_brute_force(drawn in drawn()) {
        let spec = Spec::of(&drawn).unwrap();
        for (program, count) in programs(drawn.signature()).zip(spec.counts().unwrap()) {
            let (ended, excluded) = sequences(&drawn, program);
            let steps = ended.iter().map(Vec::len).sum();
            prop_assert_eq!(count, Count { sequences: ended.len(), steps, excluded });
            let walked = held(&spec, &spec, program).unwrap();
            prop_assert_eq!(count, Count { sequences: walked.sequences, steps: walked.steps, excluded: walked.excluded });
        }
    }

    /// Another decision in one row that can be reached is found on each sequence that comes to it, and only there; the
    /// other teacher has another name.
    #[test]
    fn a_teacher_changed_in_one_reachable_decision_is_refuted(
        drawn in drawn(),
        row in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
    ) {
        let spec = Spec::of(&drawn).unwrap();
        let (keys, signature) = (reachable(&drawn), drawn.signature());
        let key = row.get(&keys);
        let (decision, next) = drawn.rows()[key].unwrap();
        let other = *other.get(&others(signature, &decision));
        let changed = spec.clone().with(&call(key), key.2, &key.3, Some((other, next))).unwrap();
        for program in programs(signature) {
            let through = sequences(&drawn, program).0.iter().filter(|rows| rows.contains(key)).count();
            prop_assert_eq!(through > 0, program == Program(key.0));
            prop_assert_eq!(held(&changed, &spec, program).unwrap().wrong, through);
        }
        prop_assert_ne!(changed.sha256().unwrap(), spec.sha256().unwrap());
    }

    /// A row that nobody can come to changes nothing that a proof says.
    #[test]
    fn a_teacher_changed_where_nobody_comes_is_not_refuted(drawn in drawn(), other in any::<prop::sample::Index>()) {
        let (mut spec, original) = (Spec::of(&drawn).unwrap(), Spec::of(&drawn).unwrap());
        let reachable = reachable(&drawn);
        for (key, row) in drawn.rows().iter().filter(|(key, _)| reachable.binary_search(key).is_err()) {
            let Some((decision, next)) = *row else { continue };
            let other = *other.get(&others(drawn.signature(), &decision));
            spec = spec.with(&call(key), key.2, &key.3, Some((other, next))).unwrap();
        }
        for program in programs(drawn.signature()) {
            prop_assert!(held(&spec, &original, program).unwrap().is_proven());
        }
    }

    /// A memory that comes to itself makes its program a loop, of which no sequences are counted, and that a walk refuses by name.
    #[test]
    fn a_circle_of_memories_is_a_loop(drawn in drawn(), row in any::<prop::sample::Index>(), start in any::<bool>()) {
        let spec = Spec::of(&drawn).unwrap();
        let keys = reachable(&drawn);
        let key = row.get(&keys);
        let back = if start { 0 } else { key.2 };
        let round = Some((Decision::go_on(Call::new(Program::NOP)), back));
        let circle = spec.with(&call(key), key.2, &key.3, round).unwrap();
        let program = Program(key.0);
        let counts = circle.counts().unwrap();
        for (other, count) in programs(drawn.signature()).zip(counts) {
            prop_assert_eq!(circle.loops(other), other == program);
            prop_assert_eq!(count.sequences == 0, other == program);
        }
        prop_assert_eq!(held(&circle, &circle, program), Err(Error::Loop(program)));
    }
}
