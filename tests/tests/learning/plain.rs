//! What plain traces teach: without a single counterexample, all that a run can show.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use npi_format::Model;
use npi_runtime::verify::{programs, verify};
use npi_runtime::{Event, Network, Task, Teacher, solve};
use npi_tasks::Addition;
use npi_trainer::cmd::generate::Problems;
use npi_trainer::learn::{Options, train};
use npi_trainer::nesting::Place;
use npi_trainer::sequence::{Calls, Sequence, Sequences, all};
use npi_trainer::spec::SpecOf;
use npi_trainer::trace::{Trace, collect};

const HIDDEN: usize = 16;

/// Adds the sequences of the teacher's calls in one problem.
fn observe(problem: &str, into: &mut BTreeSet<Sequence>) {
    let mut memory = vec![0; Addition::memory(problem.as_bytes())];
    let mut world = Addition::world(problem.as_bytes(), &mut memory).unwrap();
    let mut calls = Calls::<Addition>::start(Addition::start(&world));
    let on_event = |event: &Event<Addition>, _: &u8| {
        let place = Place { call: event.call, depth: event.depth, taken: event.step };
        into.extend(calls.step(place, event.view, event.decision).unwrap());
    };
    solve(Teacher::<Addition>::new(), &mut world, on_event).unwrap();
}

/// Every sequence that a run can show: any column of digits, blanks and carry comes up within two digits.
fn possible() -> BTreeSet<Sequence> {
    let mut possible = BTreeSet::new();
    for first in 0..100 {
        for second in 0..100 {
            observe(&format!("{first}+{second}"), &mut possible);
        }
    }
    possible
}

/// The sequences of the 640 problems that `npi generate` makes of a seed.
fn taught(seed: u64) -> Sequences {
    let (mut taught, problems) = (Sequences::default(), Problems { seed, ..Problems::default() });
    let add = |line: &str| collect::<Addition>(&Trace::parse(line.as_bytes())?, &mut taught);
    problems.each::<Addition>(add).unwrap();
    taught
}

/// Possible sequences on which a blob's network is wrong.
fn wrong(blob: &[u8], spec: &SpecOf<Addition>, possible: &BTreeSet<Sequence>) -> usize {
    let network = Network::<Addition, HIDDEN>::new(&Model::parse(blob).unwrap()).unwrap();
    let mut wrong = 0;
    for program in programs(&Addition::SIGNATURE) {
        let sequences = all(spec, program).unwrap();
        let mut indices = 0..;
        verify::<Addition, _, _>(spec, &network, program, &mut |_, walked| {
            let sequence = &sequences[indices.next().unwrap()];
            wrong += usize::from(walked.last().unwrap().tally.wrong && possible.contains(sequence));
        })
        .unwrap();
    }
    wrong
}

/// Ten of ten seeds are right wherever a run can come, with no more than what 640 problems show.
#[test]
fn plain_traces_teach_all_that_a_run_can_show() {
    let (spec, possible) = (SpecOf::<Addition>::of_task::<Addition>().unwrap(), possible());
    for seed in 0..10 {
        let options =
            Options { hidden: HIDDEN, seed, counterexamples: false, updates: 6000, ..Options::default() };
        let trained = train::<Addition>(&taught(seed), &options, |_| ControlFlow::Continue(())).unwrap();
        assert!(trained.reached, "seed {seed}: {:?}", trained.progress);
        assert_eq!(wrong(&trained.blob, &spec, &possible), 0, "seed {seed}, of {}", possible.len());
    }
}
