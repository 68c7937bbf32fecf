//! Boards whose chips no emulator has: they link, have room for all tasks, and are packed as their boot ROMs ask. And the Pico's file.

use npi_image::{Image, bin, uf2};

use crate::boards::{ALL, BUILT, INT8, Kind, NUCLEO, firmware};
use crate::readme;
use crate::table::Table;

const TABLE: Table = Table {
    file: "built.md",
    columns: &["board", "flash, addition", "static RAM", "flash, all tasks", "static RAM"],
    keys: 1,
};

fn image(folder: &str, kind: Kind) -> Image {
    Image::read(&firmware(folder, kind)).expect("an image")
}

/// Flash and RAM of each, with addition alone and with all tasks, are what is committed; no panic can be reached in any.
#[test]
fn boards_that_no_emulator_has_need_what_is_committed() {
    let figures = |folder: &str| {
        let [one, all] = [INT8, ALL].map(|kind| image(folder, kind));
        let figures = [one.flash() as u64, one.static_ram, all.flash() as u64, all.static_ram];
        TABLE.row(&[&format!("`{folder}`")], &figures)
    };
    let committed = TABLE.hold(
        &[&BUILT[..], &[NUCLEO.folder]].concat().iter().map(|folder| figures(folder)).collect::<Vec<_>>(),
    );
    readme::hold("built", |_| committed);
}

/// A word of a file.
fn word(bytes: &[u8]) -> u32 {
    u32::from_le_bytes(bytes.try_into().expect("four bytes"))
}

/// The blocks of a file for a drive, which follow each other from the beginning of the flash; each page's bytes, one after another.
#[track_caller]
fn pages(image: &Image, family: u32) -> Vec<u8> {
    let packed = uf2::pack(image, family);
    let addresses = packed.chunks(512).map(|block| word(&block[12..16]));
    assert!(addresses.eq((0x1000_0000..).step_by(256).take(packed.len() / 512)));
    let framed = |block: &[u8]| block.starts_with(b"UF2\n") && block.ends_with(&[0x30, 0x6f, 0xb1, 0x0a]);
    assert!(packed.chunks(512).all(|block| framed(block) && word(&block[28..32]) == family));
    packed.chunks(512).flat_map(|block| block[32..32 + 256].to_vec()).collect()
}

/// The file for the Pico's drive: boot stage first, then the vector table, whose first word is where the stack begins.
#[test]
fn packs_the_pico_into_uf2() {
    let flash = pages(&image("pico", INT8), uf2::RP2040);
    assert_eq!(word(&flash[256..260]) >> 16, 0x2000);
}

/// The file for the Pico 2's drive: the vector table, and in the first 4 KB what the boot ROM looks for, a loop of one block.
#[test]
fn packs_the_pico_2_into_uf2() {
    let flash = pages(&image("pico2", INT8), uf2::RP2350);
    assert_eq!(word(&flash[..4]) >> 16, 0x2000);
    let words: Vec<_> = flash[..4096].chunks(4).map(word).collect();
    assert!(words.windows(5).any(|some| some == [0xffff_ded3, 0x1021_0142, 0x0000_01ff, 0, 0xab12_3579]));
}

/// The file for the ESP32-C3's flash: what its boot ROM looks for, then code; the model is behind it, and all of it in the map.
#[test]
fn packs_the_esp32_c3_into_its_flash() {
    let flash = bin::pack(&image("esp32-c3", ALL), bin::ESP32_C3);
    assert_eq!([word(&flash[..4]), word(&flash[4..8])], [0xaedb_041d; 2]);
    let blob = ALL.blob();
    let model = flash.windows(blob.len()).position(|bytes| bytes == blob).expect("the model is in flash");
    assert!(model >= 256 * 1024 && flash.len() <= bin::ESP32_C3 as usize);
}
