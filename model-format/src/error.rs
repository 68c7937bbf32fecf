//! Why bytes are refused.

use core::fmt;

use crate::{Model, Tensor};

/// A tensor of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The number of the task in the blob, from 0; 0 for the core, which is no task's own.
    pub task: u8,
    /// Which of its tensors.
    pub tensor: Tensor,
}

/// Why [`Model::parse`](crate::Model::parse) refuses some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseError {
    /// The first four bytes are not [`MAGIC`](crate::MAGIC).
    Magic,
    /// Another version of the format, stated in the fifth byte.
    Version(u8),
    /// The bytes end before the blob does.
    Truncated,
    /// The header is not valid postcard, or names no known precision.
    Malformed,
    /// So many bytes follow the blob.
    Trailing(usize),
    /// The blob was damaged: its bytes have another checksum than the one that it ends with.
    Checksum {
        /// The checksum of the bytes that are there.
        expected: u32,
        /// The checksum at the end.
        found: u32,
    },
    /// The header states no hidden units, or more than [`Model::MAX_HIDDEN`].
    Hidden(u16),
    /// The header states no task.
    NoTask,
    /// The counts of programs, slots or symbols of a task are empty or absurd.
    Counts {
        /// The number of the task in the blob, from 0.
        task: u8,
    },
    /// Two tasks have the same fingerprint.
    Twins {
        /// The number of the second one in the blob, from 0.
        task: u8,
    },
    /// The scales of a task are too large, too small or too far apart, or, in f32, not zero.
    Scales {
        /// The number of the task in the blob, from 0.
        task: u8,
    },
    /// Scales and counts of a task could overflow a 32-bit accumulator.
    Overflow {
        /// The number of the task in the blob, from 0.
        task: u8,
    },
    /// A tensor does not begin at a multiple of [`ALIGNMENT`](crate::ALIGNMENT).
    Unaligned {
        /// Which tensor.
        place: Place,
        /// Its offset from the first tensor.
        found: usize,
    },
    /// A tensor begins before the one in front of it ends: they overlap, or do not stand in order.
    Overlap {
        /// Which tensor.
        place: Place,
        /// Where it should stand, from the first tensor.
        expected: usize,
        /// Where it stands.
        found: usize,
    },
    /// There are bytes between a tensor and the one in front of it that belong to none.
    Gap {
        /// Which tensor.
        place: Place,
        /// Where it should stand, from the first tensor.
        expected: usize,
        /// Where it stands.
        found: usize,
    },
    /// A tensor has more or fewer bytes than the counts demand.
    Length {
        /// Which tensor.
        place: Place,
        /// Bytes that the counts demand.
        expected: usize,
        /// Bytes that the header states.
        found: usize,
    },
    /// A byte between tensors, or between header and tensors, is not zero.
    Padding,
    /// An f32 weight is infinite or not a number.
    NotFinite(Place),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tensor {
            Tensor::Recurrent => f.write_str("`recurrent`"),
            tensor => write!(f, "`{}` of task number {}", tensor.name(), self.task),
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Magic => f.write_str("expected an npi model, found something else"),
            Self::Version(found) => {
                write!(f, "expected format version {}, found version {found}", crate::VERSION)
            }
            Self::Truncated => f.write_str("expected more bytes, found the end: the model is truncated"),
            Self::Malformed => f.write_str("expected a postcard header, found damage"),
            Self::Trailing(extra) => write!(f, "expected the model's end, found {extra} more bytes"),
            Self::Checksum { expected, found } => {
                write!(f, "expected checksum {expected:08x}, found {found:08x}: the model is damaged")
            }
            Self::Hidden(found) => {
                write!(f, "expected 1 to {} hidden units, found {found}", Model::MAX_HIDDEN)
            }
            Self::NoTask => f.write_str("expected a task in the model, found none"),
            Self::Counts { task } => {
                write!(
                    f,
                    "expected programs, slots and symbols of task number {task}, found empty or absurd counts"
                )
            }
            Self::Twins { task } => {
                write!(f, "expected every task once, found task number {task} a second time")
            }
            Self::Scales { task } => {
                write!(
                    f,
                    "expected scales of task number {task} within their limits and near each other, found others"
                )
            }
            Self::Overflow { task } => {
                write!(
                    f,
                    "expected sums of task number {task} that fit in 32 bits, found scales and counts that need more"
                )
            }
            Self::Unaligned { place, found } => {
                write!(f, "expected {place} at a multiple of {} bytes, found it at {found}", crate::ALIGNMENT)
            }
            Self::Overlap { place, expected, found } | Self::Gap { place, expected, found } => {
                write!(f, "expected {place} at byte {expected} of the tensors, found it at {found}")
            }
            Self::Length { place, expected, found } => {
                write!(f, "expected {expected} bytes of {place}, found {found}")
            }
            Self::Padding => f.write_str("expected zeros between tensors, found something else"),
            Self::NotFinite(place) => write!(f, "expected finite weights in {place}, found NaN or infinity"),
        }
    }
}

impl core::error::Error for ParseError {}
