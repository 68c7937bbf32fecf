//! Arm MPS2 with the AN500 image (a Cortex-M7 in an FPGA). The serial port is UART 0, 115200 baud.

#![no_std]
#![no_main]

use npi_console::{Board, Lost};
use npi_support::{Peripheral, cmsdk::Uart, systick};

// SAFETY: the CMSDK UART's base address, from Arm's application note AN500; it has no DMA.
const UART: Peripheral = unsafe { Peripheral::at(0x4000_4000) };

const CLOCK_HZ: u32 = 25_000_000;
const BAUD: u32 = 115_200;

struct Mps2(Uart);

impl Board for Mps2 {
    const NAME: &'static str = "Arm MPS2";
    const CHIP: &'static str = "AN500, Cortex-M7";

    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    fn read(&mut self) -> Result<u8, Lost> {
        self.0.read()
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
    unsafe { npi_support::run(Mps2(Uart::start(UART, CLOCK_HZ, BAUD))) }
}
