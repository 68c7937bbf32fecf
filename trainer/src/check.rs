//! Whether a task's teacher does what the task says: part (b) of a proof, tested for anybody's task.
//!
//! A proof says that a network obeys its teacher, whatever it sees. That the teacher solves the task is its author's
//! to argue; [`check`] runs it over problems, and finds what the argument has missed. [`trained`] gives a network to test.

#[cfg(feature = "learn")]
mod trained;

use std::cell::Cell;
use std::fmt;

use crate::error::{Context, Result, bail, ensure};
use npi_runtime::{Call, Environment, Error, Interpreter, Policy, Refusal, Stepped, Task, Teacher};
use serde::Serialize;
#[cfg(feature = "learn")]
pub use trained::trained;

use crate::record::world;
use crate::spec::form::check_call;

/// What was run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Checked {
    /// Problems that the teacher solved.
    pub problems: usize,
    /// Its steps.
    pub steps: usize,
    /// Answers that were compared with the oracle's.
    #[serde(skip_serializing_if = "is_none")]
    pub compared: usize,
}

fn is_none(count: &usize) -> bool {
    *count == 0
}

/// Lets a task's teacher solve problems, and holds each answer against what `oracle` says (`None` if it says nothing).
///
/// On the way it is checked that the first call is in its program's domain, that every observation stays in its
/// alphabet, that the environment refuses no action, that no view comes of which the teacher says that it cannot, and
/// that the task's call stack and [`Task::step_limit`] steps are enough.
///
/// # Errors
/// The first problem with which something is wrong, and what.
pub fn check<T: Task>(problems: &[String], oracle: impl Fn(&str) -> Option<String>) -> Result<Checked> {
    let mut checked = Checked::default();
    for problem in problems {
        let (answer, steps) = solve::<T>(problem)
            .with_context(|| format!("the teacher of `{}`, solving {problem}", T::SIGNATURE.task))?;
        checked.problems += 1;
        checked.steps += steps;
        if let Some(expected) = oracle(problem) {
            ensure!(
                answer == expected,
                "the teacher of `{}` solves {problem} wrongly: expected {expected}, found {answer}",
                T::SIGNATURE.task
            );
            checked.compared += 1;
        }
    }
    Ok(checked)
}

/// The teacher's answer, and its steps.
fn solve<T: Task>(problem: &str) -> Result<(String, usize)> {
    let mut memory = vec![0; T::memory(problem.as_bytes())];
    let world = world::<T>(problem.as_bytes(), &mut memory)?;
    let (start, limit) = (T::start(&world), T::step_limit(&world));
    check_call(&T::SIGNATURE, &start).context("its first call")?;
    let mut watched = Watched::<T> { world, outside: Cell::new(None) };
    let mut interpreter = Interpreter::<T, _>::new(Teacher::<T>::new());
    let ended = interpreter.run(start, &mut watched, limit, |_, _| {});
    if let Some((slot, symbol)) = watched.outside.get() {
        bail!("expected a symbol of {slot}, found number {symbol}");
    }
    let steps = ended?;
    let mut answer = String::new();
    watched.answer(&mut answer)?;
    Ok((answer, steps))
}

/// A world whose observations are looked at: the slot and the symbol of the first that is in no alphabet.
struct Watched<'m, T: Task> {
    world: T::World<'m>,
    outside: Cell<Option<(&'static str, u8)>>,
}

impl<T: Task> Environment for Watched<'_, T> {
    type Observation = T::Observation;
    type Arguments = T::Arguments;

    fn observe(&self) -> T::Observation {
        let observation = self.world.observe();
        for (&symbol, slot) in observation.as_ref().iter().zip(T::SIGNATURE.observation) {
            if usize::from(symbol) >= slot.symbols.len() && self.outside.get().is_none() {
                self.outside.set(Some((slot.name, symbol)));
            }
        }
        observation
    }

    fn act(&mut self, arguments: T::Arguments) -> Result<(), Refusal> {
        self.world.act(arguments)
    }

    fn answer(&self, out: &mut impl fmt::Write) -> fmt::Result {
        self.world.answer(out)
    }
}

/// The step at which a policy leaves the teacher, solving a problem that the teacher solves ([`check`]); `None` if it
/// solves it as the teacher does.
///
/// # Errors
/// If the problem is none.
pub fn astray<T: Task>(policy: impl Policy<T>, problem: &str) -> Result<Option<usize>> {
    let mut memory = vec![0; T::memory(problem.as_bytes())];
    let mut world = world::<T>(problem.as_bytes(), &mut memory)?;
    let (start, limit) = (T::start(&world), T::step_limit(&world));
    let disagreed = Cell::new(false);
    let both = Both { policy, teacher: Teacher::<T>::new(), disagreed: &disagreed };
    let mut interpreter = Interpreter::<T, _>::new(both);
    interpreter.call(start)?;
    for step in 0..limit {
        match interpreter.step(&mut world, |_, _| {}) {
            Ok(false) => return Ok(None),
            Ok(true) if !disagreed.get() => {}
            _ => return Ok(Some(step)),
        }
    }
    let ended = matches!(interpreter.step(&mut world, |_, _| {}), Ok(false)); // with the last step that it may take
    Ok(if ended { None } else { Some(limit) })
}

/// A policy that decides, beside a teacher that is asked the same.
struct Both<'d, T, P> {
    policy: P,
    teacher: Teacher<T>,
    disagreed: &'d Cell<bool>,
}

impl<T: Task, P: Policy<T>> Policy<T> for Both<'_, T, P> {
    type State = (P::State, u8);

    fn fresh(&self) -> Self::State {
        (self.policy.fresh(), self.teacher.fresh())
    }

    fn step(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        (state, memory): &mut Self::State,
    ) -> Result<Stepped<T>, Error> {
        let decided = self.policy.step(call, view, state)?;
        if self.teacher.step(call, view, memory)?.0 != decided.0 {
            self.disagreed.set(true);
        }
        Ok(decided)
    }
}
