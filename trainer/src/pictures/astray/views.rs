//! Views that lead a network astray, and that no run is known to meet.

use std::num::NonZeroU32;

use npi_runtime::{Policy, Task};

use super::super::scene::Scene;
use super::super::storyboard::Storyboard;
use super::super::tape::Tape;
use super::super::title::Title;
use super::Astray;
use crate::error::Result;
use crate::names::call_text;
use crate::refutation::CounterexampleOf;
use crate::trace::Moment;

impl Storyboard {
    /// Shows a policy of this name the views of a counterexample, one after the other; `hidden` tells what hidden state to note.
    ///
    /// # Errors
    /// If the policy cannot be asked.
    pub fn of_views<T: Task, P: Policy<T>>(
        policy: &P,
        name: &str,
        of: &CounterexampleOf<T>,
        hidden: impl Fn(&P::State) -> Vec<i8>,
    ) -> Result<Self> {
        let (mut tapes, mut state) = ([Tape::default(), Tape::default()], policy.fresh());
        for (taken, &(view, expected)) in of.steps.iter().enumerate() {
            let (found, evidence) = policy.step(&of.call, &view, &mut state)?;
            for (tape, decision) in tapes.iter_mut().zip([found, expected]) {
                let moment = Moment::<T> { call: of.call, view, decision };
                tape.record(&moment, (0, u32::try_from(taken)?), evidence, &hidden(&state))?;
            }
        }
        let call = call_text(&T::SIGNATURE, of.call.program, of.call.arguments.as_ref());
        let [board, expected] = tapes.map(|tape| shown::<T>(tape, name, &call));
        let astray = Some(Astray::new(expected, None, &board));
        Ok(Self { astray, ..board })
    }
}

/// The storyboard of a call's steps, without a world.
fn shown<T: Task>(mut tape: Tape, model: &str, call: &str) -> Storyboard {
    for (step, shot) in tape.shots.iter_mut().enumerate() {
        shot.prior = NonZeroU32::new(step as u32);
    }
    Storyboard {
        signature: T::SIGNATURE,
        problem: call.to_owned(),
        model: model.to_owned(),
        answer: None,
        astray: None,
        title: Title(format!("a call of {call}, view by view")),
        rows: &[],
        mirrored: false,
        columns: 0,
        first: Scene::new(Vec::new(), Vec::new()),
        tape,
        changes: Vec::new(),
    }
}
