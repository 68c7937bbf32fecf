//! What the linker put where.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use elf::ElfBytes;
use elf::abi::PT_LOAD;
use elf::endian::LittleEndian;

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
        let contents = || -> Result<Self> {
            let elf = Elf::minimal_parse(&bytes)?;
            Ok(Self { segments: segments(&elf)?, static_ram: static_ram(&elf)? })
        };
        contents().with_context(|| format!("{} is no firmware", path.display()))
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

type Elf<'file> = ElfBytes<'file, LittleEndian>;

fn segments(elf: &Elf) -> Result<Vec<Segment>> {
    let mut segments = Vec::new();
    for header in elf.segments().context("it has no segments")? {
        let bytes = elf.segment_data(&header)?;
        if header.p_type == PT_LOAD && !bytes.is_empty() {
            segments.push(Segment { address: u32::try_from(header.p_paddr)?, bytes: bytes.to_vec() });
        }
    }
    segments.sort_by_key(|segment| segment.address);
    Ok(segments)
}

fn static_ram(elf: &Elf) -> Result<u64> {
    let sizes = [".data", ".bss", ".uninit"].map(|name| elf.section_header_by_name(name));
    sizes.into_iter().map(|section| Ok(section?.map_or(0, |section| section.sh_size))).sum()
}
