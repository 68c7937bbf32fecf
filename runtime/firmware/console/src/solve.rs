//! The runtime's interpreter on a world, and what a run that fails is told as.

use npi_network::{Flashed, Network, State};
use npi_runtime::task::ProblemReader;
use npi_runtime::{Error, Event, Refusal};

use crate::Board;
use crate::text::say;

/// What is shown each step of a run, and the network's state after it.
pub type Observer<'o, T> = dyn FnMut(&Event<T>, &State) + 'o;

/// Solves the problem that stands in a world, and gives the number of steps.
///
/// The observer is called through a pointer, so that a task's interpreter is in flash once; that costs ten
/// instructions of a step's thousands.
///
/// # Errors
/// Any [`Error`]: of a network that goes astray.
pub fn solve<T: Flashed>(
    network: &Network<T>,
    world: &mut T::World<'_>,
    observer: &mut Observer<'_, T>,
) -> Result<usize, Error> {
    npi_runtime::solve::<T, _>(network, world, observer)
}

/// The world of the problem in memory, before its first step; without one, says so.
#[inline(always)] // a frame less below every run
pub fn again<'m, B: Board, T: Flashed>(board: &mut B, memory: &'m mut [u8]) -> Option<T::World<'m>> {
    let world = T::Reader::rewind(memory).ok();
    if world.is_none() {
        say(board, &["refused: no problem yet\r\n"]);
    }
    world
}

/// Says why a run failed. [`Error`]'s own words need formatting.
#[inline(never)]
pub fn fail<B: Board>(board: &mut B, error: Error) {
    let why = match error {
        Error::StackOverflow { .. } => "the call stack is full",
        Error::StepLimit { .. } => "the network does not stop",
        Error::Refused(Refusal::Action(why)) => why,
        _ => "the task is not well formed",
    };
    say(board, &["failed: ", why, "\r\n"]);
}
