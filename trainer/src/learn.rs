//! Training until proven: learn, convert, verify, learn from the counterexamples.

mod backend;
mod boxed;
mod cell;
mod curriculum;
mod interval;
mod learner;
mod loss;
mod model;
pub mod network;
mod options;
mod recipe;
mod sides;
mod subject;
mod training;
pub mod weights;

use std::ops::ControlFlow;

pub use backend::Backend;
pub use learner::Schedule;
use npi_format::convert::Checkpoint;
use npi_runtime::Task;
pub use options::{Grid, Options, Prover};
pub use subject::Subject;
pub use training::Training;

use crate::error::Result;
pub use crate::progress::{ProgramProgress, Progress, TaskProgress};
use crate::sequence::Sequences;

/// What training came to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Trained {
    /// The best weights.
    pub checkpoint: Checkpoint,
    /// The blob that was checked.
    pub blob: Vec<u8>,
    /// How the best weights stand, and after which update and in which draw they came.
    pub progress: Progress,
    /// Updates that were made in all; the best weights may have come before.
    pub updates: usize,
    /// Draws that were begun in all.
    pub draws: usize,
    /// Whether the goal was reached: everything right that may be learned from.
    pub reached: bool,
}

/// Trains a network for a task on `taught` sequences: [`train_all`] with one task.
///
/// # Errors
/// As [`Subject::new`] and [`train_all`].
pub fn train<T: Task>(
    taught: &Sequences,
    options: &Options,
    report: impl FnMut(&Progress) -> ControlFlow<()>,
) -> Result<Trained> {
    options.check()?;
    train_all(vec![Subject::proven_by::<T>(taught, options.prover)?], options, report)
}

/// Trains one network for all of some tasks, until each is proven in the converted model with the margin asked for, or proven at
/// all when the schedule ends, or the updates run out, or `report` breaks off.
///
/// # Errors
/// As [`Training::new`] and [`Training::advance`].
pub fn train_all(
    subjects: Vec<Subject>,
    options: &Options,
    mut report: impl FnMut(&Progress) -> ControlFlow<()>,
) -> Result<Trained> {
    let mut training = Training::new(subjects, options)?;
    while let Some(progress) = training.advance(|_| ())? {
        if report(&progress).is_break() {
            break;
        }
    }
    training.end()
}
