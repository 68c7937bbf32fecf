//! Networks beside their teachers: what is shown of one that is refuted.

use npi_format::Model;
use npi_runtime::{NetworkState, Task};
use npi_tasks::{Addition, Sorting};
use npi_tests::{mutants, random};
use npi_trainer::pictures::{Storyboard, html, svg, text};
use npi_trainer::proof::{ProofOf, prove};
use npi_trainer::record::{HIDDEN, network};
use npi_trainer::refutation::Run;
use npi_trainer::spec::SpecOf;

/// How often a mutant is changed at most.
const MOST: usize = 30;

/// How many mutants were shown in a run, how many of those take a step that the world refuses, and how many in views alone.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shown {
    runs: usize,
    refused: usize,
    views: usize,
}

/// Shows mutants of a task's shipped network that are refuted.
fn mutated<T: Task>(problems: &[&str], count: usize) -> Shown {
    let (spec, mut shown, mut state) = (SpecOf::<T>::of_task::<T>().unwrap(), Shown::default(), 1);
    let (problems, mut random) =
        (problems.iter().map(|&problem| problem.to_owned()).collect::<Vec<_>>(), random(&mut state));
    for number in 0..count {
        let more = |blob: Vec<u8>, _| mutants::mutant::<T>(&blob, &mut random);
        let mutant = (0..=number % MOST).fold(T::MODEL.unwrap().to_vec(), more);
        let model = Model::parse(&mutant).unwrap();
        let proof = prove::<T>(&spec, &model).unwrap();
        match Run::find::<T>(&model, &problems).unwrap() {
            Some(run) => shown.run::<T>(&model, &run),
            None if proof.findings.is_proven() => {}
            None => shown.views::<T>(&model, &proof),
        }
    }
    shown
}

impl Shown {
    /// A run ends with the step in which it leaves its teacher, who does something else there.
    fn run<T: Task>(&mut self, model: &Model<'_>, run: &Run) {
        let hidden = |state: &NetworkState<HIDDEN>| state.hidden().take(model.hidden()).collect();
        let network = network::<T>(model).unwrap();
        let board = Storyboard::of_astray::<T, _>(network, "0", &run.problem, hidden).unwrap().unwrap();
        assert_eq!(board.steps(), run.step + 1);
        differs(&board);
        self.runs += 1;
        self.refused += usize::from(board.astray.unwrap().refused.is_some());
    }

    /// Views that no run is known to meet are as many as the counterexample has.
    fn views<T: Task>(&mut self, model: &Model<'_>, proof: &ProofOf<T>) {
        let hidden = |state: &NetworkState<HIDDEN>| state.hidden().take(model.hidden()).collect();
        let (network, wrong) = (network::<T>(model).unwrap(), proof.counterexample.as_ref().unwrap());
        let board = Storyboard::of_views::<T, _>(&network, "0", wrong, hidden).unwrap();
        assert_eq!((board.steps(), board.is_of_views()), (wrong.steps.len(), true));
        assert!(board.by().ends_with("; views not met in a run"), "{}", board.by());
        differs(&board);
        self.views += 1;
    }
}

/// Both did the same until the last step, and not there; every way to show it says so.
#[track_caller]
fn differs(board: &Storyboard) {
    let (last, expected) = (board.steps() - 1, &board.astray.as_ref().unwrap().expected);
    let step = |board: &Storyboard, step| (board.own_text(step), board.called_text(step), board.ends(step));
    for before in 0..last {
        assert_eq!(step(board, before), step(expected, before), "step {before}");
    }
    assert_ne!(step(board, last), step(expected, last));
    let [mut plain, mut page] = [Vec::new(), Vec::new()];
    text::write(board, &mut plain).unwrap();
    html::write(board, &mut page).unwrap();
    for shown in [plain, page, svg::picture(board).unwrap().into_bytes()] {
        assert!(String::from_utf8(shown).unwrap().contains("; its teacher "));
    }
}

/// Mutants of addition are shown in runs, some of which the world refuses, or in views.
#[test]
fn networks_that_go_astray_are_shown() {
    let problems = ["1+2", "579+1221", "99+1", "999999+1", "123456789+987654321", "5+50505"];
    let shown = mutated::<Addition>(&problems, 300);
    assert!(shown.runs > 20 && shown.refused > 0 && shown.views > 5, "{shown:?}");
    let shown = mutated::<Sorting>(&["3 1 2", "1", "max 3 1 2", "5 4 3 2 1", "1 2 3 4"], 100);
    assert!(shown.runs > 10, "{shown:?}");
}

/// A network that does as its teacher does is not shown leaving it.
#[test]
fn a_network_that_is_right_is_not_shown() {
    let model = Model::parse(Addition::MODEL.unwrap()).unwrap();
    let network = network::<Addition>(&model).unwrap();
    let board = Storyboard::of_astray::<Addition, _>(network, "0", "579+1221", |_| Vec::new()).unwrap();
    assert!(board.is_none());
}
