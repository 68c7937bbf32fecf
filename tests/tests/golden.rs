//! The integer path, step by step: hidden states, cells and scores are these bytes, in debug and release
//! builds and on every target.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

use std::fmt::Write;

use npi_format::convert::{Checkpoint, convert};
use npi_format::{Model, Precision};
use npi_runtime::kernel::{Arithmetic, Units};
use npi_runtime::task::view;
use npi_runtime::verify::programs;
use npi_runtime::{Call, Int4, Int8, Lstm, Machine, Policy, Task};
use npi_tasks::{Addition, models};
use npi_tests::{golden, random};

/// What each program is shown a view of, step by step, until its teacher ends. (Few: Miri runs them, too.)
const OBSERVATIONS: [[u8; 4]; 4] = [[7, 8, 1, 10], [9, 10, 0, 6], [10, 10, 0, 10], [3, 4, 1, 2]];

/// The states and scores of one sequence of each program, as hexadecimal integers.
fn vectors<A, const H: usize, U: Units>(network: &Lstm<'_, Addition, A, H, U>) -> String
where
    A: Arithmetic<Value = i16, Sum = i32>,
{
    let mut text = String::new();
    for program in programs(&Addition::SIGNATURE) {
        let (call, mut memory) = (Call::new(program), 0);
        let mut state = network.fresh();
        for (step, &observation) in OBSERVATIONS.iter().enumerate() {
            let view = view(&Addition::SIGNATURE, program, observation);
            network.step(&call, &view, &mut state).unwrap();
            let (hidden, cell) = state.parts();
            let hex = |values: &[i16]| values.iter().map(|value| format!("{value:04x}")).collect::<String>();
            let scores: String = network.scores(&state).map(|score| format!("{score:08x}")).collect();
            let name = program.name(&Addition::SIGNATURE);
            writeln!(text, "{name} {step} hidden {}", hex(hidden)).unwrap();
            writeln!(text, "{name} {step} cell   {}", hex(cell)).unwrap();
            writeln!(text, "{name} {step} scores {scores}").unwrap();
            let (decision, next) = Addition.teach(&call, memory, &view).unwrap();
            if decision.end {
                break;
            }
            memory = next;
        }
    }
    text
}

/// A network of random weights as large as they can be: every saturation is met.
fn extreme(hidden: usize, precision: Precision) -> Vec<u8> {
    let (mut state, largest) = (5, if precision == Precision::Int4 { 7 } else { 127 });
    let mut random = random(&mut state);
    let weight = || (random(2 * largest + 1) as f32 - largest as f32) / 4.0;
    convert(&Checkpoint::drawn(&Addition::SIGNATURE, hidden, weight), precision).unwrap().0
}

/// The shipped model, in buffers that fit and in loops of fixed length.
#[test]
fn int8_of_the_shipped_model() {
    let model = Model::parse(models::ADDITION).unwrap();
    golden::check("int8-shipped.txt", &vectors(&Lstm::<Addition, Int8, 16>::new(&model).unwrap()));
    golden::check("int8-shipped.txt", &vectors(&Lstm::<Addition, Int8, 16, _>::exactly(&model).unwrap()));
}

/// Hidden sizes with columns left over, and weights at their limits.
#[test]
fn integers_at_their_limits() {
    let [int8, int4] = [Precision::Int8, Precision::Int4].map(|precision| extreme(7, precision));
    let [int8, int4] = [Model::parse(&int8).unwrap(), Model::parse(&int4).unwrap()];
    golden::check("int8-extreme.txt", &vectors(&Lstm::<Addition, Int8, 7>::new(&int8).unwrap()));
    golden::check("int4-extreme.txt", &vectors(&Lstm::<Addition, Int4, 7>::new(&int4).unwrap()));
}
