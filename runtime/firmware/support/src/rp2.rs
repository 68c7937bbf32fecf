//! What the RP2040 and the RP2350 have in common: crystal, clocks, resets, and an Arm PL011 on GP0 and GP1.
//!
//! The chip runs on the 12 MHz crystal: nothing here needs a PLL.

use core::marker::PhantomData;

use crate::Peripheral;
use crate::serial::{Polled, Serial};
use npi_console::Lost;

mod crystal {
    pub const CONTROL: usize = 0x00;
    /// 1–15 MHz, enabled.
    pub const ENABLE: u32 = 0x00fa_baa0;
    pub const STATUS: usize = 0x04;
    pub const STABLE: u32 = 1 << 31;
    pub const STARTUP: usize = 0x0c;
    /// In 256 cycles: 64 ms, which even slow crystals keep.
    pub const DELAY: u32 = 3_000;
}
mod clocks {
    pub const REFERENCE: usize = 0x30;
    pub const REFERENCE_SELECTED: usize = 0x38;
    /// The crystal; the system clock follows the reference clock from reset on.
    pub const CRYSTAL: u32 = 2;
    pub const PERIPHERALS: usize = 0x48;
    /// Enabled, from the crystal.
    pub const ENABLE_FROM_CRYSTAL: u32 = 1 << 11 | 4 << 5;
}
mod resets {
    pub const RESET: usize = 0x00;
    pub const DONE: usize = 0x08;
}
mod pins {
    pub const GP0: usize = 0x04;
    pub const GP1: usize = 0x0c;
    pub const UART: u32 = 2;
}
mod uart {
    pub const DATA: usize = 0x00;
    /// In DATA: overrun, break, parity, framing.
    pub const GARBLED: u32 = 0xf00;
    pub const FLAGS: usize = 0x18;
    pub const RX_EMPTY: u32 = 1 << 4;
    pub const TX_FULL: u32 = 1 << 5;
    /// 12 MHz / (16 × 115200 baud) = 6 + 33/64.
    pub const DIVISOR: usize = 0x24;
    pub const DIVISOR_64THS: usize = 0x28;
    pub const LINE: usize = 0x2c;
    /// Eight bits, with FIFO.
    pub const EIGHT_BITS: u32 = 0x70;
    pub const CONTROL: usize = 0x30;
    /// Enabled, transmitter, receiver.
    pub const ENABLE: u32 = 0x301;
}

/// A board with one of the chips: a type, so that a port which knows its address takes neither RAM nor flash for it.
pub trait Rp2 {
    /// Where the chip has its peripherals.
    const REGISTERS: Registers;
}

/// Where a chip has its peripherals.
pub struct Registers {
    /// The clocks.
    pub clocks: Peripheral,
    /// The resets.
    pub resets: Peripheral,
    /// The functions of the pins.
    pub pins: Peripheral,
    /// The crystal oscillator.
    pub crystal: Peripheral,
    /// UART 0.
    pub uart: Peripheral,
    /// The bits, among the resets, of the pins' functions, their pads, and UART 0.
    pub in_reset: [u32; 3],
}

impl Registers {
    /// Puts system and peripherals on the crystal, since the ring oscillator of reset is too coarse for a serial port, and wakes
    /// what the port needs.
    #[inline(always)] // a board does it once, with constants
    pub fn start(&self) {
        self.crystal.write(crystal::STARTUP, crystal::DELAY);
        self.crystal.write(crystal::CONTROL, crystal::ENABLE);
        self.crystal.wait(crystal::STATUS, crystal::STABLE);
        self.clocks.write(clocks::REFERENCE, clocks::CRYSTAL);
        self.clocks.wait(clocks::REFERENCE_SELECTED, 1 << clocks::CRYSTAL);
        self.clocks.write(clocks::PERIPHERALS, clocks::ENABLE_FROM_CRYSTAL);
        for block in self.in_reset {
            self.resets.modify(resets::RESET, block, 0);
            self.resets.wait(resets::DONE, block);
        }
    }
}

/// UART 0, an Arm PL011.
pub struct Uart<B>(PhantomData<B>);

impl<B: Rp2> Uart<B> {
    const PORT: Peripheral = B::REGISTERS.uart;

    /// Starts the serial port at 115200 baud: GP0 sends, GP1 receives.
    #[inline(always)] // as above
    pub fn start() -> Serial<Self> {
        Self::PORT.write(uart::DIVISOR, 6);
        Self::PORT.write(uart::DIVISOR_64THS, 33);
        Self::PORT.write(uart::LINE, uart::EIGHT_BITS);
        Self::PORT.write(uart::CONTROL, uart::ENABLE);
        B::REGISTERS.pins.write(pins::GP0, pins::UART);
        B::REGISTERS.pins.write(pins::GP1, pins::UART);
        Serial(Self(PhantomData))
    }
}

impl<B: Rp2> Polled for Uart<B> {
    fn send(&mut self, byte: u8) {
        while Self::PORT.read(uart::FLAGS) & uart::TX_FULL != 0 {}
        Self::PORT.write(uart::DATA, byte.into());
    }

    /// [`Lost`] for a byte that came garbled, or behind one that was dropped.
    fn receive(&mut self) -> Result<u8, Lost> {
        while Self::PORT.read(uart::FLAGS) & uart::RX_EMPTY != 0 {}
        let data = Self::PORT.read(uart::DATA);
        if data & uart::GARBLED == 0 { Ok(data as u8) } else { Err(Lost) }
    }
}
