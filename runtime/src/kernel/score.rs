//! Head scores: what a network answers with, before anybody decides by them.

use crate::sealed::Sealed;

/// Fraction bits of margins: all precisions give them in units of 2^-16 logits.
pub const MARGIN_FRACTION: u32 = 16;

/// A head's score: `i32` accumulators or `f32` logits.
pub trait Score: Copy + PartialOrd + Sealed {
    /// Zero.
    const ZERO: Self;
    /// What no score is below.
    const LOWEST: Self;
    /// How far this score is above another.
    #[must_use]
    fn above(self, other: Self) -> Self;
}

impl Sealed for i32 {}
impl Score for i32 {
    const ZERO: Self = 0;
    const LOWEST: Self = i32::MIN;
    fn above(self, other: Self) -> Self {
        self.saturating_sub(other)
    }
}

impl Sealed for f32 {}
impl Score for f32 {
    const ZERO: Self = 0.0;
    const LOWEST: Self = f32::NEG_INFINITY;
    fn above(self, other: Self) -> Self {
        self - other
    }
}
