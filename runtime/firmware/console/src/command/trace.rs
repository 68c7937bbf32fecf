//! `trace`: a run in the one trace format, a line of JSON, with the hidden state after each step.

use core::fmt;

use npi_network::{Flashed, Network};
use npi_runtime::Environment;
use npi_runtime::task::ProblemReader;
use npi_runtime::trace::{Escaped, TraceWriter};

use crate::Board;
use crate::solve::solve;
use crate::text::Serial;

/// Solves the problem in memory and prints each step. A run that fails has no answer at its end.
#[inline(never)]
pub fn run<B: Board, T: Flashed>(board: &mut B, network: &Network<T>, memory: &mut [u8]) {
    let _ = write::<B, T>(board, network, memory); // a serial port takes everything
}

fn write<B: Board, T: Flashed>(board: &mut B, network: &Network<T>, memory: &mut [u8]) -> fmt::Result {
    let problem = |out: &mut Escaped<'_, _>| T::Reader::write(memory, out);
    let mut writer =
        TraceWriter::begin_with(Serial(&mut *board), &T::SIGNATURE, problem, Some(network.checksum))?;
    let Ok(mut world) = T::Reader::rewind(memory) else { return Ok(()) };
    let mut written = Ok(());
    let solved = solve::<T>(network, &mut world, &mut |event, state| {
        let hidden = state.parts().0.iter().map(|&value| value.in_128ths());
        written = written.and_then(|()| writer.step(event, hidden));
    });
    written?;
    writer.finish(solved.is_ok().then_some(|out: &mut Escaped<'_, _>| world.answer(out)))
}

/// A hidden value as a trace pictures it.
trait Picture {
    fn in_128ths(self) -> i8;
}

impl Picture for i16 {
    fn in_128ths(self) -> i8 {
        self as i8 // −127 to 127
    }
}

impl Picture for f32 {
    fn in_128ths(self) -> i8 {
        (self * 127.0) as i8
    }
}
