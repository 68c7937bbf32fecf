//! A flash chip's bytes from its first on, for chips whose boot ROM runs what is there.

use crate::Image;

/// Bytes of flash that the ESP32-C3's boot ROM maps, once for code and once for data: an address within a map is one in flash.
pub const ESP32_C3: u32 = 4 * 1024 * 1024;

/// What an erased byte holds.
const ERASED: u8 = 0xff;

/// Packs an image for a chip that has maps of so many bytes, a power of two.
pub fn pack(image: &Image, map: u32) -> Vec<u8> {
    let mut packed = Vec::new();
    for segment in &image.segments {
        let start = (segment.address % map) as usize;
        let end = start + segment.bytes.len();
        if packed.len() < end {
            packed.resize(end, ERASED);
        }
        packed[start..end].copy_from_slice(&segment.bytes);
    }
    packed
}
