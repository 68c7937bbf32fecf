//! The runtime's interpreter on a world, and what a run that fails is told as.

use npi_network::State;
use npi_runtime::{Error, Event, Policy, Refusal, Task};

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
pub fn solve<T: Task, P: Policy<T, State = State>>(
    policy: P,
    world: &mut T::World<'_>,
    observer: &mut Observer<'_, T>,
) -> Result<usize, Error> {
    npi_runtime::solve::<T, P>(policy, world, observer)
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
