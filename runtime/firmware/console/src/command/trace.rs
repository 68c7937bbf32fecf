//! `trace`: a run in the one trace format, a line of JSON, with the hidden state after each step.

use core::cell::Cell;
use core::fmt;

use npi_network::{HIDDEN, Network, State};
use npi_runtime::task::addition::Scratchpad;
use npi_runtime::trace::{Escaped, TraceWriter};
use npi_runtime::{Addition, Environment, Task};

use crate::Board;
use crate::solve::solve;
use crate::text::Serial;

/// Solves the problem in memory and prints each step. A run that fails has no answer at its end.
#[inline(never)]
pub fn run<B: Board>(board: &mut B, network: &Network, memory: &mut [u8]) {
    let mut world = Scratchpad::again(memory);
    let _ = write(Serial(board), network, &mut world); // a serial port takes everything
}

fn write(out: impl fmt::Write, network: &Network, world: &mut Scratchpad<'_>) -> fmt::Result {
    let problem = |out: &mut Escaped<'_, _>| world.problem(out);
    let mut writer = TraceWriter::begin_with(out, &Addition::SIGNATURE, problem, Some(network.checksum))?;
    let hidden = [const { Cell::new(0) }; HIDDEN];
    let on_state = |state: &State| {
        hidden.iter().zip(state.parts().0).for_each(|(hidden, &value)| hidden.set(value.in_128ths()));
    };
    let mut written = Ok(());
    let solved = solve(network, world, &on_state, &mut |event| {
        written = written.and_then(|()| writer.step(event, hidden.iter().map(Cell::get)));
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
