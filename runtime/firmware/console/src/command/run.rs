//! `579+1221`, or `run 579+1221`: the network solves a problem.

use npi_network::{Flashed, Network};
use npi_runtime::Environment;

use crate::Board;
use crate::solve::{again, fail, solve};
use crate::text::{Serial, say};

/// Solves the problem in memory and prints the answer.
#[inline(never)]
pub fn run<B: Board, T: Flashed>(board: &mut B, network: &Network<T>, memory: &mut [u8]) {
    let Some(mut world) = again::<B, T>(board, memory) else { return };
    match solve::<T>(network, &mut world, &mut |_, _| {}) {
        Ok(_) => {
            let _ = world.answer(&mut Serial(board)); // a serial port takes everything
            say(board, &["\r\n"]);
        }
        Err(error) => fail(board, error),
    }
}
