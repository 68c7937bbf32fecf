//! Blobs with boxes, made of blobs without: by hand, byte for byte as the format's page says.

use npi_format::{ALIGNMENT, Model, Stored};
use npi_tests::tiny::sealed;

/// The blob of one task in 8 or 4 bits, with a method for each of its programs, and boxes.
#[track_caller]
pub(crate) fn with_boxes(blob: &[u8], methods: &[u8], boxes: &[Stored]) -> Vec<u8> {
    let model = Model::parse(blob).expect("a blob");
    let section = model.sections().next().expect("a section");
    let tensors = tensors(blob, &section.weights());
    let header = blob.len() - 4 - tensors.len();
    let shape = section.shape();
    let end = header_end(blob, section.task().len() + shape.observation.len() + shape.arguments.len());
    assert!(end.bytes <= header && blob[end.flags] & 2 == 0, "a blob of one task without boxes");
    let mut made = blob[..end.bytes].to_vec();
    made[end.flags] |= 2;
    made.push(methods.len() as u8);
    made.extend(methods);
    varint(&mut made, tensors.len() as u32);
    varint(&mut made, boxes.as_flattened().len() as u32);
    pad(&mut made);
    made.extend(tensors);
    made.extend(boxes.as_flattened());
    pad(&mut made);
    made.extend([0; 4]);
    sealed(made)
}

/// All tensors with their zeros: from the first one's first byte to the checksum.
fn tensors<'a>(blob: &'a [u8], weights: &[&[u8]]) -> &'a [u8] {
    let first = weights.iter().map(|weights| weights.as_ptr().addr() - blob.as_ptr().addr()).min();
    &blob[first.expect("tensors")..blob.len() - 4]
}

/// Where the flags of the first entry stand, and where it ends.
struct End {
    flags: usize,
    bytes: usize,
}

/// The ends of an only entry, whose task's name and slots take so many bytes.
fn header_end(blob: &[u8], named: usize) -> End {
    let mut at = 6; // magic, version, precision
    skip(blob, &mut at, 1); // hidden
    at += 1; // scale
    skip(blob, &mut at, 2); // recurrent
    at += 1; // tasks
    at += 1 + 8 + 1 + 1 + 1 + named; // lengths of name and slots, fingerprint, programs
    let flags = at;
    at += 3; // and scales
    skip(blob, &mut at, 6);
    End { flags, bytes: at }
}

fn skip(blob: &[u8], at: &mut usize, varints: usize) {
    for _ in 0..varints {
        while blob[*at] & 0x80 != 0 {
            *at += 1;
        }
        *at += 1;
    }
}

fn varint(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn pad(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.len().next_multiple_of(ALIGNMENT), 0);
}
