//! Why bytes are refused.

use core::fmt;

use crate::{MAX_FRACTION, MAX_SLOTS, MIN_FRACTION, Model, Scales, Shape, Tensor};

/// Something that stands behind the header: a tensor, or a task's boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A tensor.
    Tensor(Tensor),
    /// The boxes of a task.
    Boxes,
}

impl Part {
    /// What each task has of its own, in the order in which a blob holds it.
    pub(crate) const OWN: [Self; 4] = {
        let [tables, heads, bias] = Tensor::OWN;
        [Self::Tensor(tables), Self::Tensor(heads), Self::Tensor(bias), Self::Boxes]
    };

    /// Names it in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tensor(tensor) => tensor.name(),
            Self::Boxes => "boxes",
        }
    }
}

/// Names a part of a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The number of the part's task in the blob, from 0; none for the core, which is no task's own.
    pub task: Option<u8>,
    /// The part among those of its task.
    pub part: Part,
}

impl Place {
    /// The core's tensor.
    pub const CORE: Self = Self { task: None, part: Part::Tensor(Tensor::Recurrent) };

    /// A tensor of the task of a number, from 0.
    #[must_use]
    pub const fn of(task: u8, tensor: Tensor) -> Self {
        Self { task: Some(task), part: Part::Tensor(tensor) }
    }
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
    /// The header is not postcard: a number is too large or written in more bytes than it takes, a name is not UTF-8, or
    /// there is a flag that the format does not have.
    Malformed,
    /// The header names a precision by a number that none has.
    Precision(u32),
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
    /// A task has no learned program, or more than [`Shape::MAX_PROGRAMS`](crate::Shape::MAX_PROGRAMS).
    Programs {
        /// The number of the task in the blob, from 0.
        task: u8,
        /// How many programs the header states.
        found: u8,
    },
    /// A task has no slot of observations or of arguments, or more than [`MAX_SLOTS`] of a kind.
    Slots {
        /// The number of the task in the blob, from 0.
        task: u8,
        /// How many slots of the kind the header states.
        found: usize,
    },
    /// An argument slot of a task has no symbol.
    NoSymbol {
        /// The number of the task in the blob, from 0.
        task: u8,
    },
    /// Two tasks have the same name or the same fingerprint.
    Twins {
        /// The number of the first one in the blob, from 0.
        first: u8,
        /// The number of the second one.
        second: u8,
    },
    /// The scales of a task are too large, too small or too far apart, or, in f32, not zero.
    Scales {
        /// The number of the task in the blob, from 0.
        task: u8,
        /// The scales that the header states.
        found: Scales,
    },
    /// A task has boxes, but not a method for each of its programs, or none by boxes.
    Methods {
        /// The number of the task in the blob, from 0.
        task: u8,
    },
    /// A task of an f32 blob has boxes: they hold in integers alone, in which no sum is rounded.
    FloatBoxes {
        /// The number of the task in the blob, from 0.
        task: u8,
    },
    /// A tensor does not begin at a multiple of [`ALIGNMENT`](crate::ALIGNMENT).
    Unaligned {
        /// The tensor.
        place: Place,
        /// The tensor's offset in bytes from the first tensor.
        found: usize,
    },
    /// A tensor begins before the one in front of it ends: they overlap.
    Overlap {
        /// The tensor.
        place: Place,
        /// Where it should stand, from the first tensor.
        expected: usize,
        /// Where it stands.
        found: usize,
    },
    /// A tensor begins later than the one in front of it ends: bytes between them belong to none, or the tensors do not stand
    /// in order.
    Gap {
        /// The tensor.
        place: Place,
        /// Where it should stand, from the first tensor.
        expected: usize,
        /// Where it stands.
        found: usize,
    },
    /// A tensor has more or fewer bytes than the counts demand.
    Length {
        /// The tensor.
        place: Place,
        /// Bytes that the counts demand.
        expected: usize,
        /// Bytes that the header states.
        found: usize,
    },
    /// A byte between tensors, or between header and tensors, is not zero.
    Padding {
        /// The byte of the blob from which on there should be zeros, up to the next tensor.
        at: usize,
    },
    /// An f32 weight is infinite or not a number.
    NotFinite(Place),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.task {
            None => write!(f, "`{}`", self.part.name()),
            Some(task) => write!(f, "`{}` of task number {task}", self.part.name()),
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
            Self::Precision(found) => write!(f, "expected precision 0, 1 or 2, found {found}"),
            Self::Trailing(extra) => write!(f, "expected the model's end, found {extra} more bytes"),
            Self::Checksum { expected, found } => {
                write!(f, "expected checksum {expected:08x}, found {found:08x}: the model is damaged")
            }
            Self::Hidden(found) => {
                write!(f, "expected 1 to {} hidden units, found {found}", Model::MAX_HIDDEN)
            }
            Self::NoTask => f.write_str("expected a task in the model, found none"),
            Self::Programs { task, found } => {
                let most = Shape::MAX_PROGRAMS;
                write!(f, "expected 1 to {most} programs of task number {task}, found {found}")
            }
            Self::Slots { task, found } => {
                write!(f, "expected 1 to {MAX_SLOTS} slots of each kind of task number {task}, found {found}")
            }
            Self::NoSymbol { task } => {
                write!(
                    f,
                    "expected symbols in every argument slot of task number {task}, found a slot without"
                )
            }
            Self::Twins { first, second } => write!(
                f,
                "expected tasks of different names and fingerprints, found them the same in numbers {first} and {second}"
            ),
            Self::Scales { task, found: Scales { tables, recurrent, heads } } => write!(
                f,
                "expected fraction bits of task number {task} from {MIN_FRACTION} to {MAX_FRACTION} and near each other, \
                 or 0 in f32, found {tables}, {recurrent} and {heads}"
            ),
            Self::Methods { task } => write!(
                f,
                "expected a method of proof for each program of task number {task}, boxes for one or more, found others"
            ),
            Self::FloatBoxes { task } => {
                write!(f, "expected boxes in int8 or int4 alone, found them in f32 in task number {task}")
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
            Self::Padding { at } => {
                write!(f, "expected zeros from byte {at} to the next tensor, found something else")
            }
            Self::NotFinite(place) => write!(f, "expected finite weights in {place}, found NaN or infinity"),
        }
    }
}

impl core::error::Error for ParseError {}
