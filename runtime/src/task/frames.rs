//! The memory of a call stack.

use heapless::Vec;

use super::Task;
use crate::sealed::Sealed;

/// A call stack's memory: [`Frames`] of some number.
pub trait Stack<F>: Sealed {
    /// How many frames there is room for.
    const DEPTH: usize;
    /// The memory before the first call: it has room, and no frame is used yet.
    const EMPTY: Self;

    /// All frames that were ever used.
    fn used(&mut self) -> &mut [F];

    /// The same, to be read.
    fn all(&self) -> &[F];

    /// Adds a frame to those that were used; false if there is no room.
    fn push(&mut self, frame: F) -> bool;
}

/// Frames of a task's call stack: what [`Task::Stack`] has room for.
#[must_use]
pub const fn depth<T: Task>() -> usize {
    <T::Stack<()> as Stack<()>>::DEPTH
}

/// Room for `N` frames, without a heap.
#[derive(Debug)]
pub struct Frames<F, const N: usize>(Vec<F, N>);

impl<F, const N: usize> Sealed for Frames<F, N> {}

impl<F, const N: usize> Stack<F> for Frames<F, N> {
    const DEPTH: usize = N;
    const EMPTY: Self = Self(Vec::new());

    #[inline(always)]
    fn used(&mut self) -> &mut [F] {
        &mut self.0
    }

    fn all(&self) -> &[F] {
        &self.0
    }

    #[inline(always)]
    fn push(&mut self, frame: F) -> bool {
        self.0.push(frame).is_ok()
    }
}
