//! A network of a task, for its tests.

use std::ops::ControlFlow;

use npi_runtime::Task;

use crate::cmd::train::generated;
use crate::error::{Result, ensure};
use crate::learn::{Options, train};
use crate::plural::counted;

/// Trains a network of so many hidden units as `npi train` does by itself, and gives the int8 blob that was proven.
///
/// # Errors
/// A task that cannot be learned: one that is not well formed, or of which sequences stay wrong.
pub fn trained<T: Task>(hidden: usize) -> Result<Vec<u8>> {
    let (taught, options) = (generated::<T>(0)?, Options { hidden, ..Options::default() });
    let trained = train::<T>(&taught, &options, |_| ControlFlow::Continue(()))?;
    let (task, wrong) = (T::SIGNATURE.task, trained.progress.total_wrong());
    ensure!(
        trained.reached,
        "expected a network of task `{task}` that is proven, found {} wrong; hint: more hidden units than {hidden}",
        counted(wrong, "sequence")
    );
    Ok(trained.blob)
}
