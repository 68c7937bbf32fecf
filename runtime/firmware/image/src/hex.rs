//! Intel hex, which most boards' drives and all flash programmers take.

use crate::Image;
use ihex::{Record, create_object_file_representation};

/// Data bytes in a line. It divides a page, so that no line crosses 64 KB, where the offset would wrap.
const LINE: usize = 16;

/// Packs an image.
pub fn pack(image: &Image) -> String {
    let mut records = Vec::new();
    let mut upper = None;
    for (page, bytes) in image.pages() {
        for (address, line) in (page..).step_by(LINE).zip(bytes.chunks(LINE)) {
            if upper.replace(address >> 16) != Some(address >> 16) {
                records.push(Record::ExtendedLinearAddress((address >> 16) as u16));
            }
            records.push(Record::Data { offset: address as u16, value: line.to_vec() });
        }
    }
    records.push(Record::EndOfFile);
    create_object_file_representation(&records).expect("the lines are short, and the last one ends the file")
}
