//! UF2: blocks of 512 bytes, each a page of flash with its address, for a drive that is no disk.
//!
//! Format: <https://github.com/microsoft/uf2>.

use crate::{Image, PAGE};

/// Bytes of a block; the page in it has the only size that the chips' boot ROMs take.
const BLOCK: usize = 512;

const MAGIC_START: [u32; 2] = [0x0a32_4655, 0x9e5d_5157];
const MAGIC_END: u32 = 0x0ab1_6f30;
const FLAG_FAMILY: u32 = 0x2000;

/// The family of the RP2040.
pub const RP2040: u32 = 0xe48b_ff56;
/// The family of the RP2350, for programs of its Arm cores in secure state.
pub const RP2350: u32 = 0xe48b_ff59;

/// Packs an image for chips of a family.
pub fn pack(image: &Image, family: u32) -> Vec<u8> {
    let pages = image.pages();
    let count = pages.len() as u32;
    let blocks =
        pages.iter().zip(0..).map(|((&address, page), index)| block(address, page, index, count, family));
    blocks.flatten().collect()
}

fn block(address: u32, page: &[u8; PAGE], index: u32, count: u32, family: u32) -> [u8; BLOCK] {
    let header = [MAGIC_START[0], MAGIC_START[1], FLAG_FAMILY, address, PAGE as u32, index, count, family];
    let mut block = [0; BLOCK];
    for (field, value) in block.chunks_exact_mut(4).zip(header) {
        field.copy_from_slice(&value.to_le_bytes());
    }
    block[32..32 + PAGE].copy_from_slice(page);
    block[BLOCK - 4..].copy_from_slice(&MAGIC_END.to_le_bytes());
    block
}
