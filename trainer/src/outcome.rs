//! How a verb ends.

/// How a verb that was carried out ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done: exit 0.
    Done,
    /// The claim was refuted, or the goal not reached: exit 1.
    Refuted,
}
