//! The runtime's interpreter on the scratchpad, with a window onto the hidden state.

use npi_network::{Network, State};
use npi_runtime::task::addition::Scratchpad;
use npi_runtime::{Addition, Call, Decision, Error, Event, Evidence, Interpreter, Policy, Refusal, Task};

use crate::Board;
use crate::text::say;

/// Solves the problem that stands in the scratchpad, and gives the number of steps.
///
/// `on_state` is shown each new state, `on_event` then the step. Both are called through a pointer, so that
/// the interpreter is in flash once; that costs ten instructions of a step's thousands.
///
/// # Errors
/// Any [`Error`]: of a network that goes astray.
pub fn solve(
    network: &Network,
    world: &mut Scratchpad<'_>,
    on_state: &dyn Fn(&State),
    on_event: &mut dyn FnMut(&Event<Addition>),
) -> Result<usize, Error> {
    let limit = Addition::step_limit(world);
    let policy = Watched { network, on_state };
    let start = Addition::start(world);
    Interpreter::<Addition, _, { Addition::DEPTH }>::new(policy).run(start, world, limit, on_event)
}

/// The network, and who is shown each new state.
struct Watched<'n> {
    network: &'n Network,
    on_state: &'n dyn Fn(&State),
}

impl Policy<Addition> for Watched<'_> {
    type State = State;

    fn fresh(&self) -> State {
        self.network.fresh()
    }

    fn restart(&self, state: &mut State) {
        self.network.restart(state);
    }

    fn step(
        &self,
        call: &Call<[u8; 2]>,
        view: &[u8; 4],
        state: &mut State,
    ) -> Result<(Decision<[u8; 2]>, Evidence), Error> {
        let decided = self.network.step(call, view, state)?;
        (self.on_state)(state);
        Ok(decided)
    }
}

/// Says why a run failed. [`Error`]'s own words need formatting.
#[inline(never)]
pub fn fail<B: Board>(board: &mut B, error: Error) {
    let why = match error {
        Error::StackOverflow => "the call stack is full",
        Error::StepLimit => "the network does not stop",
        Error::Refused(Refusal::Action(why)) => why,
        _ => "the task is not well formed",
    };
    say(board, &["failed: ", why, "\r\n"]);
}
