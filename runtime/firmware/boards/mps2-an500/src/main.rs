//! Arm MPS2 with the AN500 image (a Cortex-M7 in an FPGA). The serial port is UART 0, 115200 baud.

#![no_std]
#![no_main]

use npi_console::{Named, Wired};
use npi_support::{Peripheral, cmsdk::Uart, systick::SysTick};

// SAFETY: the CMSDK UART's base address, from Arm's application note AN500; it has no DMA.
const UART: Peripheral = unsafe { Peripheral::at(0x4000_4000) };

const CLOCK_HZ: u32 = 25_000_000;
const BAUD: u32 = 115_200;

struct Mps2;

impl Named for Mps2 {
    const NAME: &'static str = "Arm MPS2";
    const CHIP: &'static str = "AN500, Cortex-M7";
}

#[cortex_m_rt::entry]
fn main() -> ! {
    let board =
        Wired { named: Mps2, port: Uart::start(UART, CLOCK_HZ, BAUD), counter: SysTick::take(), lights: () };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
