//! The tasks that npi ships, each with the machine that teaches it, its worlds, and its model.
//!
//! [`Shipped`] is the registry: the command, its help, the firmware and the tests read it, and nothing else names a task.
#![no_std]

pub mod addition;
pub mod calculator;
mod digits;
pub mod frames;
pub mod lock;
pub mod models;
pub mod sorting;
pub mod tape;
pub mod traffic;

pub use addition::Addition;
pub use calculator::Calculator;
pub use frames::Frames;
pub use lock::Lock;
use npi_runtime::Task;
pub use sorting::Sorting;
pub use traffic::Traffic;

/// Makes the registry of a list of tasks.
macro_rules! registry {
    ($($task:ident),*) => {
        /// The tasks that ship, as a tuple of their types. The first is the one that is meant where none is named.
        pub type Shipped = ($($task,)*);

        /// The name of each task that ships, and the path of its type: for a build script, which writes code.
        pub const PATHS: &[(&str, &str)] = &[$((<$task as Task>::SIGNATURE.task, concat!("npi_tasks::", stringify!($task)))),*];
    };
}

registry!(Addition, Calculator, Sorting, Lock, Traffic, Frames);
