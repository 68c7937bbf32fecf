//! `hash`: one number for a whole run, hidden and cell states included, to be compared between targets.

use npi_network::{Flashed, Network};
use npi_runtime::trace::Hash;

use crate::Board;
use crate::solve::{again, fail, solve};
use crate::text::{say, say_hex, say_number};

/// Solves the problem in memory and prints the hash of the run.
#[inline(never)]
pub fn run<B: Board, T: Flashed>(board: &mut B, network: &Network<T>, memory: &mut [u8]) {
    let Some(mut world) = again::<B, T>(board, memory) else { return };
    let mut hash = Hash::EMPTY;
    let ended = solve::<T>(network, &mut world, &mut |event, state| {
        let (hidden, cell) = state.parts();
        hash = hash.state(hidden, cell).event(event);
    });
    match ended {
        Ok(steps) => {
            say_number(board, steps as u32);
            say(board, &[" steps, hash "]);
            let Hash(hash) = hash;
            say_hex(board, (hash >> 32) as u32);
            say_hex(board, hash as u32);
            say(board, &["\r\n"]);
        }
        Err(error) => fail(board, error),
    }
}
