//! What boxes prove is so: whatever the check in one pass accepts is held against every state to which small networks come, and
//! against random walks.

use npi_fill::Fill;
use npi_format::{Bounds, Boxes, Method, Model, Signature};
use npi_runtime::verify::{Findings, obligations, programs, verify};
use npi_runtime::{Call, Decision, Error, Machine, Network, Program, Task, boxes};
use npi_tasks::{
    Addition, AdditionLoop, Calculator, Framing, Lock, Sorting, SortingLoop, Traffic, TrafficLoop, models,
};
use npi_tests::cycles::{Counter, PARITY, Parity};
use npi_tests::followed::{Followed, UNITS};
use npi_tests::mutants::{Mutants, of_boxes, of_weights, stays};
use npi_tests::random;
use npi_tests::trial::Trial;
use npi_trainer::invariant::Invariant;
use npi_trainer::spec::SpecOf;

/// Networks drawn of each task.
const DRAWN: usize = 1500;
/// States of a call to which enumeration comes at most.
const STATES: usize = 2000;

/// So many random networks with teachers that follow them, and closed boxes.
fn drawn<T: Task>(seed: u64, count: usize) -> Vec<Followed<T>> {
    let mut state = seed;
    let mut random = random(&mut state);
    (0..count).filter_map(|_| Followed::draw(&mut random)).collect()
}

/// What enumeration has found of accepted boxes.
#[derive(Debug, Default)]
struct Tally {
    /// Programs with boxes that the check accepts.
    accepted: usize,
    /// Those of them of which all states were enumerated.
    all: usize,
    /// Those of them that come to a hundred states or more.
    many: usize,
    /// Those of them whose calls end, and which enumeration of sequences proves, too.
    bounded: usize,
}

impl Tally {
    /// Holds every box of networks against all states to which they come; as many are drawn as `count` says.
    fn of<T: Task>(seed: u64, count: usize) -> Self {
        let mut tally = Self::default();
        for Followed { spec, blob } in drawn::<T>(seed, count) {
            for trial in Trial::<T, UNITS>::all(&spec, &Model::parse(&blob).unwrap()) {
                tally.note(&trial);
            }
        }
        tally
    }

    fn note<T: Task>(&mut self, trial: &Trial<'_, T, UNITS>) {
        let findings = trial.findings().unwrap();
        assert!(findings.is_proven(), "{findings:?} of the least boxes of {:?}", trial.program);
        let reached = trial.enumerate(STATES);
        assert_eq!(reached.wrong, 0, "{:?} of {:?}", trial.program, trial.boxes);
        self.accepted += 1;
        self.all += usize::from(reached.all);
        self.many += usize::from(reached.states >= 100);
        self.bounded += usize::from(agrees(trial, findings));
    }
}

/// Whether the calls of a program end, so that all its sequences can be walked; nothing is then wrong with any, and none has a smaller
/// margin than the boxes.
fn agrees<T: Task, const H: usize>(trial: &Trial<'_, T, H>, boxes: Findings) -> bool {
    let walked = verify::<T, _, _>(trial.spec, &trial.network, trial.program, &mut |_, _| {});
    walked.is_ok_and(|walked| {
        assert_eq!(walked.wrong, 0, "{:?} of {:?}", trial.program, trial.boxes);
        assert!(walked.margin.is_none() || walked.margin >= boxes.margin, "{walked:?}, {boxes:?}");
        true
    })
}

/// Boxes hold every state to which a network of one to four units comes, and in all of them it decides as its teacher.
#[test]
fn boxes_hold_every_state() {
    let parity = Tally::of::<Parity>(1, DRAWN);
    assert!(parity.accepted >= 500 && parity.all >= 300 && parity.many >= 200, "{parity:?}");
    let counter = Tally::of::<Counter>(2, DRAWN);
    assert!(counter.accepted >= 500 && counter.all >= 300 && counter.many >= 150, "{counter:?}");
    let (accepted, bounded) = (parity.accepted + counter.accepted, parity.bounded + counter.bounded);
    assert!(bounded >= 200 && accepted - bounded >= 400, "{parity:?}, {counter:?}");
}

/// So do boxes of networks for the tasks that ship and loop, which see more and call more.
#[test]
fn boxes_of_tasks_that_loop_hold_every_state() {
    for tally in [Tally::of::<AdditionLoop>(10, 500), Tally::of::<SortingLoop>(11, 500)] {
        let Tally { accepted, all, many, bounded } = tally;
        assert!(accepted >= 300 && all >= 300 && many >= 20 && accepted - bounded >= 100, "{tally:?}");
    }
}

/// Walks of 200,000 steps stay in boxes that are closed.
#[test]
fn long_walks_stay_in_their_boxes() {
    let mut state = 3;
    let mut random = random(&mut state);
    for Followed { spec, blob } in drawn::<Parity>(4, 20) {
        stays::<Parity, UNITS>(&spec, &blob, 200_000, &mut random);
    }
    for Followed { spec, blob } in drawn::<Counter>(5, 20) {
        stays::<Counter, UNITS>(&spec, &blob, 200_000, &mut random);
    }
}

/// Judges mutants of weights and of boxes, some of each network.
fn mutants<T: Task>(seed: u64) -> [Mutants; 2] {
    let (mut state, mut mutants) = (seed, [Mutants::default(); 2]);
    let mut random = random(&mut state);
    for Followed { spec, blob } in drawn::<T>(seed, 100) {
        mutants[0].merge(of_weights::<T, UNITS>(&spec, &blob, 20, &mut random));
        mutants[1].merge(of_boxes::<T, UNITS>(&spec, &blob, 20, &mut random));
    }
    mutants
}

/// Of thousands of mutated networks and mutated boxes none is accepted with which a search finds something wrong.
#[test]
fn no_mutant_is_accepted_that_is_wrong() {
    for mutants in mutants::<Parity>(6).into_iter().chain(mutants::<Counter>(7)) {
        let Mutants { accepted, refuted, refused } = mutants;
        assert!(accepted + refuted + refused >= 500, "{mutants:?}");
        assert!(accepted >= 50 && refuted >= 50, "{mutants:?}");
    }
}

/// Holds the boxes of a task in a model that ships against walks, and against mutants of it.
fn shipped<T: Task>(blob: &[u8]) {
    let mut state = 9;
    let (spec, mut random) = (SpecOf::<T>::of_task::<T>().unwrap(), random(&mut state));
    stays::<T, 64>(&spec, blob, 200_000, &mut random);
    let weights = of_weights::<T, 64>(&spec, blob, 1000, &mut random);
    let boxes = of_boxes::<T, 64>(&spec, blob, 1000, &mut random);
    assert!(weights.accepted > 0 && boxes.accepted > 0, "{weights:?}, {boxes:?}");
}

/// The boxes of shipped models hold, and no mutant of them is accepted that is wrong.
#[test]
fn shipped_boxes_hold() {
    shipped::<Addition>(models::ADDITION_BOXES);
    shipped::<AdditionLoop>(models::LOOPS);
    shipped::<SortingLoop>(models::LOOPS);
    shipped::<TrafficLoop>(models::TRAFFIC_LOOP);
}

/// A teacher that leaves the memories which its program declares.
struct Leaving;

impl Machine for Leaving {
    type Observation = [u8; 1];
    type Arguments = [u8; 1];

    fn signature(&self) -> &'static Signature {
        &Fill::SIGNATURE
    }

    fn teach(&self, _: &Call<[u8; 1]>, memory: u8, _: &[u8; 1]) -> Option<(Decision<[u8; 1]>, u8)> {
        Some((Decision::go_on(Call::new(Program::NOP)), memory + 1))
    }
}

/// A memory too many would be a class of the next program, of which this one has nothing to show: it is an error.
#[test]
fn a_teacher_that_leaves_its_memories_is_an_error() {
    for method in [Method::Boxes, Method::Split] {
        let program = Program::learned(0);
        let found = obligations(&Leaving, program, method, |_| Ok(()));
        assert_eq!(found, Err(Error::Memory(program)), "{method:?}");
    }
}

/// Boxes of more or fewer units than the network has, and too few boxes, are an error, and prove nothing.
#[test]
fn boxes_of_other_networks_prove_nothing() {
    let Followed { spec, blob } = drawn::<Parity>(8, 50).swap_remove(0);
    let model = Model::parse(&blob).unwrap();
    let boxes = boxes::<Parity>(&model).unwrap();
    let wide = vec![Bounds { hidden: [-128, 127], cell: [i16::MIN, i16::MAX] }.stored(); 100];
    let methods = [boxes.method(0) as u8];
    let findings = |bounds, hidden| {
        Trial::<Parity, UNITS>::new(&spec, &model, Boxes::new(&methods, bounds, hidden), PARITY).findings()
    };
    assert!(findings(&wide, model.hidden()).is_some());
    for hidden in [0, model.hidden() - 1, model.hidden() + 1] {
        assert_eq!(findings(&wide, hidden), None, "{hidden} units");
    }
    assert_eq!(findings(&wide[..model.hidden()], model.hidden()), None, "a box is missing");
}

/// Counts the programs of a task that boxes prove in a shipped model, each of which enumeration proves as well.
fn proven<T: Task>(blob: &[u8]) -> usize {
    let (spec, model) = (SpecOf::<T>::of_task::<T>().unwrap(), Model::parse(blob).unwrap());
    let network = Network::<T, 16>::new(&model).unwrap();
    let is_proven = |method: Method, program| {
        let Some(least) = Invariant::least::<T>(&spec, &network, program, method).unwrap() else {
            return false;
        };
        let mut methods = vec![0; T::SIGNATURE.programs.len()];
        methods[program.index().unwrap()] = method as u8;
        let bounds = least.stored();
        let trial = Trial::<T, 16>::new(&spec, &model, Boxes::new(&methods, bounds, model.hidden()), program);
        let findings = trial.findings().unwrap();
        findings.is_proven() && agrees(&trial, findings)
    };
    let either = |&program: &_| {
        [Method::Boxes, Method::Split].into_iter().filter(|&method| is_proven(method, program)).count() > 0
    };
    programs(&T::SIGNATURE).filter(either).count()
}

/// Programs of the shipped models that boxes prove are right on every sequence.
#[test]
fn boxes_and_sequences_agree_on_shipped_models() {
    let all = models::ALL;
    let counts = [
        proven::<Addition>(all),
        proven::<Calculator>(all),
        proven::<Sorting>(all),
        proven::<Lock>(all),
        proven::<Traffic>(all),
        proven::<Framing>(all),
    ];
    assert_eq!(counts, [3, 16, 3, 11, 0, 3]);
}
