//! Arm MPS2 with the AN500 image (a Cortex-M7 in an FPGA). The serial port is UART 0, 115200 baud.

#![no_std]
#![no_main]

use npi_console::{Board, Lost};
use npi_support::{Peripheral, systick};

// SAFETY: the CMSDK UART's base address, from Arm's application note AN500; it has no DMA.
const UART: Peripheral = unsafe { Peripheral::at(0x4000_4000) };

/// 25 MHz / 115200 baud.
const DIVISOR: u32 = 217;

const DATA: usize = 0x00;
const STATE: usize = 0x04;
const CONTROL: usize = 0x08;
const BAUD_DIVISOR: usize = 0x10;

const TRANSMIT_FULL: u32 = 1 << 0;
const RECEIVED: u32 = 1 << 1;
const OVERRUN: u32 = 1 << 3;
const TRANSMIT_AND_RECEIVE: u32 = 0b11;

struct Mps2;

impl Mps2 {
    fn start() -> Self {
        UART.write(BAUD_DIVISOR, DIVISOR);
        UART.write(CONTROL, TRANSMIT_AND_RECEIVE);
        Self
    }
}

impl Board for Mps2 {
    const NAME: &'static str = "Arm MPS2";
    const CHIP: &'static str = "AN500, Cortex-M7";

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            while UART.read(STATE) & TRANSMIT_FULL != 0 {}
            UART.write(DATA, byte.into());
        }
    }

    fn read(&mut self) -> Result<u8, Lost> {
        UART.wait(STATE, RECEIVED);
        let overrun = UART.read(STATE) & OVERRUN;
        let byte = UART.read(DATA) as u8;
        if overrun == 0 {
            return Ok(byte);
        }
        UART.write(STATE, OVERRUN);
        Err(Lost)
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
    npi_support::run(Mps2::start())
}
