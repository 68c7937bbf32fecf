//! The RAM that the boards' program takes for a model, known before it is built: its build script reserves the stack by this, and
//! `npi inspect --board` says it.

use npi_format::Precision;

use crate::Task;
use crate::task::depth;

/// What a task takes of a board's RAM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// Frames of its call stack.
    pub frames: usize,
    /// Slots of its observation and of its arguments.
    pub slots: usize,
}

impl Needs {
    /// The needs of a task.
    #[must_use]
    pub const fn of<T: Task>() -> Self {
        Self { frames: depth::<T>(), slots: T::SIGNATURE.observation.len() + T::SIGNATURE.arguments.len() }
    }

    /// The greater of each.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self { frames: self.frames.max(other.frames), slots: self.slots.max(other.slots) }
    }
}

/// Bytes of stack to reserve on a Rust target: at least a sixteenth more than each task that ships was measured to take. A frame holds a call and the
/// network's state, which in floats is twice as large; floats are computed by functions that call each other.
#[must_use]
pub fn stack(target: &str, precision: Precision, hidden: usize, needs: Needs, boxes: bool) -> usize {
    // Cores that multiply two pairs at once step sixteen units at a time, and those that have vectors keep their tables' sums apart.
    let chunks = [("thumbv7em", 128), ("thumbv8m.main", 640)];
    let chunk = chunks.iter().find(|(name, _)| target.starts_with(name)).map_or(0, |chunk| chunk.1);
    let (fixed, state) = match precision {
        Precision::F32 => (1028, 8 * hidden),
        _ => (836 + chunk, 4 * hidden),
    };
    // A proof by boxes keeps an obligation and the bounds of a box.
    let boxes = if boxes { 320 } else { 0 };
    // A proof, which needs no frames, takes as much as two of them.
    let frames = needs.frames.max(2) * (state + 12);
    (fixed + boxes + 12 * hidden + frames + 12 * needs.slots).next_multiple_of(8) // as the cores ask
}

/// Bytes of static RAM of a task's verifier on a core of 32 bits, whose longest sequence has so many steps: for each a state, the
/// teacher's memory, and what was seen and decided.
#[must_use]
pub const fn verifier<T: Task>(precision: Precision, hidden: usize, longest: usize) -> usize {
    let value = if matches!(precision, Precision::F32) { 4 } else { 2 };
    let state = 2 * value * hidden + 4;
    let arguments = size_of::<T::Arguments>();
    let walked = (size_of::<T::Observation>() + 2 * (arguments + 2)).next_multiple_of(4) + 16;
    (longest * (state + walked + 1)).next_multiple_of(4)
}
