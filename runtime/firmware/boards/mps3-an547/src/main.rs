//! Arm MPS3 with the AN547 image (a Cortex-M55 in an FPGA). The serial port is UART 0, 115200 baud.

#![no_std]
#![no_main]

use npi_console::{Named, Wired};
use npi_support::{Peripheral, cmsdk::Uart, systick::SysTick};

// SAFETY: the CMSDK UART's base address, from Arm's application note AN547, at its secure address, since the core starts secure and stays so; it has no DMA.
const UART: Peripheral = unsafe { Peripheral::at(0x5930_3000) };

const CLOCK_HZ: u32 = 32_000_000;
const BAUD: u32 = 115_200;

struct Mps3;

impl Named for Mps3 {
    const NAME: &'static str = "Arm MPS3";
    const CHIP: &'static str = "AN547, Cortex-M55";
}

#[cortex_m_rt::entry]
fn main() -> ! {
    let board =
        Wired { named: Mps3, port: Uart::start(UART, CLOCK_HZ, BAUD), counter: SysTick::take(), lights: () };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
