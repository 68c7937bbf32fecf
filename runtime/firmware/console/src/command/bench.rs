//! `bench`: how many ticks of the core's clock a step takes, all in: observe, LSTM, heads, act.

use npi_network::Network;
use npi_runtime::task::addition::{Loader, Scratchpad};
use npi_runtime::{Addition, Refusal};

use crate::Board;
use crate::solve::{fail, solve};
use crate::text::{say, say_number};

/// Digits of the problem that [`load`] makes up.
const DIGITS: u32 = 100;

/// Solves the problem in memory and counts.
#[inline(never)]
pub fn run<B: Board>(board: &mut B, network: &Network<Addition>, memory: &mut [u8]) {
    let mut world = Scratchpad::again(memory);
    board.restart_ticks();
    let solved = solve::<Addition, _>(network, &mut world, &mut |_, _| {});
    let ticks = board.ticks();
    match solved {
        Ok(steps) => {
            say_number(board, steps as u32);
            say(board, &[" steps in "]);
            say_number(board, ticks);
            say(board, &[" ticks\r\n"]);
        }
        Err(error) => fail(board, error),
    }
}

/// Puts two numbers of 100 digits into memory, the same ones every time.
///
/// # Errors
/// [`Refusal::Capacity`] on a board with less room.
#[inline(never)]
pub fn load(memory: &mut [u8]) -> Result<(), Refusal> {
    #[cfg(feature = "planted-panic")]
    core::hint::black_box([1, 2, 3][core::hint::black_box(memory.len())]);
    let mut loader = Loader::new(memory);
    for at in 0..=2 * DIGITS {
        let digit = (at * at * 7 + at / 3) % 10; // no pattern: half of the columns carry
        loader.push(if at == DIGITS { b'+' } else { b'0' + digit as u8 })?;
    }
    loader.finish().map(drop)
}
