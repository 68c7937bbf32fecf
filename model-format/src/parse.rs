//! From bytes, of which nothing is known, to a model.

use crate::blob::{CHECKSUM, Header, Reader, Span, checksum};
use crate::{ALIGNMENT, Core, MAGIC, Model, ParseError, Place, Precision, Section, Tensor, VERSION};

impl<'a> Model<'a> {
    /// Reads a blob in place. Accepts or refuses any bytes at all, at any address; allocates nothing and never panics.
    ///
    /// # Errors
    /// One [`ParseError`] for each way in which bytes can fail to be a model.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        check_start(bytes)?;
        let mut reader = Reader::new(bytes);
        let header = reader.header();
        let (entries, mut end) = (reader.rest, header.recurrent.end());
        for _ in 0..header.tasks {
            end = reader.entry().spans.iter().fold(end, |end, span| span.end().max(end));
        }
        if let Some(fault) = reader.fault {
            return Err(fault);
        }
        let (tensors, checksum) = body(bytes, bytes.len() - reader.rest.len(), end)?;
        let Header { precision, hidden, fraction, tasks, .. } = header;
        let recurrent = header.recurrent.of(tensors).ok_or(ParseError::Truncated)?;
        let core = Core { precision, hidden, fraction, recurrent };
        let model = Self { core, entries, tasks, tensors, checksum };
        model.check(header.recurrent)?;
        Ok(model)
    }

    /// Checks what the header says, and that the tensors are what it says.
    fn check(&self, recurrent: Span) -> Result<(), ParseError> {
        if !(1..=Self::MAX_HIDDEN).contains(&self.hidden()) {
            return Err(ParseError::Hidden(self.core.hidden));
        }
        if self.tasks == 0 {
            return Err(ParseError::NoTask);
        }
        let core = Place { task: 0, tensor: Tensor::Recurrent };
        let core_bytes = Tensor::Recurrent.bytes(self.precision(), 4 * self.hidden() * self.hidden());
        let mut at = self.check_tensor(core, recurrent, 0, core_bytes)?;
        let mut reader = Reader::new(self.entries);
        for task in 0..self.tasks {
            let entry = reader.entry();
            let section = Section::new(self.core, self.tensors, &entry).ok_or(ParseError::Truncated)?;
            section.check(task)?;
            let mut before = Reader::new(self.entries);
            if (0..task).any(|_| before.entry().fingerprint == entry.fingerprint) {
                return Err(ParseError::Twins { task });
            }
            for (&tensor, &span) in Tensor::OWN.iter().zip(&entry.spans) {
                let [rows, columns] = tensor.stored(&section.shape, self.hidden());
                let bytes = tensor.bytes(self.precision(), rows * columns);
                at = self.check_tensor(Place { task, tensor }, span, at, bytes)?;
            }
        }
        Ok(())
    }

    /// Checks that a tensor stands at `at`, has so many bytes, is padded with zeros, and, in f32, is finite; gives
    /// where the next one stands.
    fn check_tensor(
        &self,
        place: Place,
        span: Span,
        at: usize,
        expected: usize,
    ) -> Result<usize, ParseError> {
        let (offset, found) = (span.offset as usize, span.length as usize);
        if !offset.is_multiple_of(ALIGNMENT) {
            return Err(ParseError::Unaligned { place, found: offset });
        }
        if offset < at {
            return Err(ParseError::Overlap { place, expected: at, found: offset });
        }
        if offset > at {
            return Err(ParseError::Gap { place, expected: at, found: offset });
        }
        if found != expected {
            return Err(ParseError::Length { place, expected, found });
        }
        let (end, next) = (offset + found, (offset + found).next_multiple_of(ALIGNMENT));
        let weights = self.tensors.get(offset..end).ok_or(ParseError::Truncated)?;
        if self.precision() == Precision::F32 && !are_finite(weights) {
            return Err(ParseError::NotFinite(place));
        }
        match is_zero(self.tensors.get(end..next)) {
            true => Ok(next),
            false => Err(ParseError::Padding),
        }
    }
}

impl Section<'_> {
    /// Checks its counts and scales.
    fn check(&self, task: u8) -> Result<(), ParseError> {
        if !self.shape.is_sensible() {
            return Err(ParseError::Counts { task });
        }
        let allowed = match self.core.precision {
            Precision::F32 => self.scales == Default::default(),
            _ => self.scales.are_allowed(),
        };
        if !allowed {
            return Err(ParseError::Scales { task });
        }
        // The limits of hidden units, slots and scales leave room for six times as much: no flash for what cannot be.
        debug_assert!(self.scales.fit_accumulators(&self.shape, self.core.hidden()));
        Ok(())
    }
}

impl Span {
    /// The first byte behind it; the largest number if that is beyond what can be addressed.
    fn end(self) -> usize {
        (self.offset as usize).saturating_add(self.length as usize)
    }
}

fn check_start(bytes: &[u8]) -> Result<(), ParseError> {
    match bytes {
        [a, b, c, d, ..] if [*a, *b, *c, *d] != MAGIC => Err(ParseError::Magic),
        [_, _, _, _, version, ..] if *version != VERSION => Err(ParseError::Version(*version)),
        [_, _, _, _, _, ..] => Ok(()),
        _ => Err(ParseError::Truncated),
    }
}

/// The tensors of a blob whose header has `header` bytes, and whose last tensor ends `end` bytes behind the first one's
/// begin; and the checksum, which is right.
fn body(bytes: &[u8], header: usize, end: usize) -> Result<(&[u8], u32), ParseError> {
    let end = end.checked_next_multiple_of(ALIGNMENT).ok_or(ParseError::Truncated)?;
    let (padded, rest) =
        bytes.split_at_checked(header.next_multiple_of(ALIGNMENT)).ok_or(ParseError::Truncated)?;
    let (tensors, rest) = rest.split_at_checked(end).ok_or(ParseError::Truncated)?;
    let (stored, trailing) = rest.split_first_chunk::<CHECKSUM>().ok_or(ParseError::Truncated)?;
    if !trailing.is_empty() {
        return Err(ParseError::Trailing(trailing.len()));
    }
    let (found, expected) =
        (u32::from_le_bytes(*stored), checksum(bytes.get(..bytes.len() - CHECKSUM).unwrap_or(bytes)));
    if found != expected {
        return Err(ParseError::Checksum { expected, found });
    }
    match is_zero(padded.get(header..)) {
        true => Ok((tensors, found)),
        false => Err(ParseError::Padding),
    }
}

fn is_zero(padding: Option<&[u8]>) -> bool {
    padding.is_some_and(|padding| padding.iter().all(|&byte| byte == 0))
}

/// Whether no f32 is infinite or NaN: the exponent's bits are not all set. In integers alone.
fn are_finite(weights: &[u8]) -> bool {
    let finite = |word: &[u8; 4]| u32::from_le_bytes(*word) & 0x7f80_0000 != 0x7f80_0000;
    weights.as_chunks::<4>().0.iter().all(finite)
}
