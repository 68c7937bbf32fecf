//! `bench`: how many ticks of the core's clock a step takes, all in: observe, LSTM, heads, act.

use npi_network::Network;
use npi_runtime::Refusal;
use npi_runtime::task::addition::{Loader, Scratchpad};

use crate::Board;
use crate::solve::{reason, solve};
use crate::text::{say, say_number};

/// Digits of the problem that [`load`] makes up.
const DIGITS: usize = 100;

/// Solves the problem in memory and counts.
#[inline(never)]
pub fn run<B: Board>(board: &mut B, network: &Network, memory: &mut [u8]) {
    let mut world = Scratchpad::again(memory);
    board.restart_ticks();
    let solved = solve(network, &mut world, &|_| {}, &mut |_| {});
    let ticks = board.ticks();
    match solved {
        Ok(steps) => {
            say_number(board, steps as u64);
            say(board, &[" steps in "]);
            say_number(board, ticks);
            say(board, &[" ticks\r\n"]);
        }
        Err(error) => say(board, &["failed: ", reason(error), "\r\n"]),
    }
}

/// Puts two numbers of 100 digits into memory, the same ones every time.
///
/// # Errors
/// [`Refusal::Capacity`] on a board with less room.
pub fn load(memory: &mut [u8]) -> Result<(), Refusal> {
    let (mut loader, mut seed) = (Loader::new(memory), 1_u32);
    let mut number = |loader: &mut Loader<'_>| {
        (0..DIGITS).try_for_each(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223); // Numerical Recipes
            loader.push(b'0' + ((seed >> 16) % 10) as u8)
        })
    };
    number(&mut loader)?;
    loader.push(b'+')?;
    number(&mut loader)?;
    loader.finish().map(drop)
}
