//! The tasks that npi ships, each with the machine that teaches it, its worlds, and its model.
//!
//! [`Shipped`] is the registry: the command, its help, the firmware and the tests read it, and nothing else names a task.
//!
//! # Example
//!
//! ```
//! let names: Vec<_> = npi_tasks::KNOWN.iter().map(|task| task.name).collect();
//! assert_eq!(names[..3], ["addition", "calculator", "sorting"]);
//! ```
#![no_std]

pub mod addition;
pub mod calculator;
mod digits;
pub mod frames;
pub mod lock;
pub mod models;
mod problems;
pub mod sorting;
pub mod tape;
mod timeline;
pub mod traffic;

pub use addition::Addition;
pub use addition::looping::AdditionLoop;
pub use calculator::Calculator;
pub use frames::Framing;
pub use lock::Lock;
use npi_runtime::Task;
use npi_runtime::task::depth;
pub use sorting::Sorting;
pub use sorting::looping::SortingLoop;
pub use traffic::Traffic;
pub use traffic::looping::TrafficLoop;

/// What a build script, which writes code and reserves memory, has to know of a task.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// The task's name.
    pub name: &'static str,
    /// The path of its type.
    pub path: &'static str,
    /// How many frames its call stack has.
    pub frames: usize,
}

/// Makes the registry of a list of tasks.
macro_rules! registry {
    ($($task:ident),*) => {
        /// The tasks that ship, as a tuple of their types. The first is the one that is meant where none is named.
        pub type Shipped = ($($task,)*);

        /// The tasks that ship, as a build script knows them.
        pub const KNOWN: &[Known] = &[$(Known {
            name: <$task as Task>::SIGNATURE.task,
            path: concat!("npi_tasks::", stringify!($task)),
            frames: depth::<$task>(),
        }),*];
    };
}

// Recursion first: `all.npi` has those six. Their siblings that loop stand behind them.
registry!(Addition, Calculator, Sorting, Lock, Traffic, Framing, AdditionLoop, SortingLoop, TrafficLoop);

/// The README, whose example is tested with those of this documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
