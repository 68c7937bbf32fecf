//! Mutants of the models that ship: proofs and refutations of them, each recomputed by other means.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;

use npi_format::Model;
use npi_runtime::{Network, Task};
use npi_tasks::{
    Addition, AdditionLoop, Calculator, Framing, Lock, Sorting, SortingLoop, Traffic, TrafficLoop,
};
use npi_tests::answer;
use npi_tests::mutants::mutant;
use npi_tests::reference::Reference;
use npi_trainer::proof::{ProofOf, prove};
use npi_trainer::refutation::CounterexampleOf;
use npi_trainer::spec::SpecOf;

use crate::HIDDEN;
use crate::oracles::Oracle;
use crate::problems::ORACLES;

/// Problems that a network which is proven solves, and their largest size.
const PROBLEMS: usize = 4;
const SIZE: u32 = 12;

/// Draws a task, a mutant of its model and problems from bytes.
///
/// # Panics
/// If a proof or a refutation is wrong.
pub fn check(bytes: &[u8]) {
    let Some((&task, mut draws)) = bytes.split_first() else { return };
    let mut random = |below: u32| {
        let (now, rest) = draws.split_at(draws.len().min(2));
        draws = rest;
        now.iter().fold(0, |number, &byte| number << 8 | u32::from(byte)) % below
    };
    let judge = match task {
        0..8 => judge::<Addition, _>, // of which a proof takes longest
        8..32 => judge::<Calculator, _>,
        _ => match task % 7 {
            0 => judge::<Sorting, _>,
            1 => judge::<Lock, _>,
            2 => judge::<Traffic, _>,
            3 => judge::<Framing, _>,
            4 => judge::<AdditionLoop, _>,
            5 => judge::<SortingLoop, _>,
            _ => judge::<TrafficLoop, _>,
        },
    };
    judge(&mut random);
}

/// The oracle of a task that ships.
fn oracle<T: Task>() -> Oracle {
    let place = npi_tasks::KNOWN.iter().position(|known| known.name == T::SIGNATURE.task);
    ORACLES[place.expect("a task that ships")]
}

fn judge<T: Task, R: FnMut(u32) -> u32>(random: &mut R) {
    let blob = mutant::<T>(T::MODEL.expect("a model that ships"), random);
    let model = Model::parse(&blob).expect("other weights");
    let proof = verdict::<T>(&model);
    match &proof.counterexample {
        _ if proof.findings.is_proven() => solves::<T>(&model, random),
        Some(of) => disagrees::<T>(&model, of),
        None => assert!(proof.broken.is_some(), "neither proven nor refuted"),
    }
}

thread_local! {
    /// The specs of tasks by their names: one takes longer to make than a proof.
    static SPECS: RefCell<BTreeMap<&'static str, Box<dyn Any>>> = const { RefCell::new(BTreeMap::new()) };
}

/// What `npi verify` finds.
fn verdict<T: Task>(model: &Model<'_>) -> ProofOf<T> {
    SPECS.with_borrow_mut(|specs| {
        let spec =
            || Box::new(SpecOf::<T>::of_task::<T>().expect("a task that is well formed")) as Box<dyn Any>;
        let spec = specs.entry(T::SIGNATURE.task).or_insert_with(spec).downcast_ref().expect("the task's");
        prove::<T>(spec, model).expect("a verdict")
    })
}

/// A network that is proven solves what it is given.
fn solves<T: Task>(model: &Model<'_>, random: &mut impl FnMut(u32) -> u32) {
    let network = Network::<T, HIDDEN>::new(model).expect("a network of the task");
    for _ in 0..PROBLEMS {
        let (size, mut problem) = (1 + random(SIZE) as usize, String::new());
        T::sample(size, 1, random, &mut problem).expect("a String takes anything");
        assert_eq!(answer::<T>(network, &problem).ok(), oracle::<T>()(&problem), "{problem}");
    }
}

/// A network that is refuted decides as its teacher does until the last of the views that are named, and not there.
fn disagrees<T: Task>(model: &Model<'_>, of: &CounterexampleOf<T>) {
    let section = model.section(T::SIGNATURE.fingerprint()).expect("a section of the task");
    let (reference, mut state) = (Reference::new(section), vec![(0, 0); model.hidden()]);
    for (left, (view, expected)) in (0..of.steps.len()).rev().zip(&of.steps) {
        state = reference.step::<T>(&of.call, view, &state);
        let margin = reference.margin::<T>(&state, expected);
        assert!(
            if left == 0 { margin <= 0 } else { margin >= 0 },
            "{margin} with {left} steps to come: {of:?}"
        );
        assert!(left > 0 || *expected != of.found && reference.margin::<T>(&state, &of.found) >= 0);
    }
}
