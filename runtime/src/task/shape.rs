//! The shape of a task's network, known at compile time.

use core::marker::PhantomData;

use npi_format::{Counts, Head, Shape};

use super::Task;

/// What the compiler knows of a task's network.
pub(crate) struct ShapeOf<T>(PhantomData<T>);

impl<T: Task> ShapeOf<T> {
    const COUNTS: &'static Counts = {
        assert!(Counts::fit(&T::SIGNATURE), "the task has too many slots, symbols or programs for a blob");
        &Counts::of(&T::SIGNATURE)
    };
    /// The task's shape.
    pub(crate) const SHAPE: Shape<'static> = Self::COUNTS.shape();
    /// Scores of the program head.
    pub(crate) const PROGRAMS: usize =
        Self::SHAPE.first_output(Head::Argument(0)) - Self::SHAPE.first_output(Head::Program);
}
