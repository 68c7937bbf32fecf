//! What the linker put where.

use anyhow::{Context, Result};
use object::elf::PT_LOAD;
use object::read::elf::{ElfFile32, ProgramHeader};
use object::{Endianness, Object, ObjectSection};
use std::collections::BTreeMap;
use std::path::Path;

/// Bytes that are written at once.
pub const PAGE: usize = 256;

/// Bytes to be written to flash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where in flash; for initialised RAM, where its copy is kept.
    pub address: u32,
    /// What.
    pub bytes: Vec<u8>,
}

/// A linked firmware.
#[derive(Clone, Debug)]
pub struct Image {
    /// All of the flash's contents, by address.
    pub segments: Vec<Segment>,
    /// Bytes of RAM taken by statics: `.data`, `.bss` and `.uninit`; neither stack nor scratchpad.
    pub static_ram: u64,
}

impl Image {
    /// Reads an ELF file.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or is no 32-bit little-endian ELF.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let elf = ElfFile32::<Endianness>::parse(&*bytes)
            .with_context(|| format!("{} is no firmware", path.display()))?;
        Ok(Self { segments: segments(&elf, &bytes)?, static_ram: static_ram(&elf) })
    }

    /// Bytes of flash: vector table, code, constants, and the initial values of statics.
    pub fn flash(&self) -> usize {
        self.segments.iter().map(|segment| segment.bytes.len()).sum()
    }

    /// The flash's contents in whole pages, by address; what lies between segments is zero.
    pub fn pages(&self) -> BTreeMap<u32, [u8; PAGE]> {
        let mut pages = BTreeMap::new();
        for segment in &self.segments {
            for (address, &byte) in (segment.address..).zip(&segment.bytes) {
                let offset = address % PAGE as u32;
                pages.entry(address - offset).or_insert([0; PAGE])[offset as usize] = byte;
            }
        }
        pages
    }
}

type Elf<'file> = ElfFile32<'file, Endianness>;

fn segments(elf: &Elf, file: &[u8]) -> Result<Vec<Segment>> {
    let endian = elf.endian();
    let mut segments = Vec::new();
    for header in elf.elf_program_headers() {
        let bytes = header.data(endian, file).ok().context("a segment lies outside of the file")?;
        if header.p_type(endian) == PT_LOAD && !bytes.is_empty() {
            segments.push(Segment { address: header.p_paddr(endian), bytes: bytes.to_vec() });
        }
    }
    segments.sort_by_key(|segment| segment.address);
    Ok(segments)
}

fn static_ram(elf: &Elf) -> u64 {
    let named = |name: &str| matches!(name, ".data" | ".bss" | ".uninit");
    let statics = elf.sections().filter(|section| section.name().is_ok_and(named));
    statics.map(|section| section.size()).sum()
}
