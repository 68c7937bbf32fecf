//! What a step costs, all in: observe, LSTM, heads, act.
//!
//! A network of random weights goes astray, but costs what a trained one does: here the teacher leads, and the
//! network computes every step of its run.

use std::hint::black_box;
use std::time::{Duration, Instant};

use npi_format::convert::Checkpoint;
use npi_runtime::{Call, Error, Policy, Stepped, Task, Teacher};

use crate::error::{Result, ensure};
use crate::random::Random;
use crate::record;

/// The hidden sizes that are measured.
pub const SIZES: [usize; 5] = [8, 16, 32, 64, 128];

/// How long one round lasts at least; the best of [`ROUNDS`] counts, being the least disturbed.
const ROUND: Duration = Duration::from_millis(40);
const ROUNDS: usize = 5;

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

/// Steps a second of something that runs some steps.
///
/// # Errors
/// Those of the run; or one of no steps.
pub fn rate(mut run: impl FnMut() -> Result<usize>) -> Result<f64> {
    let mut best = 0_f64;
    for _ in 0..ROUNDS {
        let (begin, mut steps) = (Instant::now(), 0);
        while begin.elapsed() < ROUND {
            steps += run()?;
            ensure!(steps > 0, "expected a run of some steps, found one of none");
        }
        best = best.max(steps as f64 / begin.elapsed().as_secs_f64());
    }
    Ok(best)
}
