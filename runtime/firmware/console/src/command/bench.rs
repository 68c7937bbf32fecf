//! `bench`: how many ticks of the core's clock a step takes, all in: observe, LSTM, heads, act.

use npi_network::Network;
use npi_runtime::Refusal;
use npi_tasks::Addition;
use npi_tasks::addition::{Loader, Scratchpad};

use crate::Board;
use crate::solve::{fail, solve};
use crate::text::{say, say_number};

/// Digits of each number that [`load`] makes up.
const DIGITS: usize = 100;
/// What its digits are taken from, again and again: half of the columns carry.
const PATTERN: &[u8; 15] = b"078436450030276";

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
    for (at, &digit) in (0..=2 * DIGITS).zip(PATTERN.iter().cycle()) {
        loader.push(if at == DIGITS { b'+' } else { digit })?;
    }
    loader.finish().map(drop)
}
