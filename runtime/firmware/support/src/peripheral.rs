//! A peripheral's registers, 32 bits each, by their offset from its base address.

use core::ptr;

/// Polls before a wait is given up: a crystal that does not start must not hang the board.
const PATIENCE: u32 = 1_000_000;

/// A block of memory-mapped registers.
#[derive(Clone, Copy)]
pub struct Peripheral {
    base: usize,
}

impl Peripheral {
    /// The peripheral at an address.
    ///
    /// # Safety
    ///
    /// At `base` there must be 4 KB of this chip's registers, which can be read and written at any
    /// time in words of 32 bits, or in bytes where a register is one, and which cannot change memory that Rust knows of (so: no DMA).
    pub const unsafe fn at(base: usize) -> Self {
        Self { base }
    }

    /// Reads a register.
    pub fn read(self, offset: usize) -> u32 {
        // SAFETY: `at` promised that there are registers here; the offset is kept within them.
        unsafe { ptr::read_volatile((self.base + (offset & 0xffc)) as *const u32) }
    }

    /// Writes a register.
    pub fn write(self, offset: usize, value: u32) {
        // SAFETY: `at` promised that there are registers here; the offset is kept within them.
        unsafe { ptr::write_volatile((self.base + (offset & 0xffc)) as *mut u32, value) }
    }

    /// Reads a register of one byte.
    pub fn read_byte(self, offset: usize) -> u8 {
        // SAFETY: `at` promised that there are registers here; the offset is kept within them.
        unsafe { ptr::read_volatile((self.base + (offset & 0xfff)) as *const u8) }
    }

    /// Writes a register of one byte.
    pub fn write_byte(self, offset: usize, value: u8) {
        // SAFETY: `at` promised that there are registers here; the offset is kept within them.
        unsafe { ptr::write_volatile((self.base + (offset & 0xfff)) as *mut u8, value) }
    }

    /// Clears some bits of a register, then sets some.
    pub fn modify(self, offset: usize, clear: u32, set: u32) {
        self.write(offset, self.read(offset) & !clear | set);
    }

    /// Waits until one of the bits is set, for as long as it takes.
    pub fn wait(self, offset: usize, mask: u32) {
        while self.read(offset) & mask == 0 {}
    }

    /// Waits until one of the bits is set, but not for ever.
    pub fn wait_patiently(self, offset: usize, mask: u32) {
        (0..PATIENCE).any(|_| self.read(offset) & mask != 0);
    }
}
