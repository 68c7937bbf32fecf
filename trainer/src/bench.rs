//! What a step costs, all in: observe, LSTM, heads, act.
//!
//! A network of random weights goes astray, but costs what a trained one does: here the teacher leads, and the
//! network computes every step of its run.

use std::hint::black_box;
use std::time::{Duration, Instant};

use npi_format::convert::Checkpoint;
use npi_runtime::{Call, Error, Policy, Stepped, Task, Teacher};
use serde::Serialize;

use crate::error::{Result, ensure};
use crate::random::Random;
use crate::record;

/// The hidden sizes that are measured.
pub const SIZES: [usize; 5] = [8, 16, 32, 64, 128];

/// Rounds that are measured.
pub const ROUNDS: usize = 9;
/// How long a round lasts at least, and as long is what comes before the first: caches are filled, and the clock has risen.
pub const ROUND: Duration = Duration::from_millis(25);

/// A policy under teacher forcing: it computes every step, and what it is asked for next follows from the teacher.
#[derive(Debug, Clone, Copy)]
pub struct TeacherForced<T, P> {
    policy: P,
    teacher: Teacher<T>,
}

impl<T: Default, P> TeacherForced<T, P> {
    /// Puts a policy under teacher forcing.
    pub fn new(policy: P) -> Self {
        Self { policy, teacher: Teacher::new() }
    }
}

impl<T: Task, P: Policy<T>> Policy<T> for &TeacherForced<T, P> {
    type State = (P::State, <Teacher<T> as Policy<T>>::State);

    fn fresh(&self) -> Self::State {
        (self.policy.fresh(), self.teacher.fresh())
    }

    fn restart(&self, (state, memory): &mut Self::State) {
        self.policy.restart(state);
        self.teacher.restart(memory);
    }

    fn step(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        (state, memory): &mut Self::State,
    ) -> Result<Stepped<T>, Error> {
        black_box(self.policy.step(call, view, state)?);
        self.teacher.step(call, view, memory)
    }
}

/// A network of random weights; the same for the same seed.
#[must_use]
pub fn random_network<T: Task>(hidden: usize, seed: u64) -> Checkpoint {
    let mut random = Random::new(seed, hidden as u64);
    let bound = 2.0 / (hidden as f32).sqrt();
    Checkpoint::drawn(&T::SIGNATURE, hidden, || random.uniform(bound))
}

/// A problem of a size; the same every time.
///
/// # Errors
/// None: a string takes anything.
pub fn problem<T: Task>(size: usize) -> Result<Vec<u8>> {
    let (mut random, mut problem) = (Random::new(0, 0), String::new());
    T::sample(size, size, &mut |below| random.below(below), &mut problem)?;
    Ok(problem.into_bytes())
}

/// Solves a problem and gives the number of steps.
///
/// # Errors
/// As [`record::solve`].
pub fn solve<T: Task>(policy: impl Policy<T>, problem: &[u8], memory: &mut Vec<u8>) -> Result<usize> {
    Ok(record::solve::<T>(policy, problem, memory)?.1)
}

/// What was measured of something that runs some steps.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measured {
    /// Runs that were measured, in all rounds.
    pub runs: usize,
    /// Runs before them, which were not.
    pub warm_up_runs: usize,
    /// Steps a second.
    pub steps_per_second: Spread,
}

/// The middle of some figures, and how far they lie apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// The one in the middle.
    pub median: f64,
    /// The least.
    pub least: f64,
    /// The greatest.
    pub most: f64,
}

/// Measures something that runs some steps: [`ROUNDS`] rounds of at least a [`ROUND`] each, after one that does not count.
///
/// # Errors
/// Those of the run; or one of no steps.
pub fn measure(mut run: impl FnMut() -> Result<usize>) -> Result<Measured> {
    let (warm_up_runs, _) = round(&mut run)?;
    let rounds = (0..ROUNDS).map(|_| round(&mut run)).collect::<Result<Vec<_>>>()?;
    let runs = rounds.iter().map(|(runs, _)| runs).sum();
    let steps_per_second = Spread::of(rounds.into_iter().map(|(_, rate)| rate).collect());
    Ok(Measured { runs, warm_up_runs, steps_per_second })
}

/// Runs for a [`ROUND`]; gives the number of runs, and steps a second.
fn round(run: &mut impl FnMut() -> Result<usize>) -> Result<(usize, f64)> {
    let (begin, mut runs, mut steps) = (Instant::now(), 0, 0);
    while begin.elapsed() < ROUND {
        steps += run()?;
        runs += 1;
        ensure!(steps > 0, "expected a run of some steps, found one of none");
    }
    Ok((runs, steps as f64 / begin.elapsed().as_secs_f64()))
}

impl Spread {
    /// The spread of figures, of which there is an odd number.
    fn of(mut figures: Vec<f64>) -> Self {
        figures.sort_by(f64::total_cmp);
        let at = |index: usize| figures.get(index).copied().unwrap_or(f64::NAN);
        Self { median: at(figures.len() / 2), least: at(0), most: at(figures.len().saturating_sub(1)) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
mod tests {
    use super::*;

    /// Half of the figures are below the median, and none is outside of the spread.
    #[test]
    fn a_spread_is_of_all_figures() {
        let spread = Spread::of(vec![5.0, 1.0, 9.0, 2.0, 4.0]);
        assert_eq!(spread, Spread { median: 4.0, least: 1.0, most: 9.0 });
    }

    /// Each round has its runs, and something that takes no steps has no rate.
    #[test]
    fn rounds_are_counted() {
        let mut calls = 0;
        let run = || {
            calls += 1;
            std::thread::sleep(ROUND);
            Ok(7)
        };
        let measured = measure(run).unwrap();
        assert_eq!((measured.runs, measured.warm_up_runs, calls), (ROUNDS, 1, ROUNDS + 1));
        assert!(measured.steps_per_second.most <= 7.0 / ROUND.as_secs_f64());
        assert!(measure(|| Ok(0)).is_err());
    }
}
