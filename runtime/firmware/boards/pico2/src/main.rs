//! Raspberry Pi Pico 2, on its Arm cores. The serial port is UART 0: GP0 sends, GP1 receives, 115200 baud.

#![no_std]
#![no_main]

use npi_console::{Named, Wired};
use npi_support::rp2::{Registers, Rp2, Uart};
use npi_support::{Peripheral, systick::SysTick};

/// What tells the chip's boot ROM that this is a program for its Arm cores, in secure state: the smallest image definition in the
/// datasheet's chapter on the boot ROM.
#[unsafe(link_section = ".image_definition")]
#[used]
static IMAGE_DEFINITION: [u32; 5] = [0xffff_ded3, 0x1021_0142, 0x0000_01ff, 0, 0xab12_3579];

// SAFETY: the pads' registers, by the datasheet; no DMA.
const PADS: Peripheral = unsafe { Peripheral::at(0x4003_8000) };

/// The pads of GP0 and GP1, and in them: cut off from the chip, as after reset; the input is on.
const GP0: usize = 0x04;
const GP1: usize = 0x08;
const ISOLATED: u32 = 1 << 8;
const INPUT: u32 = 1 << 6;

struct Pico2;

impl Named for Pico2 {
    const NAME: &'static str = "Raspberry Pi Pico 2";
    const CHIP: &'static str = "RP2350, Cortex-M33";
}

/// Addresses and bits from the RP2350 datasheet.
impl Rp2 for Pico2 {
    const REGISTERS: Registers = Registers {
        // SAFETY: there are the chip's registers; no DMA in any of these.
        clocks: unsafe { Peripheral::at(0x4001_0000) },
        // SAFETY: as above.
        resets: unsafe { Peripheral::at(0x4002_0000) },
        // SAFETY: as above.
        pins: unsafe { Peripheral::at(0x4002_8000) },
        // SAFETY: as above.
        crystal: unsafe { Peripheral::at(0x4004_8000) },
        // SAFETY: as above.
        uart: unsafe { Peripheral::at(0x4007_0000) },
        in_reset: [1 << 6, 1 << 9, 1 << 26],
    };
}

#[cortex_m_rt::entry]
fn main() -> ! {
    Pico2::REGISTERS.start();
    for pad in [GP0, GP1] {
        PADS.modify(pad, ISOLATED, INPUT);
    }
    let board = Wired { named: Pico2, port: Uart::<Pico2>::start(), counter: SysTick::take(), lights: () };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
