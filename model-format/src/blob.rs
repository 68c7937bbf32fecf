//! The blob's schema: what postcard writes, and a reader reads.

mod reader;
mod utf8;

pub(crate) use reader::Reader;
use serde::Serialize;

use crate::{Part, Precision, Scales, Shape};

/// The first four bytes of every blob.
pub const MAGIC: [u8; 4] = *b"npi\x1a";
/// The version of the format that this crate reads and writes.
pub const VERSION: u8 = 2;
/// Tensors begin at multiples of this many bytes, from the blob's start.
pub const ALIGNMENT: usize = 16;
/// Bytes of the checksum at the blob's end.
pub(crate) const CHECKSUM: usize = 4;

/// What stands first, field by field. See the crate's documentation.
#[derive(Serialize)]
pub(crate) struct Header {
    pub(crate) magic: [u8; 4],
    pub(crate) version: u8,
    pub(crate) precision: Precision,
    pub(crate) hidden: u16,
    /// Fraction bits of the recurrent weights.
    pub(crate) fraction: i8,
    pub(crate) recurrent: Span,
    /// How many entries follow.
    pub(crate) tasks: u8,
}

/// What the header says of a task.
#[derive(Clone, Copy, Default, Serialize)]
pub(crate) struct Entry<'a> {
    /// The task's name in UTF-8.
    pub(crate) task: &'a [u8],
    pub(crate) fingerprint: [u8; 8],
    pub(crate) programs: u8,
    pub(crate) observation: &'a [u8],
    pub(crate) arguments: &'a [u8],
    /// The sum of those of [`ARGUMENTS_ARE_INPUTS`] and [`HAS_BOXES`] that are so.
    pub(crate) flags: u8,
    /// Fraction bits of the input table.
    pub(crate) tables_fraction: i8,
    /// Fraction bits of the heads and their bias.
    pub(crate) heads_fraction: i8,
    /// Where what it has of its own stands, in the order of [`Part::OWN`]; no bytes of boxes if it has none. A list is no record:
    /// whoever writes an entry writes what there is.
    #[serde(skip)]
    pub(crate) spans: [Span; 4],
    /// How each program is proven: the byte of a [`Method`](crate::Method); without any if it has no boxes.
    #[serde(skip)]
    pub(crate) methods: &'a [u8],
}

/// The flag of a task whose arguments are inputs.
pub(crate) const ARGUMENTS_ARE_INPUTS: u8 = 1;
/// The flag of a task that has boxes.
pub(crate) const HAS_BOXES: u8 = 2;

impl<'a> Entry<'a> {
    /// The counts of the task's slots and programs.
    pub(crate) fn shape(&self) -> Shape<'a> {
        Shape {
            programs: self.programs,
            observation: self.observation,
            arguments: self.arguments,
            arguments_are_inputs: self.flags & ARGUMENTS_ARE_INPUTS != 0,
        }
    }

    /// What it has of its own behind the header: its tensors, then its boxes, where there are any.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (Part, Span)> {
        let parts = Part::OWN.into_iter().zip(self.spans);
        parts.take(if self.flags & HAS_BOXES != 0 { 4 } else { 3 })
    }

    /// The task's scales, the core's among them.
    pub(crate) fn scales(&self, recurrent: i8) -> Scales {
        Scales { tables: self.tables_fraction, recurrent, heads: self.heads_fraction }
    }
}

/// Where a tensor stands.
#[derive(Clone, Copy, Default, Serialize)]
pub(crate) struct Span {
    /// Bytes from the first tensor's first byte.
    pub(crate) offset: u32,
    /// Bytes of its weights, padding not counted.
    pub(crate) length: u32,
}

impl Span {
    /// Finds the bytes that it spans among all tensors' bytes; none if it reaches beyond their end.
    pub(crate) fn of(self, tensors: &[u8]) -> Option<&[u8]> {
        let (offset, length) = (self.offset as usize, self.length as usize);
        tensors.get(offset..offset.checked_add(length)?)
    }
}

/// Computes the CRC-32 (ISO-HDLC) of some bytes, which ends a blob; without a table, as a kilobyte of flash matters more than its speed.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u32 {
    const CRC: crc::Crc<u32, crc::NoTable> = crc::Crc::<u32, crc::NoTable>::new(&crc::CRC_32_ISO_HDLC);
    CRC.checksum(bytes)
}
