//! `bench`: how many ticks of the core's clock a step takes, all in: observe, LSTM, heads, act.

use core::fmt;

use npi_network::{Flashed, Network};
use npi_runtime::Refusal;
use npi_runtime::task::ProblemReader;
use npi_runtime::verify::Random;

use crate::Board;
use crate::solve::{again, fail, solve};
use crate::text::{say, say_number};

/// Size of the problem that [`load`] makes up.
const SIZE: usize = 100;
/// Where it begins: any number will do.
const SEED: u32 = 1;

/// Solves the problem in memory and counts.
#[inline(never)]
pub fn run<B: Board, T: Flashed>(board: &mut B, network: &Network<T>, memory: &mut [u8]) {
    let Some(mut world) = again::<B, T>(board, memory) else { return };
    board.restart_ticks();
    let solved = solve::<T>(network, &mut world, &mut |_, _| {});
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

/// Puts a random problem of size 100 into memory, the same one every time.
///
/// # Errors
/// [`Refusal::Capacity`] on a board with less room.
#[inline(never)]
pub fn load<T: Flashed>(memory: &mut [u8]) -> Result<(), Refusal> {
    #[cfg(feature = "planted-panic")]
    core::hint::black_box([1, 2, 3][core::hint::black_box(memory.len())]);
    let mut random = Random(SEED);
    let mut typist = Typist { reader: T::Reader::new(memory), taken: Ok(()) };
    let _ = T::sample(SIZE, SIZE, &mut |below| random.below(below), &mut typist); // it keeps what is refused
    typist.taken?;
    typist.reader.finish().map(drop)
}

/// Types what is written to it.
struct Typist<R> {
    reader: R,
    taken: Result<(), Refusal>,
}

impl<'m, R: ProblemReader<'m>> fmt::Write for Typist<R> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(|character| self.write_char(character))
    }

    /// Problems are ASCII.
    fn write_char(&mut self, character: char) -> fmt::Result {
        self.taken = self.taken.and_then(|()| self.reader.push(character as u8));
        Ok(())
    }
}
