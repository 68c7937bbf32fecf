//! From bytes, of which nothing is known, to a model: first what the header says, which tells how long all is; then the
//! length and the checksum; then what stands between and in the tensors.

use crate::blob::{CHECKSUM, Entry, Header, Reader, Span, checksum};
use crate::{
    ALIGNMENT, Core, MAGIC, Model, ParseError, Part, Place, Precision, Scales, Shape, VERSION, boxes,
};

impl<'a> Model<'a> {
    /// Reads a blob in place. Accepts or refuses any bytes at all, at any address; allocates nothing and never panics.
    ///
    /// # Errors
    /// One [`ParseError`] for each way in which bytes can fail to be a model.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, ParseError> {
        check_start(bytes)?;
        let mut reader = Reader::new(bytes);
        let header = reader.header();
        reader.check()?;
        let entries = reader.rest;
        let end = check_entries(&header, &mut reader)?;
        let start = (bytes.len() - reader.rest.len()).next_multiple_of(ALIGNMENT);
        let (padded, tensors, checksum) = split(bytes, start, end)?;
        check_zeros(padded, bytes.len() - reader.rest.len(), 0)?;
        let Header { precision, hidden, fraction, tasks, .. } = header;
        let recurrent = header.recurrent.of(tensors).ok_or(ParseError::Truncated)?;
        let core = Core { precision, hidden, fraction, recurrent };
        let model = Self { core, entries, tasks, tensors, checksum };
        model.check_part(Place::CORE, header.recurrent, start)?;
        let mut reader = Reader::new(entries);
        for task in 0..tasks {
            let entry = reader.entry();
            for (part, span) in entry.parts() {
                model.check_part(Place { task: Some(task), part }, span, start)?;
            }
        }
        Ok(model)
    }

    /// Checks that zeros follow a part, up to where the next may begin, and that it is finite in f32; the first begins at byte
    /// `start` of the blob.
    fn check_part(&self, place: Place, span: Span, start: usize) -> Result<(), ParseError> {
        let weights = span.of(self.tensors).ok_or(ParseError::Truncated)?;
        if self.precision() == Precision::F32 && !are_finite(weights) {
            return Err(ParseError::NotFinite(place));
        }
        let end = (span.offset as usize).saturating_add(span.length as usize);
        let padded = self.tensors.get(..end.next_multiple_of(ALIGNMENT)).unwrap_or(self.tensors);
        check_zeros(padded, end, start)
    }
}

/// Checks what the header says: its numbers are sensible, and each tensor is as long as they demand and stands where the one
/// before ends. Gives the end of the last, zeros included, in bytes from the first tensor.
fn check_entries(header: &Header, reader: &mut Reader<'_>) -> Result<usize, ParseError> {
    let hidden = usize::from(header.hidden);
    if !(1..=Model::MAX_HIDDEN).contains(&hidden) {
        return Err(ParseError::Hidden(header.hidden));
    }
    if header.tasks == 0 {
        return Err(ParseError::NoTask);
    }
    let entries = reader.rest;
    let core_bytes = header.precision.bytes(4 * hidden * hidden);
    let mut at = next(Place::CORE, header.recurrent, 0, core_bytes)?;
    for task in 0..header.tasks {
        let entry = reader.entry();
        reader.check()?;
        entry.shape().check(task)?;
        check_scales(task, header.precision, entry.scales(header.fraction))?;
        check_twins(task, &entry, entries)?;
        for (part, span) in entry.parts() {
            let bytes = match part {
                Part::Tensor(tensor) => {
                    let [rows, columns] = tensor.stored(&entry.shape(), hidden);
                    tensor.bytes(header.precision, rows * columns)
                }
                Part::Boxes => {
                    boxes::check(task, header.precision, &entry)?;
                    boxes::bytes(hidden, span.length as usize)
                }
            };
            at = next(Place { task: Some(task), part }, span, at, bytes)?;
        }
    }
    Ok(at)
}

/// Checks that a tensor stands at `at` and has so many bytes; gives where the next one stands.
fn next(place: Place, span: Span, at: usize, expected: usize) -> Result<usize, ParseError> {
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
    let end = offset.checked_add(found).and_then(|end| end.checked_next_multiple_of(ALIGNMENT));
    end.ok_or(ParseError::Truncated) // of more than can be addressed, the rest is missing
}

impl Shape<'_> {
    /// Checks that its counts make sense: some program, some slot of each kind, no argument without symbols, nothing absurd.
    pub(crate) fn check(&self, task: u8) -> Result<(), ParseError> {
        if !(1..=Self::MAX_PROGRAMS).contains(&self.programs) {
            return Err(ParseError::Programs { task, found: self.programs });
        }
        if let Some(found) = self.wrong_slots() {
            return Err(ParseError::Slots { task, found });
        }
        if self.arguments.contains(&0) {
            return Err(ParseError::NoSymbol { task });
        }
        Ok(())
    }
}

fn check_scales(task: u8, precision: Precision, found: Scales) -> Result<(), ParseError> {
    let allowed = match precision {
        Precision::F32 => found == Scales::default(),
        _ => found.are_allowed(),
    };
    if allowed { Ok(()) } else { Err(ParseError::Scales { task, found }) }
}

/// Checks that no entry before this one has its name or its fingerprint.
fn check_twins(task: u8, entry: &Entry<'_>, entries: &[u8]) -> Result<(), ParseError> {
    let mut reader = Reader::new(entries);
    for first in 0..task {
        let other = reader.entry();
        if other.fingerprint == entry.fingerprint || other.task == entry.task {
            return Err(ParseError::Twins { first, second: task });
        }
    }
    Ok(())
}

fn check_start(bytes: &[u8]) -> Result<(), ParseError> {
    match bytes {
        [a, b, c, d, ..] if [*a, *b, *c, *d] != MAGIC => Err(ParseError::Magic),
        [_, _, _, _, version, ..] if *version != VERSION => Err(ParseError::Version(*version)),
        [_, _, _, _, _, ..] => Ok(()),
        _ => Err(ParseError::Truncated),
    }
}

/// The header with its zeros, `start` bytes; the tensors, `end` bytes; and the checksum, which is right.
fn split(bytes: &[u8], start: usize, end: usize) -> Result<(&[u8], &[u8], u32), ParseError> {
    let (padded, rest) = bytes.split_at_checked(start).ok_or(ParseError::Truncated)?;
    let (tensors, rest) = rest.split_at_checked(end).ok_or(ParseError::Truncated)?;
    let (stored, trailing) = rest.split_first_chunk::<CHECKSUM>().ok_or(ParseError::Truncated)?;
    if !trailing.is_empty() {
        return Err(ParseError::Trailing(trailing.len()));
    }
    let (found, expected) =
        (u32::from_le_bytes(*stored), checksum(bytes.get(..bytes.len() - CHECKSUM).unwrap_or(bytes)));
    match found == expected {
        true => Ok((padded, tensors, found)),
        false => Err(ParseError::Checksum { expected, found }),
    }
}

/// Checks that some bytes are zero from `end` on; they begin at byte `start` of the blob.
fn check_zeros(padded: &[u8], end: usize, start: usize) -> Result<(), ParseError> {
    let zero = padded.get(end..).is_some_and(|padding| padding.iter().all(|&byte| byte == 0));
    if zero { Ok(()) } else { Err(ParseError::Padding { at: start + end }) }
}

/// Whether no f32 is infinite or NaN: the exponent's bits are not all set. In integers alone.
fn are_finite(weights: &[u8]) -> bool {
    let finite = |word: &[u8; 4]| u32::from_le_bytes(*word) & 0x7f80_0000 != 0x7f80_0000;
    weights.as_chunks::<4>().0.iter().all(finite)
}
