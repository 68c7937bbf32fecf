//! What a board's console should print, computed on this machine from the same blob.

use npi_format::Model;
use npi_runtime::trace::{Escaped, TraceWriter};
use npi_runtime::verify::verify_all;
use npi_runtime::{Environment, Event, Network, NetworkState, Task, solve};
use npi_tasks::Addition;

/// Hidden units that this machine has room for.
const MOST: usize = 64;

/// A task's network, run as boards run it.
pub(crate) struct Host<'m, T: Task = Addition> {
    network: Network<'m, T, MOST>,
    model: Model<'m>,
}

impl<'m, T: Task> Host<'m, T> {
    /// The host of a blob.
    #[track_caller]
    pub(crate) fn new(blob: &'m [u8]) -> Self {
        let model = Model::parse(blob).expect("a model");
        let network = Network::new(&model).expect("a model of the task");
        Self { network, model }
    }

    /// The blob's checksum as the console prints it.
    pub(crate) fn checksum(&self) -> String {
        format!("{:08x}", self.model.checksum())
    }

    /// What the board says to a problem.
    pub(crate) fn answer(&self, problem: &str) -> String {
        let mut answer = String::new();
        self.run(problem, |_, _| {}, |world| world.answer(&mut answer).expect("a string takes anything"));
        answer
    }

    /// What it says to `trace`; the problem without spaces.
    pub(crate) fn trace(&self, problem: &str) -> String {
        let mut text = String::new();
        let mut memory = vec![0; T::memory(problem.as_bytes())];
        let mut world = T::world(problem.as_bytes(), &mut memory).expect("a problem");
        let checksum = Some(self.model.checksum());
        let mut writer = TraceWriter::begin(&mut text, &T::SIGNATURE, problem, checksum).expect("a string");
        let on_event = |event: &Event<T>, state: &NetworkState<MOST>| {
            writer.step(event, state.hidden().take(self.model.hidden())).expect("a string");
        };
        solve(self.network, &mut world, on_event).expect("a network that solves it");
        writer.finish(Some(|out: &mut Escaped<_>| world.answer(out))).expect("a string");
        text.trim_end().to_owned()
    }

    /// What it says to `hash`, computed otherwise than `runtime/src/trace/hash.rs` does.
    pub(crate) fn hash(&self, problem: &str) -> String {
        let (mut steps, mut words) = (0, Vec::new());
        let step = |event: &Event<T>, state: &NetworkState<MOST>| {
            steps += 1;
            words.extend(state_words(state, self.model.hidden()));
            words.extend(event_words(event));
        };
        self.run(problem, step, |_| {});
        let fnv = |hash: u64, word: &u32| (hash ^ u64::from(*word)).wrapping_mul(0x0100_0000_01b3);
        format!("{steps} steps, hash {:016x}", words.iter().fold(0xcbf2_9ce4_8422_2325, fnv))
    }

    /// How the console ends what it says to `verify`.
    pub(crate) fn proof(&self) -> String {
        let found = verify_all(&T::default(), &self.network).expect("a task that is well defined");
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
        on_event: impl FnMut(&Event<T>, &NetworkState<MOST>),
        end: impl FnOnce(&T::World<'_>),
    ) {
        let mut memory = vec![0; T::memory(problem.as_bytes())];
        let mut world = T::world(problem.as_bytes(), &mut memory).expect("a problem");
        solve(self.network, &mut world, on_event).expect("a network that solves it");
        end(&world);
    }
}

/// Hidden and cell state, one word a unit.
fn state_words(state: &NetworkState<MOST>, units: usize) -> Vec<u32> {
    match state {
        NetworkState::F32(state) => words(state.parts(), units, f32::to_bits),
        NetworkState::Int8(state) => words(state.parts(), units, |value| i32::from(value) as u32),
        NetworkState::Int4(state) => words(state.parts(), units, |value| i32::from(value) as u32),
    }
}

fn words<V: Copy>((hidden, cell): (&[V; MOST], &[V; MOST]), units: usize, word: fn(V) -> u32) -> Vec<u32> {
    hidden[..units].iter().chain(&cell[..units]).map(|&value| word(value)).collect()
}

fn event_words<T: Task>(event: &Event<T>) -> Vec<u32> {
    let (call, decided) = (event.call, event.decision.call);
    let evidence = event.evidence.expect("a network's");
    let mut words = vec![event.depth as u32, event.step, call.program.0.into()];
    let symbols = |symbols: &[u8]| symbols.iter().copied().map(u32::from).collect::<Vec<_>>();
    words.extend(symbols(call.arguments.as_ref()));
    words.extend(symbols(event.view.as_ref()));
    words.push(decided.program.0.into());
    words.extend(symbols(decided.arguments.as_ref()));
    words.push(event.decision.end.into());
    let arguments = evidence.arguments.unwrap_or(i32::MAX);
    words.extend([evidence.end, evidence.program, arguments].map(|value| value as u32));
    words
}
