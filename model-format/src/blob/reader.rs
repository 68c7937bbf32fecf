//! Reads the records of a header off the front of some bytes, field by field: serde's code for whole records would take
//! most of a kilobyte of flash more.

use super::utf8::is_utf8;
use super::{ARGUMENTS_ARE_INPUTS, Entry, HAS_BOXES, Header, Span};
use crate::{ParseError, Precision};

/// Some bytes, and what was wrong with those that were read. After a fault all that is read is zero or empty, so that it is
/// enough to ask for it at a record's end: a record in a `Result` would take half a kilobyte of flash more.
pub(crate) struct Reader<'a> {
    /// The bytes that are left.
    pub(crate) rest: &'a [u8],
    /// The first fault, if there is one.
    fault: Option<ParseError>,
}

impl<'a> Reader<'a> {
    /// A reader of these bytes.
    pub(crate) fn new(rest: &'a [u8]) -> Self {
        Self { rest, fault: None }
    }

    /// The header's first record.
    pub(crate) fn header(&mut self) -> Header {
        Header {
            magic: core::array::from_fn(|_| self.byte()),
            version: self.byte(),
            precision: self.precision(),
            hidden: u16::try_from(self.number()).unwrap_or_else(|_| self.fail(ParseError::Malformed)),
            fraction: self.byte() as i8,
            recurrent: self.span(),
            tasks: self.byte(),
        }
    }

    /// What the header says of the next task. Written field by field in its place: a record that is put together first takes 70
    /// bytes of flash more.
    #[inline(never)] // the parser and the look-up call it: flash
    pub(crate) fn entry(&mut self) -> Entry<'a> {
        let mut entry = Entry { task: self.bytes(), ..Entry::default() };
        if !is_utf8(entry.task) {
            self.note(ParseError::Malformed);
        }
        entry.fingerprint.iter_mut().for_each(|byte| *byte = self.byte());
        entry.programs = self.byte();
        entry.observation = self.bytes();
        entry.arguments = self.bytes();
        entry.flags = self.flags();
        entry.tables_fraction = self.byte() as i8;
        entry.heads_fraction = self.byte() as i8;
        let [own @ .., boxes] = &mut entry.spans;
        own.iter_mut().for_each(|span| *span = self.span());
        if entry.flags & HAS_BOXES != 0 {
            entry.methods = self.bytes();
            *boxes = self.span();
        }
        entry
    }

    /// Checks that nothing was wrong with the records that were read.
    ///
    /// # Errors
    /// [`ParseError::Truncated`], [`ParseError::Malformed`] or [`ParseError::Precision`].
    pub(crate) fn check(&self) -> Result<(), ParseError> {
        self.fault.map_or(Ok(()), Err)
    }

    #[inline(never)]
    fn span(&mut self) -> Span {
        Span { offset: self.number(), length: self.number() }
    }

    fn precision(&mut self) -> Precision {
        match self.number() {
            0 => Precision::F32,
            1 => Precision::Int8,
            2 => Precision::Int4,
            found => {
                self.note(ParseError::Precision(found));
                Precision::F32
            }
        }
    }

    fn flags(&mut self) -> u8 {
        match self.byte() {
            flags if flags & !(ARGUMENTS_ARE_INPUTS | HAS_BOXES) == 0 => flags,
            _ => self.fail(ParseError::Malformed),
        }
    }

    #[inline(never)]
    fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((&byte, rest)) => {
                self.rest = rest;
                byte
            }
            None => self.fail(ParseError::Truncated),
        }
    }

    /// So many bytes as the varint in front of them says.
    #[inline(never)]
    fn bytes(&mut self) -> &'a [u8] {
        let length = self.number() as usize;
        match self.rest.split_at_checked(length) {
            Some((bytes, rest)) => {
                self.rest = rest;
                bytes
            }
            None => self.fail(ParseError::Truncated),
        }
    }

    /// A varint, in no more bytes than it takes: a blob's bytes follow from what it says.
    #[inline(never)]
    fn number(&mut self) -> u32 {
        match postcard::take_from_bytes::<u32>(self.rest) {
            Ok((number, rest)) => {
                let length = self.rest.len() - rest.len();
                let overlong = length > 1 && self.rest.get(length - 1) == Some(&0);
                self.rest = rest;
                if overlong { self.fail(ParseError::Malformed) } else { number }
            }
            Err(postcard::Error::DeserializeUnexpectedEnd) => self.fail(ParseError::Truncated),
            Err(_) => self.fail(ParseError::Malformed),
        }
    }

    fn fail<V: Default>(&mut self, fault: ParseError) -> V {
        self.note(fault);
        V::default()
    }

    #[inline(never)]
    fn note(&mut self, fault: ParseError) {
        self.rest = &[];
        self.fault.get_or_insert(fault);
    }
}
