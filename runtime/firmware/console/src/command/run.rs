//! `579+1221`, or `run 579+1221`: the network solves a problem.

use npi_network::{Flashed, Network};
use npi_runtime::{Environment, Error, Interpreter, Picture};

use crate::Board;
use crate::solve::{again, fail, solve};
use crate::text::{Serial, say};

/// Solves the problem in memory and prints the answer.
#[inline(never)]
pub fn run<B: Board, T: Flashed>(board: &mut B, network: &Network<T>, memory: &mut [u8]) {
    let Some(mut world) = again::<B, T>(board, memory) else { return };
    let ran = if B::SHOWS {
        show(board, network, &mut world)
    } else {
        solve::<T>(network, &mut world, &mut |_, _| {}).map(|_| ())
    };
    match ran {
        Ok(()) => {
            let _ = world.answer(&mut Serial(board)); // a serial port takes everything
            say(board, &["\r\n"]);
        }
        Err(error) => fail(board, error),
    }
}

/// Solves the problem in a world step by step, and lets the board show each.
#[inline(never)]
fn show<B: Board, T: Flashed>(
    board: &mut B,
    network: &Network<T>,
    world: &mut T::World<'_>,
) -> Result<(), Error> {
    let row = <T::World<'_> as Picture>::ROWS.len().saturating_sub(1);
    let (call, limit) = (T::start(world), T::step_limit(world));
    let mut interpreter = Interpreter::<T, _>::new(network);
    interpreter.call(call)?;
    for _ in 0..=limit {
        if !interpreter.step(world, |_, _| {})? {
            return Ok(());
        }
        let pointer = world.pointer(row);
        board.show(pointer, world.cell(row, pointer));
    }
    Err(Error::StepLimit { limit })
}
