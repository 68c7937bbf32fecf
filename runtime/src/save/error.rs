//! Why a run cannot be saved, or bytes are not the run that is resumed.

use core::fmt;

/// A run that cannot be saved into so much room, or bytes that are no run of this network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum SaveError {
    /// The buffer is too small for the run.
    Room {
        /// Bytes that the run takes.
        needed: usize,
        /// Bytes of the buffer.
        found: usize,
    },
    /// The bytes begin as no saved run does, or end too soon.
    Format,
    /// The bytes are of another version of the layout.
    Version(u8),
    /// The run is another task's, or of another version of the task.
    Task {
        /// The fingerprint of this task.
        expected: u64,
        /// The fingerprint that was saved.
        found: u64,
    },
    /// The run is another network's.
    Network {
        /// What names this network.
        expected: u32,
        /// What names the one that was saved.
        found: u32,
    },
    /// The bytes have changed since they were saved: their checksum is another.
    Checksum,
    /// The checksum is right, but no run of this task can come to such a stack: nothing that [`Interpreter::save`] writes.
    ///
    /// [`Interpreter::save`]: crate::Interpreter::save
    Stack,
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Room { needed, found } => write!(f, "expected room for {needed} bytes, found {found}"),
            Self::Format => f.write_str("expected a saved run, found other bytes, or too few"),
            Self::Version(found) => {
                write!(f, "expected version {} of a saved run, found {found}", super::VERSION)
            }
            Self::Task { expected, found } => {
                write!(f, "expected a run of the task with fingerprint {expected:016x}, found {found:016x}")
            }
            Self::Network { expected, found } => {
                write!(f, "expected a run of network {expected:08x}, found {found:08x}")
            }
            Self::Checksum => f.write_str("expected a saved run as it was written, found a wrong checksum"),
            Self::Stack => f.write_str("expected a call stack of this task, found an impossible one"),
        }
    }
}

impl core::error::Error for SaveError {}
