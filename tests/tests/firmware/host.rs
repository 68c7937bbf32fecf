//! What a board's console should print, computed on this machine from the same blob.

use std::cell::RefCell;

use npi_format::Model;
use npi_runtime::trace::{Escaped, TraceWriter};
use npi_runtime::verify::verify_all;
use npi_runtime::{
    Addition, Call, Decision, Environment, Error, Event, Evidence, Interpreter, Network, NetworkState,
    Policy, Task,
};

/// Hidden units that this machine has room for.
const MOST: usize = 32;

/// A model, run as boards run it.
pub(crate) struct Host<'m> {
    network: Network<'m, MOST>,
    model: Model<'m>,
    /// The state after the last step.
    state: RefCell<Option<NetworkState<MOST>>>,
}

impl<'m> Host<'m> {
    /// The host of a blob.
    #[track_caller]
    pub(crate) fn new(blob: &'m [u8]) -> Self {
        let model = Model::parse(blob).expect("a model");
        let network = Network::new::<Addition>(&model).expect("a model of addition");
        Self { network, model, state: RefCell::default() }
    }

    /// The blob's checksum as the console prints it.
    pub(crate) fn checksum(&self) -> String {
        format!("{:08x}", self.model.checksum)
    }

    /// What the board says to a problem.
    pub(crate) fn answer(&self, problem: &str) -> String {
        let mut answer = String::new();
        self.run(problem, |_| {}, |world| world.answer(&mut answer).expect("a string takes anything"));
        answer
    }

    /// What it says to `trace`; the problem without spaces.
    pub(crate) fn trace(&self, problem: &str) -> String {
        let mut text = String::new();
        let checksum = Some(self.model.checksum);
        let writer = TraceWriter::begin(&mut text, &Addition::SIGNATURE, problem, checksum);
        let writer = RefCell::new(Some(writer.expect("a string")));
        let step = |event: &Event<Addition>| {
            let hidden = self.state.borrow().expect("a step was taken");
            let hidden = hidden.hidden().take(self.model.shape.hidden);
            writer.borrow_mut().as_mut().expect("not finished").step(event, hidden).expect("a string");
        };
        self.run(problem, step, |world| {
            let writer = writer.borrow_mut().take().expect("not finished");
            writer.finish(Some(|out: &mut Escaped<_>| world.answer(out))).expect("a string");
        });
        text.trim_end().to_owned()
    }

    /// What it says to `hash`: see `runtime/firmware/console/src/command/hash.rs`.
    pub(crate) fn hash(&self, problem: &str) -> String {
        let (mut steps, mut words) = (0, Vec::new());
        let step = |event: &Event<Addition>| {
            steps += 1;
            words.extend(self.state_words());
            words.extend(event_words(event));
        };
        self.run(problem, step, |_| {});
        let fnv = |hash: u64, word: &u32| (hash ^ u64::from(*word)).wrapping_mul(0x0100_0000_01b3);
        format!("{steps} steps, hash {:016x}", words.iter().fold(0xcbf2_9ce4_8422_2325, fnv))
    }

    /// How the console ends what it says to `verify`.
    pub(crate) fn proof(&self) -> String {
        let found = verify_all(&Addition, &self.network).expect("a task that is well defined");
        assert!(found.is_proven(), "{found:?}");
        format!(
            "{} sequences, {} steps, 0 wrong, smallest margin {}/65536 logits",
            found.sequences,
            found.steps,
            found.margin.expect("steps")
        )
    }

    fn run(
        &self,
        problem: &str,
        on_event: impl FnMut(&Event<Addition>),
        end: impl FnOnce(&<Addition as Task>::World<'_>),
    ) {
        let mut memory = vec![0; Addition::memory(problem.as_bytes())];
        let mut world = Addition::world(problem.as_bytes(), &mut memory).expect("a problem");
        let limit = Addition::step_limit(&world);
        let mut interpreter = Interpreter::<Addition, _, 2>::new(self);
        interpreter.run(Addition::start(&world), &mut world, limit, on_event).expect("a network that adds");
        end(&world);
    }

    /// Hidden and cell state, one word a unit.
    fn state_words(&self) -> Vec<u32> {
        let units = self.model.shape.hidden;
        match self.state.borrow().expect("a step was taken") {
            NetworkState::F32(state) => words(state.parts(), units, f32::to_bits),
            NetworkState::Int8(state) => words(state.parts(), units, |value| i32::from(value) as u32),
            NetworkState::Int4(state) => words(state.parts(), units, |value| i32::from(value) as u32),
        }
    }
}

fn words<V: Copy>((hidden, cell): (&[V; MOST], &[V; MOST]), units: usize, word: fn(V) -> u32) -> Vec<u32> {
    hidden[..units].iter().chain(&cell[..units]).map(|&value| word(value)).collect()
}

fn event_words(event: &Event<Addition>) -> Vec<u32> {
    let (call, decided, evidence) = (event.call, event.decision.call, event.evidence);
    let mut words = vec![event.depth as u32, event.step, call.program.0.into()];
    words.extend(call.arguments.map(u32::from));
    words.extend(event.view.map(u32::from));
    words.push(decided.program.0.into());
    words.extend(decided.arguments.map(u32::from));
    words.push(event.decision.end.into());
    words.extend([evidence.end, evidence.program, evidence.arguments].map(|value| value as u32));
    words
}

impl Policy<Addition> for &Host<'_> {
    type State = NetworkState<MOST>;

    fn fresh(&self) -> Self::State {
        Policy::<Addition>::fresh(&self.network)
    }

    fn step(
        &self,
        call: &Call<[u8; 2]>,
        view: &[u8; 4],
        state: &mut Self::State,
    ) -> Result<(Decision<[u8; 2]>, Evidence), Error> {
        let decided = Policy::<Addition>::step(&self.network, call, view, state)?;
        *self.state.borrow_mut() = Some(*state);
        Ok(decided)
    }
}
