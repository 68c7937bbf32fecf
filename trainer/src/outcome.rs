//! How a verb ends.

/// How a verb that was carried out ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done: exit 0.
    Done,
    /// The claim was refuted, or the goal not reached: exit 1.
    Refuted,
}

impl Outcome {
    /// The exit code that stands for it.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refuted => 1,
        }
    }
}
