//! The tasks that a command knows by name, as `npi` knows [`npi_tasks::Shipped`]. Everything else takes any [`Task`].

use npi_runtime::Task;

use crate::error::{Error, Result};
use crate::shown::shown;

/// The tasks that a command knows: a tuple of up to twelve of them, of which the first is the one that is meant when none
/// is named.
pub trait Tasks: 'static {
    /// Their names in the tuple's order.
    const NAMES: &'static [&'static str];

    /// Does something for the task of a name.
    ///
    /// # Errors
    /// If there is no such task, and those of what is done.
    fn for_task<F: ForTask>(name: &str, action: F) -> Result<F::Output>;

    /// The name of a task: the one given, or the first's.
    #[must_use]
    fn or_first(name: Option<&str>) -> &str {
        name.or(Self::NAMES.first().copied()).unwrap_or_default()
    }

    /// Checks that there is a task of a name.
    ///
    /// # Errors
    /// If there is none, and which there are.
    fn known(name: &str) -> Result<()> {
        if Self::NAMES.contains(&name) {
            return Ok(());
        }
        Err(Self::unknown(name))
    }

    /// Refuses a word that is probably a task's name, written wrongly.
    ///
    /// # Errors
    /// If it is near a name, and not one.
    fn suspect(word: &str) -> Result<()> {
        if Self::NAMES.contains(&word) || nearest(word, Self::NAMES).is_none() {
            return Ok(());
        }
        Err(Self::unknown(word))
    }

    /// Says that there is no task of a name, which there are, and which of them was probably meant.
    #[must_use]
    fn unknown(name: &str) -> Error {
        let names = Self::NAMES.join(", ");
        let hint = nearest(name, Self::NAMES).map(|near| format!("; hint: `{near}`")).unwrap_or_default();
        Error::input(format_args!("expected a task ({names}), found `{}`{hint}", shown(name)))
    }
}

/// The name that was probably meant by one that there is not, as clap finds verbs and options; none if none is near.
fn nearest<'n>(name: &str, names: &[&'n str]) -> Option<&'n str> {
    const NEAR: f64 = 0.7;
    if name.contains(['.', '/']) {
        return None; // a file's
    }
    let alike = names.iter().map(|&known| (strsim::jaro(name, known), known));
    let nearest = alike.max_by(|(one, _), (other, _)| one.total_cmp(other));
    nearest.filter(|(alike, _)| *alike > NEAR).map(|(_, known)| known)
}

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

macro_rules! tuple {
    ($($task:ident)*) => {
        impl<$($task: Task),*> Tasks for ($($task,)*) {
            const NAMES: &'static [&'static str] = &[$($task::SIGNATURE.task),*];

            fn for_task<F: ForTask>(name: &str, action: F) -> Result<F::Output> {
                $(if name == $task::SIGNATURE.task {
                    return action.for_task::<$task>();
                })*
                Err(Self::unknown(name))
            }
        }
    };
}
tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E G);
tuple!(A B C D E G H);
tuple!(A B C D E G H I);
tuple!(A B C D E G H I J);
tuple!(A B C D E G H I J K);
tuple!(A B C D E G H I J K L);
tuple!(A B C D E G H I J K L M);
