//! Boxes: bounds of a network's state in which it stays for ever, as a section carries them.

use crate::blob::Entry;
use crate::{ParseError, Precision};

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

    /// Whether no state lies in a box, because none lies within the bounds of some unit. The state of rest, which has no bounds, is in its
    /// box.
    #[must_use]
    pub fn hold_nothing(stored: &[Stored]) -> bool {
        stored.iter().any(|stored| Self::read(stored).are_empty())
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
    /// [`Stored`] bounds as bytes, which are taken for such where they are read: small cores have no division.
    pub(crate) bounds: &'a [u8],
    pub(crate) hidden: usize,
}

impl<'a> Boxes<'a> {
    /// Boxes of a network of `hidden` units that no section carries; each program is proven by its method.
    #[must_use]
    pub const fn new(methods: &'a [u8], bounds: &'a [Stored], hidden: usize) -> Self {
        Self { methods, bounds: bounds.as_flattened(), hidden }
    }

    /// Tells how the learned program of an index is proven; by sequences if the section does not say.
    #[must_use]
    pub fn method(&self, program: usize) -> Method {
        self.methods.get(program).and_then(|&byte| Method::of(byte)).unwrap_or(Method::Sequences)
    }

    /// Counts the boxes.
    #[must_use]
    pub fn count(&self) -> usize {
        self.bounds.len().checked_div(self.bytes()).unwrap_or(0)
    }

    /// Gives a box by its number: the bounds of each unit; none if there are not so many.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&'a [Stored]> {
        let start = number.checked_mul(self.bytes())?;
        Some(self.bounds.get(start..start.checked_add(self.bytes())?)?.as_chunks().0)
    }

    /// Bytes of a box.
    fn bytes(&self) -> usize {
        size_of::<Stored>() * self.hidden
    }

    #[cfg(feature = "convert")]
    /// Gives the bytes in which a section stores the method of each learned program, and the bounds of all boxes.
    pub(crate) fn parts(&self) -> (&'a [u8], &'a [u8]) {
        (self.methods, self.bounds)
    }
}

/// Checks that a task's boxes make sense: a method for each program, not all of them by sequences, and in integers alone.
pub(crate) fn check(task: u8, precision: Precision, entry: &Entry<'_>) -> Result<(), ParseError> {
    let (methods, most) = (entry.methods, Method::Split as u8);
    let right = methods.len() == usize::from(entry.programs)
        && methods.iter().max().is_some_and(|&method| (1..=most).contains(&method));
    match precision {
        _ if !right => Err(ParseError::Methods { task }),
        Precision::F32 => Err(ParseError::FloatBoxes { task }),
        _ => Ok(()),
    }
}

/// Counts the bytes of the boxes of a network, of which `found` are said to be there: whole boxes, and one at least. By
/// subtraction: a core that has no division would take 400 bytes of flash for it.
pub(crate) fn bytes(hidden: usize, found: usize) -> usize {
    let one = size_of::<Stored>() * hidden;
    let (found, mut step) = (found.max(one), one);
    while step <= found / 2 {
        step *= 2;
    }
    let mut left = found;
    while step >= one {
        left -= if left >= step { step } else { 0 };
        step /= 2;
    }
    if left == 0 { found } else { found.saturating_add(one - left) }
}
