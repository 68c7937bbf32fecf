//! The network in training and the runtime are one network: the same states and scores, tensor by tensor.

#[cfg(feature = "flex")]
use std::ops::ControlFlow;

use npi_format::convert::{Checkpoint, Metadata, convert};
use npi_format::{Model, Precision};
use npi_runtime::kernel::Arithmetic;
use npi_runtime::{Evidence, F32, Int4, Int8, Lstm, LstmState, Policy, Program, Task};
use npi_tasks::Addition;
#[cfg(feature = "flex")]
use npi_tasks::Sorting;
use npi_tasks::addition::{ADD, ADD1};
use npi_tests::lessons;
#[cfg(feature = "flex")]
use npi_trainer::cmd::train::generated;
use npi_trainer::learn::network::{Moment, forward};
use npi_trainer::learn::weights::{Own, Weights};
#[cfg(feature = "flex")]
use npi_trainer::learn::{Backend, Options, train};
use npi_trainer::learn::{Grid, Prover};
use npi_trainer::random::Random;
use npi_trainer::sequence::{Layout, all};
use npi_trainer::spec::SpecOf;

const HIDDEN: usize = 9; // no multiple of four: the panels' last columns are tested, too

/// One step: hidden state, cell state, and the score of `end`.
type Point = (Vec<f32>, Vec<f32>, f32);

/// A random network, its blob, and what training makes of each step of some sequences.
fn training(precision: Precision, cases: &[(Program, usize)]) -> (Vec<u8>, Vec<Vec<Point>>) {
    let (layout, grid) = (Layout::of(&Addition::SIGNATURE), Grid::of(precision));
    let recipe = Prover::default().recipe();
    let weights =
        Weights::drawn(&[layout], HIDDEN, (None, recipe), &mut Random::new(7, 0)).settled(grid.as_ref());
    let spec = SpecOf::<Addition>::of_task::<Addition>().unwrap();
    let points = |&(program, case): &(Program, usize)| {
        let sequence = &all(&spec, program).unwrap()[case];
        let network = weights.networks().next().unwrap();
        let moments = forward(network, &[sequence], grid.as_ref());
        let point = |moment: Moment<'_>| (moment.cells.hidden, moment.cells.cell, moment.scores[0]);
        moments.into_iter().map(point).collect()
    };
    let points = cases.iter().map(points).collect();
    let metadata = Metadata::new(&Addition::SIGNATURE, HIDDEN, String::new());
    let Weights { recurrent, own } = weights;
    let own = own.into_iter().map(|Own { tables, heads, bias, .. }| [tables, heads, bias]).collect();
    let checkpoint = Checkpoint { metadata, recurrent, own, boxes: vec![Vec::new()] };
    (convert(&checkpoint, precision).unwrap().0, points)
}

/// What the runtime makes of the same steps; `number` turns its states into real numbers.
fn runtime<A: Arithmetic>(
    blob: &[u8],
    cases: &[(Program, usize)],
    number: [fn(A::Value) -> f32; 2],
) -> Vec<Vec<Point>> {
    let network = Lstm::<Addition, A, HIDDEN>::new(&Model::parse(blob).unwrap()).unwrap();
    let sequence = |&(program, case): &(Program, usize)| {
        let mut state: LstmState<A, HIDDEN> = network.fresh();
        let mut points = Vec::new();
        let (call, views) = &lessons::<Addition>(program)[case];
        for view in views {
            let (_, evidence) = network.step(call, view, &mut state).unwrap();
            let (hidden, cell) = state.parts();
            let end = evidence.unwrap().end as f32 / (1u32 << Evidence::FRACTION) as f32;
            points.push((
                hidden.iter().map(|&h| number[0](h)).collect(),
                cell.iter().map(|&c| number[1](c)).collect(),
                end,
            ));
        }
        points
    };
    cases.iter().map(sequence).collect()
}

const CASES: &[(Program, usize)] =
    &[(ADD, 0), (ADD, 100), (ADD, 255), (ADD, 511), (ADD1, 0), (ADD1, 12_345), (ADD1, 24_823)];

#[track_caller]
fn check_integer<A: Arithmetic<Value = i16>>() {
    let (blob, trained) = training(A::PRECISION, CASES);
    let runtime = runtime::<A>(&blob, CASES, [|h| f32::from(h) / 128.0, |c| f32::from(c) / 4096.0]);
    assert_eq!(trained, runtime);
}

fn check_float() {
    let (blob, trained) = training(Precision::F32, CASES);
    let runtime = runtime::<F32>(&blob, CASES, [|h| h, |c| c]);
    let near = |trained: &[f32], runtime: &[f32]| {
        assert_eq!(trained.len(), runtime.len());
        for (trained, runtime) in trained.iter().zip(runtime) {
            assert!((trained - runtime).abs() < 1e-4, "{trained} is not {runtime}");
        }
    };
    for (trained, runtime) in trained.iter().flatten().zip(runtime.iter().flatten()) {
        near(&trained.0, &runtime.0);
        near(&trained.1, &runtime.1);
        near(&[trained.2], &[runtime.2]);
    }
}

/// In integers, training computes the device's numbers exactly.
#[test]
fn integer_networks_are_the_same_to_the_bit() {
    check_integer::<Int8>();
    check_integer::<Int4>();
}

/// In floats, both agree but for the order of summation and their exponential functions.
#[test]
fn float_networks_are_the_same_but_for_rounding() {
    check_float();
}

/// Adam steps the same parameters with the second backend, and what comes of it is proven.
#[cfg(feature = "flex")]
#[test]
fn flex_learns_as_well() {
    let options = Options { backend: Backend::Flex, ..Options::default() };
    let trained =
        train::<Sorting>(&generated::<Sorting>(0).unwrap(), &options, |_| ControlFlow::Continue(()));
    assert_eq!(trained.unwrap().progress.total_wrong(), 0);
}
