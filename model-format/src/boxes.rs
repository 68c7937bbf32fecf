//! Boxes: bounds of a network's state in which it stays for ever, as a section carries them.

use crate::error::Part;
use crate::{ParseError, Place};

/// How the calls of a program are proven to obey their teacher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "convert", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "convert", serde(rename_all = "lowercase"))]
#[repr(u8)]
pub enum Method {
    /// By walking every sequence of views: for calls of finitely many steps.
    Sequences,
    /// By one box for each memory of the teacher, in which the network's state lies whenever the teacher has that memory.
    Boxes,
    /// By one box for each memory and each view by which the teacher comes to it.
    Split,
}

impl Method {
    /// Reads a method from the byte that a blob stores for it; none for a byte that stands for no method.
    #[must_use]
    pub const fn of(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Sequences),
            1 => Some(Self::Boxes),
            2 => Some(Self::Split),
            _ => None,
        }
    }

    /// Names the method in messages and certificates.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sequences => "sequences",
            Self::Boxes => "boxes",
            Self::Split => "split boxes",
        }
    }
}

/// The least and the greatest state of one hidden unit: one side of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The hidden state, in 128ths.
    pub hidden: [i8; 2],
    /// The cell state, in 4096ths.
    pub cell: [i16; 2],
}

/// [`Bounds`] as a blob stores them: the least and the greatest hidden state, a byte each, then the least and the greatest
/// cell state, two bytes each, little-endian.
pub type Stored = [u8; 6];

impl Bounds {
    /// The state before a call's first step: zero, and nothing else.
    pub const REST: Self = Self { hidden: [0; 2], cell: [0; 2] };
    /// The bounds of no state at all: a unit of an empty box.
    pub const EMPTY: Self = Self { hidden: [1, -1], cell: [1, -1] };

    /// Reads bounds as a blob stores them.
    #[inline(always)]
    #[must_use]
    pub const fn read(stored: &Stored) -> Self {
        let &[low, high, a, b, c, d] = stored;
        Self {
            hidden: [low as i8, high as i8],
            cell: [i16::from_le_bytes([a, b]), i16::from_le_bytes([c, d])],
        }
    }

    /// Writes bounds as a blob stores them.
    #[must_use]
    pub const fn stored(self) -> Stored {
        let [[a, b], [c, d]] = [self.cell[0].to_le_bytes(), self.cell[1].to_le_bytes()];
        [self.hidden[0] as u8, self.hidden[1] as u8, a, b, c, d]
    }

    /// Whether no state lies within.
    #[inline(always)]
    #[must_use]
    pub const fn are_empty(self) -> bool {
        self.hidden[0] > self.hidden[1] || self.cell[0] > self.cell[1]
    }

    /// Whether all that lies within these bounds lies within `other`.
    #[inline(always)]
    #[must_use]
    pub const fn are_within(self, other: Self) -> bool {
        self.hidden[0] >= other.hidden[0]
            && self.hidden[1] <= other.hidden[1]
            && self.cell[0] >= other.cell[0]
            && self.cell[1] <= other.cell[1]
    }
}

/// The boxes that a section carries: the candidate for an inductive invariant, which [`Model::parse`](crate::Model::parse)
/// does not check. Which state of a call each box is for follows from the task; only the bounds stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boxes<'a> {
    pub(crate) methods: &'a [u8],
    pub(crate) bounds: &'a [Stored],
    pub(crate) hidden: usize,
}

impl<'a> Boxes<'a> {
    /// Boxes of a network of `hidden` units that no section carries; each program is proven by its method.
    #[must_use]
    pub const fn new(methods: &'a [u8], bounds: &'a [Stored], hidden: usize) -> Self {
        Self { methods, bounds, hidden }
    }

    /// Tells how the learned program of an index is proven; by sequences if the section does not say.
    #[must_use]
    pub fn method(&self, program: usize) -> Method {
        self.methods.get(program).and_then(|&byte| Method::of(byte)).unwrap_or(Method::Sequences)
    }

    /// Counts the boxes.
    #[must_use]
    pub fn count(&self) -> usize {
        self.bounds.len().checked_div(self.hidden).unwrap_or(0)
    }

    /// Gives a box by its number: the bounds of each unit; none if there are not so many.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&'a [Stored]> {
        let start = number.checked_mul(self.hidden)?;
        self.bounds.get(start..start.checked_add(self.hidden)?)
    }

    #[cfg(feature = "convert")]
    /// Gives the bytes in which a section stores the method of each learned program, and the bounds of all boxes.
    pub(crate) fn parts(&self) -> (&'a [u8], &'a [u8]) {
        (self.methods, self.bounds.as_flattened())
    }
}

/// Checks the methods of a task that has boxes: one for each program, and boxes for one or more.
pub(crate) fn check(task: u8, programs: u8, methods: &[u8]) -> Result<(), ParseError> {
    let right = methods.len() == usize::from(programs)
        && methods.iter().all(|&byte| Method::of(byte).is_some())
        && methods.iter().any(|&byte| byte != 0);
    if right { Ok(()) } else { Err(ParseError::Methods { task }) }
}

impl Place {
    /// The boxes of a task.
    pub(crate) const fn boxes(task: u8) -> Self {
        Self { task: Some(task), part: Part::Boxes }
    }
}
