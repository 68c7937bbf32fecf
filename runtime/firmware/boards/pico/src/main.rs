//! Raspberry Pi Pico. The serial port is UART 0: GP0 sends, GP1 receives, 115200 baud.

#![no_std]
#![no_main]

use npi_console::{Named, Wired};
use npi_support::rp2::{Registers, Rp2, Uart};
use npi_support::{Peripheral, systick::SysTick};

/// The second stage of the boot, for the Pico's flash chip; it ends with its own checksum.
#[unsafe(link_section = ".boot2")]
#[used]
static BOOT2: [u8; 256] = rp2040_boot2::BOOT_LOADER_W25Q080;

struct Pico;

impl Named for Pico {
    const NAME: &'static str = "Raspberry Pi Pico";
    const CHIP: &'static str = "RP2040, Cortex-M0+";
}

/// Addresses and bits from the RP2040 datasheet.
impl Rp2 for Pico {
    const REGISTERS: Registers = Registers {
        // SAFETY: there are the chip's registers; no DMA in any of these.
        clocks: unsafe { Peripheral::at(0x4000_8000) },
        // SAFETY: as above.
        resets: unsafe { Peripheral::at(0x4000_c000) },
        // SAFETY: as above.
        pins: unsafe { Peripheral::at(0x4001_4000) },
        // SAFETY: as above.
        crystal: unsafe { Peripheral::at(0x4002_4000) },
        // SAFETY: as above.
        uart: unsafe { Peripheral::at(0x4003_4000) },
        in_reset: [1 << 5, 1 << 8, 1 << 22],
    };
}

#[cortex_m_rt::entry]
fn main() -> ! {
    Pico::REGISTERS.start();
    let board = Wired { named: Pico, port: Uart::<Pico>::start(), counter: SysTick::take(), lights: () };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
