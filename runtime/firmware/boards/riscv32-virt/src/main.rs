//! QEMU's RISC-V machine `virt` as the nearest that an emulator has to an ESP32-C3: its instructions, and as much RAM. The serial
//! port is a 16550, which needs no setting up there.

#![no_std]
#![no_main]

use npi_console::{Board, Lost};
use npi_support::{Peripheral, mcycle::Cycles};

// SAFETY: the serial port's address in QEMU's documentation of the machine; it has no DMA.
const UART: Peripheral = unsafe { Peripheral::at(0x1000_0000) };

/// A 16550's registers of one byte each.
mod uart {
    pub const DATA: usize = 0;
    pub const LINE: usize = 5;
    pub const RECEIVED: u8 = 1 << 0;
    pub const OVERRUN: u8 = 1 << 1;
    pub const TRANSMIT_EMPTY: u8 = 1 << 5;
}

struct Virt(Cycles);

impl Board for Virt {
    const NAME: &'static str = "QEMU virt";
    const CHIP: &'static str = "RV32IMC";

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            while UART.read_byte(uart::LINE) & uart::TRANSMIT_EMPTY == 0 {}
            UART.write_byte(uart::DATA, byte);
        }
    }

    fn read(&mut self) -> Result<u8, Lost> {
        loop {
            let line = UART.read_byte(uart::LINE);
            if line & uart::RECEIVED != 0 {
                let byte = UART.read_byte(uart::DATA);
                return if line & uart::OVERRUN == 0 { Ok(byte) } else { Err(Lost) };
            }
        }
    }

    fn restart_ticks(&mut self) {
        self.0 = Cycles::start();
    }

    fn ticks(&mut self) -> u32 {
        self.0.elapsed()
    }
}

#[riscv_rt::entry]
fn main() -> ! {
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(Virt(Cycles::start())) }
}
