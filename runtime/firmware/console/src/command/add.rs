//! `579+1221`: the network adds.

use npi_network::Network;
use npi_runtime::Environment;
use npi_tasks::Addition;
use npi_tasks::addition::Scratchpad;

use crate::Board;
use crate::solve::{fail, solve};
use crate::text::{Serial, say};

/// Solves the problem in memory and prints the answer.
#[inline(never)]
pub fn run<B: Board>(board: &mut B, network: &Network<Addition>, memory: &mut [u8]) {
    let mut world = Scratchpad::again(memory);
    match solve::<Addition, _>(network, &mut world, &mut |_, _| {}) {
        Ok(_) => {
            let _ = world.answer(&mut Serial(board)); // a serial port takes everything
            say(board, &["\r\n"]);
        }
        Err(error) => fail(board, error),
    }
}
