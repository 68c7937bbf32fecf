//! The integer path, step by step: hidden states, cells and scores are these bytes, in debug and release
//! builds and on every target.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

use std::fmt::Write;

use npi_format::convert::{Checkpoint, Metadata, convert};
use npi_format::{Model, Precision};
use npi_runtime::kernel::Arithmetic;
use npi_runtime::{Addition, Int4, Int8, Lstm, Policy, Task, Units, models, verify};
use npi_tests::{golden, random};

/// The states and scores of one case of each program, as hexadecimal integers.
fn vectors<A, const H: usize, U: Units>(network: &Lstm<'_, A, H, U>) -> String
where
    A: Arithmetic<Value = i16, Sum = i32>,
{
    let mut text = String::new();
    for program in verify::programs::<Addition>() {
        let case = Addition::cases(program) / 2;
        let mut state = Policy::<Addition>::fresh(network);
        verify::lesson::<Addition>(program, case, &mut [0; 4], |event| {
            Policy::<Addition>::step(network, &event.call, &event.observation, &mut state).unwrap();
            let (hidden, cell) = state.parts();
            let hex = |values: &[i16]| values.iter().map(|value| format!("{value:04x}")).collect::<String>();
            let scores: String = network.scores(&state).map(|score| format!("{score:08x}")).collect();
            let name = program.name(&Addition::SIGNATURE);
            writeln!(text, "{name} {} hidden {}", event.step, hex(hidden)).unwrap();
            writeln!(text, "{name} {} cell   {}", event.step, hex(cell)).unwrap();
            writeln!(text, "{name} {} scores {scores}", event.step).unwrap();
        })
        .unwrap();
    }
    text
}

/// A network of random weights as large as they can be: every saturation is met.
fn extreme(hidden: usize, precision: Precision) -> Vec<u8> {
    let metadata = Metadata::new(&Addition::SIGNATURE, hidden, String::new());
    let (mut state, largest) = (5, if precision == Precision::Int4 { 7 } else { 127 });
    let mut random = random(&mut state);
    let mut weights = |shape: Vec<usize>| {
        let weight = |_| (random(2 * largest + 1) as f32 - largest as f32) / 4.0;
        (0..shape.iter().product::<usize>()).map(weight).collect()
    };
    let tensors = metadata.tensor_shapes().map(&mut weights);
    convert(&Checkpoint { metadata, tensors }, precision).unwrap().0
}

/// The shipped model, in buffers that fit and in loops of fixed length.
#[test]
fn int8_of_the_shipped_model() {
    let model = Model::parse(models::ADDITION).unwrap();
    golden::check("int8-shipped.txt", &vectors(&Lstm::<Int8, 16>::new::<Addition>(&model).unwrap()));
    golden::check("int8-shipped.txt", &vectors(&Lstm::<Int8, 16, _>::exactly::<Addition>(&model).unwrap()));
}

/// Hidden sizes with columns left over, and weights at their limits.
#[test]
fn integers_at_their_limits() {
    let [int8, int4] = [Precision::Int8, Precision::Int4].map(|precision| extreme(7, precision));
    let [int8, int4] = [Model::parse(&int8).unwrap(), Model::parse(&int4).unwrap()];
    golden::check("int8-extreme.txt", &vectors(&Lstm::<Int8, 7>::new::<Addition>(&int8).unwrap()));
    golden::check("int4-extreme.txt", &vectors(&Lstm::<Int4, 7>::new::<Addition>(&int4).unwrap()));
}
