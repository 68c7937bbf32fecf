//! Makes blobs of tensors, and of other blobs.

use std::borrow::ToOwned;
use std::vec::Vec;

use super::{JoinError, twin};
use crate::blob::{ARGUMENTS_ARE_INPUTS, Entry, HAS_BOXES, Header, Span, checksum};
use crate::{ALIGNMENT, Core, MAGIC, Model, Section, Tensor, VERSION};

/// A blob of these sections, which all have this core. That it is one, [`Model::parse`] has to say.
pub(super) fn encode(core: Core<'_>, sections: &[Section<'_>]) -> Vec<u8> {
    let mut tensors = Vec::new();
    let header = Header {
        magic: MAGIC,
        version: VERSION,
        precision: core.precision,
        hidden: core.hidden,
        fraction: core.fraction,
        recurrent: place(&mut tensors, core.recurrent),
        tasks: sections.len() as u8,
    };
    let mut blob = record(&header);
    for section in sections {
        let entry = entry(section, &mut tensors);
        blob.extend(record(&entry));
        blob.extend(entry.spans[..3].iter().flat_map(record));
        if entry.flags & HAS_BOXES != 0 {
            blob.extend(record(&(entry.methods, entry.spans[3])));
        }
    }
    pad(&mut blob);
    blob.extend(tensors);
    let checksum = checksum(&blob);
    blob.extend(checksum.to_le_bytes());
    blob
}

/// What the header says of a section, of which the tensors and the boxes are put behind the others.
fn entry<'a>(section: &Section<'a>, tensors: &mut Vec<u8>) -> Entry<'a> {
    let [tables, heads, bias] = Tensor::OWN.map(|tensor| place(tensors, section.tensors[tensor as usize]));
    let (methods, bounds) = section.boxes.parts();
    let (arguments, boxes) = (section.shape.arguments_are_inputs, !bounds.is_empty());
    Entry {
        task: section.task,
        fingerprint: section.fingerprint.to_le_bytes(),
        programs: section.shape.programs,
        observation: section.shape.observation,
        arguments: section.shape.arguments,
        flags: u8::from(arguments) * ARGUMENTS_ARE_INPUTS + u8::from(boxes) * HAS_BOXES,
        tables_fraction: section.scales.tables,
        heads_fraction: section.scales.heads,
        spans: [tables, heads, bias, place(tensors, bounds)],
        methods,
    }
}

fn record(record: &impl serde::Serialize) -> Vec<u8> {
    // Nothing in a header or an entry is of unknown length or of a foreign type: there is nothing that could fail.
    postcard::to_stdvec(record).unwrap_or_default()
}

/// Puts a tensor behind the others, padded.
fn place(tensors: &mut Vec<u8>, weights: &[u8]) -> Span {
    let span = Span { offset: tensors.len() as u32, length: weights.len() as u32 };
    tensors.extend(weights);
    pad(tensors);
    span
}

fn pad(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.len().next_multiple_of(ALIGNMENT), 0);
}

/// The blob that holds the core and this section alone: what a certificate of the task is bound to, as it is the same
/// whatever other tasks stand beside it.
#[must_use]
pub fn alone(section: &Section<'_>) -> Vec<u8> {
    encode(section.core, &[*section])
}

/// Checks that a section has the first one's core.
fn check_core(first: &Section<'_>, section: &Section<'_>) -> Result<(), JoinError> {
    let ((expected, found), task) = ((first.core, section.core), section.task().to_owned());
    if found.precision != expected.precision {
        return Err(JoinError::Precision { task, expected: expected.precision, found: found.precision });
    }
    if found.hidden != expected.hidden {
        return Err(JoinError::Hidden { task, expected: expected.hidden(), found: found.hidden() });
    }
    if found != expected {
        return Err(JoinError::Core { expected: first.task().to_owned(), found: task });
    }
    Ok(())
}

/// A blob of these sections, which may come from several blobs of one core, in their order.
///
/// # Errors
/// [`JoinError`] for sections of different cores, a task that comes twice, or none at all.
pub fn join(sections: &[Section<'_>]) -> Result<Vec<u8>, JoinError> {
    let first = sections.first().ok_or(JoinError::Nothing)?;
    sections.iter().try_for_each(|section| check_core(first, section))?;
    if let Some(index) = twin(sections.iter().map(|section| (section.task(), section.fingerprint))) {
        return Err(JoinError::Twice(sections[index].task().to_owned()));
    }
    if sections.len() > usize::from(u8::MAX) {
        return Err(JoinError::TooMany(sections.len()));
    }
    let blob = encode(first.core, sections);
    Model::parse(&blob).map_err(JoinError::Blob)?;
    Ok(blob)
}
