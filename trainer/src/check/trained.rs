//! A network of a task, for its tests.

use std::ops::ControlFlow;

use npi_format::Precision;
use npi_runtime::Task;

use crate::cmd::generate::Problems;
use crate::error::{Result, ensure};
use crate::learn::{Backend, Options, train};
use crate::sequence::Sequences;
use crate::trace::{self, Trace};

/// Trains a network of so many hidden units as `npi train` does by itself, and gives the int8 blob that was proven.
///
/// # Errors
/// A task that cannot be learned: one that is not well formed, or of which sequences stay wrong.
pub fn trained<T: Task>(hidden: usize) -> Result<Vec<u8>> {
    let mut taught = Sequences::default();
    Problems::default()
        .each::<T>(|line| trace::collect::<T>(&Trace::parse(line.as_bytes())?, &mut taught))?;
    let options = Options {
        hidden,
        seed: 0,
        precision: Precision::Int8,
        backend: Backend::DEFAULT,
        core: None,
        counterexamples: true,
        margin: 0.5,
        updates: 30_000,
    };
    let trained = train::<T>(&taught, &options, |_| ControlFlow::Continue(()))?;
    let (task, wrong) = (T::SIGNATURE.task, trained.progress.total_wrong());
    ensure!(
        trained.reached,
        "expected a network of task `{task}` that is proven, found {wrong} sequences wrong; hint: more hidden units than {hidden}"
    );
    Ok(trained.blob)
}
