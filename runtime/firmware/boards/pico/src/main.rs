//! Raspberry Pi Pico. The serial port is UART 0: GP0 sends, GP1 receives, 115200 baud.
//!
//! It runs on the 12 MHz crystal: nothing here needs the PLL, and QEMU has no RP2040 to test it on.

#![no_std]
#![no_main]

use npi_console::{Board, Lost};
use npi_support::{Peripheral, systick};

/// The second stage of the boot, for the Pico's flash chip; it ends with its own checksum.
#[unsafe(link_section = ".boot2")]
#[used]
static BOOT2: [u8; 256] = rp2040_boot2::BOOT_LOADER_W25Q080;

// SAFETY: base addresses from the RP2040 datasheet; no DMA in any of these.
const CLOCKS: Peripheral = unsafe { Peripheral::at(0x4000_8000) };
// SAFETY: as above.
const RESETS: Peripheral = unsafe { Peripheral::at(0x4000_c000) };
// SAFETY: as above.
const PINS: Peripheral = unsafe { Peripheral::at(0x4001_4000) };
// SAFETY: as above.
const CRYSTAL: Peripheral = unsafe { Peripheral::at(0x4002_4000) };
// SAFETY: as above.
const UART: Peripheral = unsafe { Peripheral::at(0x4003_4000) };

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
    pub const PIN_FUNCTIONS: u32 = 1 << 5;
    pub const PADS: u32 = 1 << 8;
    pub const UART0: u32 = 1 << 22;
}
mod pins {
    pub const GP0: usize = 0x04;
    pub const GP1: usize = 0x0c;
    pub const UART: u32 = 2;
}
/// An Arm PL011.
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

struct Pico;

impl Pico {
    fn start() -> Self {
        start_clocks();
        for block in [resets::PIN_FUNCTIONS, resets::PADS, resets::UART0] {
            RESETS.modify(resets::RESET, block, 0);
            RESETS.wait(resets::DONE, block);
        }
        start_uart();
        Self
    }
}

/// System and peripherals on the crystal: the ring oscillator of reset is too coarse for a serial port.
fn start_clocks() {
    CRYSTAL.write(crystal::STARTUP, crystal::DELAY);
    CRYSTAL.write(crystal::CONTROL, crystal::ENABLE);
    CRYSTAL.wait(crystal::STATUS, crystal::STABLE);
    CLOCKS.write(clocks::REFERENCE, clocks::CRYSTAL);
    CLOCKS.wait(clocks::REFERENCE_SELECTED, 1 << clocks::CRYSTAL);
    CLOCKS.write(clocks::PERIPHERALS, clocks::ENABLE_FROM_CRYSTAL);
}

fn start_uart() {
    UART.write(uart::DIVISOR, 6);
    UART.write(uart::DIVISOR_64THS, 33);
    UART.write(uart::LINE, uart::EIGHT_BITS);
    UART.write(uart::CONTROL, uart::ENABLE);
    PINS.write(pins::GP0, pins::UART);
    PINS.write(pins::GP1, pins::UART);
}

impl Board for Pico {
    const NAME: &'static str = "Raspberry Pi Pico";
    const CHIP: &'static str = "RP2040, Cortex-M0+";

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            while UART.read(uart::FLAGS) & uart::TX_FULL != 0 {}
            UART.write(uart::DATA, byte.into());
        }
    }

    fn read(&mut self) -> Result<u8, Lost> {
        while UART.read(uart::FLAGS) & uart::RX_EMPTY != 0 {}
        let data = UART.read(uart::DATA);
        if data & uart::GARBLED == 0 { Ok(data as u8) } else { Err(Lost) }
    }

    fn restart_ticks(&mut self) {
        systick::restart();
    }

    fn ticks(&mut self) -> u32 {
        systick::stop()
    }
}

#[cortex_m_rt::entry]
fn main() -> ! {
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(Pico::start()) }
}
