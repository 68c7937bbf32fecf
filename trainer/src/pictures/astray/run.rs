//! A run in which a network leaves its teacher.

use std::cell::Cell;

use npi_runtime::{Call, Decision, Error, Event, Interpreter, Policy, Stepped, Task, Teacher};

use super::super::replay::{May, replay};
use super::super::storyboard::Storyboard;
use super::super::tape::Tape;
use super::Astray;
use crate::error::Result;
use crate::record::world;
use crate::trace::Moment;

impl Storyboard {
    /// Runs a problem by a policy of this name up to the step in which it does not do as its teacher does; `hidden` tells what hidden
    /// state to note. None if it does as its teacher does to the end.
    ///
    /// # Errors
    /// If the problem is none, or the policy cannot be asked.
    pub fn of_astray<T: Task, P: Policy<T>>(
        policy: P,
        name: &str,
        problem: &str,
        hidden: impl Fn(&P::State) -> Vec<i8>,
    ) -> Result<Option<Self>> {
        let (mut tapes, found) = ([Tape::default(), Tape::default()], Cell::new(None));
        let mut memory = vec![0; T::memory(problem.as_bytes())];
        let mut world = world::<T>(problem.as_bytes(), &mut memory)?;
        let start = T::start(&world);
        let mut interpreter =
            Interpreter::<T, _>::new(Led { policy, teacher: Teacher::<T>::new(), found: &found });
        interpreter.call(start)?;
        let (mut going, mut recorded) = (true, Ok(()));
        while going && found.get().is_none() && recorded.is_ok() {
            going = interpreter.step(&mut world, |event, (state, _)| {
                recorded = record(&mut tapes, event, found.get(), &hidden(state));
            })?;
        }
        recorded?;
        let [wrong, right] = tapes;
        let Some(_) = found.get() else { return Ok(None) };
        let (expected, _) = replay::<T>(right, problem, None, May::Nothing)?;
        let (board, refused) = replay::<T>(wrong, problem, None, May::RefuseLast)?;
        let astray = Some(Astray::new(expected, refused, &board));
        Ok(Some(Self { model: name.to_owned(), astray, ..board }))
    }
}

/// Records a step on both tapes: what the policy decided, and what its teacher did.
fn record<T: Task>(
    [wrong, right]: &mut [Tape; 2],
    event: &Event<T>,
    found: Option<Decision<T::Arguments>>,
    hidden: &[i8],
) -> Result<()> {
    let moment = |decision| Moment::<T> { call: event.call, view: event.view, decision };
    let (place, evidence) = ((event.depth, event.step), event.evidence);
    wrong.record(&moment(found.unwrap_or(event.decision)), place, evidence, hidden)?;
    right.record(&moment(event.decision), place, evidence, hidden)
}

/// A policy that is led by its teacher: what it decides otherwise is kept, and not done.
struct Led<'f, T: Task, P> {
    policy: P,
    teacher: Teacher<T>,
    found: &'f Cell<Option<Decision<T::Arguments>>>,
}

impl<T: Task, P: Policy<T>> Policy<T> for Led<'_, T, P> {
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
        let (decided, evidence) = self.policy.step(call, view, state)?;
        let (expected, _) = self.teacher.step(call, view, memory)?;
        if decided != expected {
            self.found.set(Some(decided));
        }
        Ok((expected, evidence))
    }
}
