//! The tasks that the command knows by name. Library functions take any [`Task`].

use npi_runtime::{Addition, Task};

use crate::error::{Result, bail};
use crate::shown::shown;

/// The names, for messages and help.
pub const NAMES: &[&str] = &["addition"];

/// Something to do for a task that is only known by name.
pub trait ForTask {
    /// What comes of it.
    type Output;

    /// Does it.
    ///
    /// # Errors
    /// Its own.
    fn for_task<T: Task>(self) -> Result<Self::Output>;
}

/// Checks that the command knows the task of a name.
///
/// # Errors
/// If there is no such task.
pub fn known(name: &str) -> Result<()> {
    struct Nothing;
    impl ForTask for Nothing {
        type Output = ();

        fn for_task<T: Task>(self) -> Result<()> {
            Ok(())
        }
    }
    for_task(name, Nothing)
}

/// Does something for the task of a name.
///
/// # Errors
/// If there is no such task, and those of what is done.
pub fn for_task<F: ForTask>(name: &str, action: F) -> Result<F::Output> {
    match name {
        "addition" => action.for_task::<Addition>(),
        _ => bail!("expected a task ({}), found `{}`", NAMES.join(", "), shown(name)),
    }
}
