//! Runs on a desktop: a network of any size, and a record of its hidden states.

use std::cell::RefCell;

use npi_format::Model;
use npi_runtime::trace::{Escaped, TraceWriter};
use npi_runtime::{
    Call, Decision, Environment, Error, Event, Evidence, Interpreter, Network, NetworkState, Policy, Refusal,
    Task,
};

use crate::error::{Context, Error as Failure, Result};
use crate::files::Text;

/// The most hidden units that the command runs.
pub const HIDDEN: usize = 128;
/// Frames of the command's call stack.
pub const DEPTH: usize = 64;

/// The network that a model holds.
///
/// # Errors
/// If the model is of another task, or too large.
pub fn network<'m, T: Task>(model: &Model<'m>) -> Result<Network<'m, HIDDEN>> {
    Network::new::<T>(model).with_context(|| format!("a model of task `{}`", model.task))
}

/// The world of a problem.
///
/// # Errors
/// A problem that is none: what was expected, what was found, and where to see one.
pub fn world<'m, T: Task>(problem: &[u8], memory: &'m mut [u8]) -> Result<T::World<'m>> {
    T::world(problem, memory).map_err(|refusal| {
        let found = match refusal {
            Refusal::Problem { at, .. } => problem.get(at).copied(),
            _ => return refusal.into(),
        };
        let found = found.map_or("its end".to_owned(), |byte| format!("`{}`", byte.escape_ascii()));
        let task = T::SIGNATURE.task;
        Failure::input(format_args!(
            "{refusal}, found {found}; hint: `npi generate {task} --max 3` shows problems"
        ))
    })
}

/// A network that notes its hidden state after each step, in 128ths.
pub struct Recorder<'m> {
    network: Network<'m, HIDDEN>,
    units: usize,
    hidden: RefCell<Vec<i8>>,
}

impl<'m> Recorder<'m> {
    /// A recorder of a model's network.
    ///
    /// # Errors
    /// As [`network`].
    pub fn new<T: Task>(model: &Model<'m>) -> Result<Self> {
        Ok(Self { network: network::<T>(model)?, units: model.shape.hidden, hidden: RefCell::default() })
    }
}

impl<T: Task> Policy<T> for &Recorder<'_> {
    type State = NetworkState<HIDDEN>;

    fn fresh(&self) -> Self::State {
        Policy::<T>::fresh(&self.network)
    }

    fn step(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        state: &mut Self::State,
    ) -> Result<(Decision<T::Arguments>, Evidence), Error> {
        let decision = Policy::<T>::step(&self.network, call, view, state)?;
        *self.hidden.borrow_mut() = state.hidden().take(self.units).collect();
        Ok(decision)
    }
}

/// Runs a problem and writes its trace. If the run fails, the trace ends at the last step, without an answer.
///
/// # Errors
/// Those of the world and of the run.
pub fn trace<T: Task>(model: &Model<'_>, problem: &str, out: &mut String) -> Result<()> {
    let recorder = Recorder::new::<T>(model)?;
    run_traced::<T, _>(&recorder, problem, Some(model.checksum), |_| recorder.hidden.borrow().clone(), out)
}

/// Runs a problem by any policy and writes its trace; `hidden` tells what hidden state to note.
///
/// # Errors
/// As [`trace`].
pub fn run_traced<T: Task, P: Policy<T>>(
    policy: P,
    problem: &str,
    checksum: Option<u32>,
    hidden: impl Fn(&Event<T>) -> Vec<i8>,
    out: &mut String,
) -> Result<()> {
    let mut memory = vec![0; T::memory(problem.as_bytes())];
    let mut world = world::<T>(problem.as_bytes(), &mut memory)?;
    let (limit, mut stack) = (T::step_limit(&world), Interpreter::<T, _, DEPTH>::new(policy));
    let mut writer = TraceWriter::begin(out, &T::SIGNATURE, problem, checksum)?;
    let mut written = Ok(());
    let ended = stack.run(T::start(&world), &mut world, limit, |event| {
        written = written.and_then(|()| writer.step(event, hidden(event)));
    });
    written?;
    writer.finish(ended.is_ok().then_some(|out: &mut Escaped<_>| world.answer(out)))?;
    ended?;
    Ok(())
}

/// Solves a problem; gives the world with its answer, and the number of steps.
///
/// # Errors
/// Those of the world and of the run.
pub fn solve<'m, T: Task>(
    policy: impl Policy<T>,
    problem: &[u8],
    memory: &'m mut Vec<u8>,
) -> Result<(T::World<'m>, usize)> {
    memory.resize(T::memory(problem), 0);
    let mut world = world::<T>(problem, memory)?;
    let limit = T::step_limit(&world);
    let steps = Interpreter::<T, _, DEPTH>::new(policy).run(T::start(&world), &mut world, limit, |_| {})?;
    Ok((world, steps))
}

/// Solves a problem and writes the answer and a new line.
///
/// # Errors
/// As [`solve`], and those of `out`.
pub fn answer<T: Task>(
    policy: impl Policy<T>,
    problem: &[u8],
    memory: &mut Vec<u8>,
    out: &mut impl std::io::Write,
) -> Result<()> {
    let (world, _) = solve::<T>(policy, problem, memory)?;
    write_answer(&world, out)
}

/// Writes the answer that stands in a world, and a new line.
///
/// # Errors
/// Those of `out` and of the world.
pub fn write_answer(world: &impl Environment, out: &mut impl std::io::Write) -> Result<()> {
    Text::write(out, |out| world.answer(out))?.write_all(b"\n")?;
    Ok(())
}
