//! Tasks that are trained together share a core, and each is proven.

use std::ops::ControlFlow;

use npi_format::convert::alone;
use npi_format::{Model, Precision};
use npi_runtime::verify::verify_all;
use npi_runtime::{Network, Task};
use npi_tasks::{Lock, Sorting, Traffic};
use npi_trainer::cmd::train::generated;
use npi_trainer::learn::network::gradient;
use npi_trainer::learn::weights::Weights;
use npi_trainer::learn::{Grid, Options, Prover, Subject, Trained, train_all};
use npi_trainer::random::Random;
use npi_trainer::sequence::{Layout, Sequence};

const HIDDEN: usize = 8;

fn trained(updates: usize) -> Trained {
    let options = Options { hidden: HIDDEN, updates, ..Options::default() };
    let subjects = vec![
        Subject::new::<Lock>(&generated::<Lock>(0).unwrap()).unwrap(),
        Subject::new::<Traffic>(&generated::<Traffic>(0).unwrap()).unwrap(),
        Subject::new::<Sorting>(&generated::<Sorting>(0).unwrap()).unwrap(),
    ];
    train_all(subjects, &options, |_| ControlFlow::Continue(())).unwrap()
}

/// Checks that a task is proven in a blob of several, and in the one that is cut out of it.
fn is_proven<T: Task>(blob: &[u8]) {
    let model = Model::parse(blob).unwrap();
    let section = model.section(T::SIGNATURE.fingerprint()).unwrap();
    for blob in [blob, &alone(&section)] {
        let network = Network::<T, HIDDEN>::new(&Model::parse(blob).unwrap()).unwrap();
        let findings = verify_all(&T::default(), &network).unwrap();
        assert_eq!((findings.wrong, findings.margin > Some(0)), (0, true), "{}", T::SIGNATURE.task);
    }
}

/// Three tasks in one blob, each proven there and alone; its margin is that which training says.
#[test]
fn every_task_of_one_training_is_proven() {
    let trained = trained(12_000);
    is_proven::<Lock>(&trained.blob);
    is_proven::<Traffic>(&trained.blob);
    is_proven::<Sorting>(&trained.blob);
    let tasks: Vec<_> = trained.progress.tasks.iter().map(|of| (of.task, of.wrong())).collect();
    assert_eq!(tasks, [("lock", 0), ("traffic", 0), ("sorting", 0)]);
    let least = trained.progress.tasks.iter().map(|of| of.margin.unwrap()).fold(f64::MAX, f64::min);
    assert_eq!(trained.progress.margin, Some(least));
}

/// What a core learns of two tasks is the sum of what it learns of each.
#[test]
fn the_gradients_of_a_core_add_up() {
    let layouts = [Layout::of(&Lock::SIGNATURE), Layout::of(&Sorting::SIGNATURE)];
    let grid = Grid::of(Precision::Int8);
    let recipe = Prover::default().recipe();
    let weights =
        Weights::drawn(&layouts, HIDDEN, (None, recipe), &mut Random::new(0, 0)).settled(grid.as_ref());
    let sequences: [Vec<Sequence>; 2] =
        [generated::<Lock>(0).unwrap().into_vec(), generated::<Sorting>(0).unwrap().into_vec()];
    let of = |tasks: &[usize]| {
        let mut by = weights.zeros();
        for &task in tasks {
            let batch: Vec<_> = sequences[task].iter().collect();
            let network = weights.networks().nth(task).unwrap();
            let heads = &layouts[task].heads;
            gradient(network, &batch, heads, grid.as_ref(), 0.01, (&mut by.recurrent, &mut by.own[task]));
        }
        by
    };
    let (both, lock, sorting) = (of(&[0, 1]), of(&[0]), of(&[1]));
    for ((both, lock), sorting) in both.recurrent.iter().zip(&lock.recurrent).zip(&sorting.recurrent) {
        assert!((both - lock - sorting).abs() < 1e-5, "{both} {lock} {sorting}");
    }
    assert!(lock.recurrent.iter().any(|&slope| slope != 0.0));
    assert!(sorting.recurrent.iter().any(|&slope| slope != 0.0));
    assert_eq!((&both.own[0], &both.own[1]), (&lock.own[0], &sorting.own[1]));
}
