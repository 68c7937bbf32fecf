//! Keeps traits that are not for implementing elsewhere from being implemented elsewhere.

/// Has no name outside of this crate.
pub trait Sealed {}
