//! Runs on a desktop: a network of any size, and a record of its hidden states.

use npi_format::Model;
use npi_runtime::trace::{Escaped, Hash, TraceWriter};
use npi_runtime::{Environment, Network, NetworkState, Policy, Refusal, Task};

use crate::error::{Context, Error as Failure, Result};
use crate::files::Text;
use crate::plural::counted;
use crate::shown::shown;

/// The most hidden units that the command runs.
pub const HIDDEN: usize = 128;

/// The network that a model holds.
///
/// # Errors
/// If the model is of another task, or too large.
pub fn network<'m, T: Task>(model: &Model<'m>) -> Result<Network<'m, T, HIDDEN>> {
    Network::new(model).with_context(|| format!("a model of {}", tasks_of(model)))
}

/// The names of a model's tasks, as they may be shown.
#[must_use]
pub fn tasks_of(model: &Model<'_>) -> String {
    named(model.sections().map(|section| section.task()))
}

/// Names of tasks, as they may be shown: ``tasks `addition`, `fill` ``.
pub(crate) fn named<'n>(tasks: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<_> = tasks.map(|task| format!("`{}`", shown(task))).collect();
    format!("{} {}", if names.len() == 1 { "task" } else { "tasks" }, names.join(", "))
}

/// The world of a problem.
///
/// # Errors
/// A problem that is none: what one is, and what was found at which character, counted from 1.
pub fn world<'m, T: Task>(problem: &[u8], memory: &'m mut [u8]) -> Result<T::World<'m>> {
    T::world(problem, memory).map_err(|refusal| match refusal {
        Refusal::Problem { expected, at } => {
            let (of, such) = (T::PROBLEM, T::EXAMPLE);
            let found = found(problem, at);
            Failure::input(format_args!("expected {of}, such as {such}; found {found} instead of {expected}"))
        }
        _ => refusal.into(),
    })
}

/// What stands at a byte of a problem, and where, as a person counts: in characters, from one.
fn found(problem: &[u8], at: usize) -> String {
    let mut before = problem.get(..at).map_or(0, |before| String::from_utf8_lossy(before).chars().count());
    let rest = String::from_utf8_lossy(problem.get(at..).unwrap_or_default());
    match rest.chars().next() {
        Some(character) => {
            before += 1;
            format!("`{}` at character {before}", shown(character.to_string()))
        }
        None if before == 0 => "an empty problem".to_owned(),
        None => format!("its end after {}", counted(before, "character")),
    }
}

/// Runs a problem and writes its trace, the hidden state after each step in 128ths. If the run fails, the trace ends at
/// the last step, without an answer.
///
/// # Errors
/// Those of the world and of the run.
pub fn trace<T: Task>(model: &Model<'_>, problem: &str, out: &mut String) -> Result<()> {
    let hidden = |state: &NetworkState<HIDDEN>| state.hidden().take(model.hidden()).collect();
    run_traced::<T, _>(network::<T>(model)?, problem, Some(model.checksum()), hidden, out)
}

/// Runs a problem by any policy and writes its trace; `hidden` tells what hidden state to note.
///
/// # Errors
/// As [`trace`].
pub fn run_traced<T: Task, P: Policy<T>>(
    policy: P,
    problem: &str,
    checksum: Option<u32>,
    hidden: impl Fn(&P::State) -> Vec<i8>,
    out: &mut String,
) -> Result<()> {
    let mut memory = vec![0; T::memory(problem.as_bytes())];
    let mut world = world::<T>(problem.as_bytes(), &mut memory)?;
    let mut writer = TraceWriter::begin(out, &T::SIGNATURE, problem, checksum)?;
    let mut written = Ok(());
    let ended = npi_runtime::solve::<T, P>(policy, &mut world, |event, state| {
        written = written.and_then(|()| writer.step(event, hidden(state)));
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
    let steps = npi_runtime::solve(policy, &mut world, |_, _| {})?;
    Ok((world, steps))
}

/// Solves a problem by a model's network; gives the world with its answer, the number of steps, and the hash of all of them, which
/// a board's `hash` prints.
///
/// # Errors
/// As [`solve`].
pub fn solve_hashed<'m, T: Task>(
    network: Network<'_, T, HIDDEN>,
    units: usize,
    problem: &[u8],
    memory: &'m mut Vec<u8>,
) -> Result<(T::World<'m>, usize, Hash)> {
    memory.resize(T::memory(problem), 0);
    let (mut world, mut hash) = (world::<T>(problem, memory)?, Hash::EMPTY);
    let steps = npi_runtime::solve::<T, _>(network, &mut world, |event, state| {
        hash = state.hash(hash, units).event(event);
    })?;
    Ok((world, steps, hash))
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
