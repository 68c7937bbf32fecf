//! QEMU's RISC-V machine `virt` as the nearest that an emulator has to an ESP32-C3: its instructions, and as much RAM. The serial
//! port is a 16550, which needs no setting up there.

#![no_std]
#![no_main]

use npi_console::{Lost, Named, Wired};
use npi_support::serial::{Polled, Serial};
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

/// The serial port.
struct Uart;

impl Polled for Uart {
    fn send(&mut self, byte: u8) {
        while UART.read_byte(uart::LINE) & uart::TRANSMIT_EMPTY == 0 {}
        UART.write_byte(uart::DATA, byte);
    }

    fn receive(&mut self) -> Result<u8, Lost> {
        loop {
            let line = UART.read_byte(uart::LINE);
            if line & uart::RECEIVED != 0 {
                let byte = UART.read_byte(uart::DATA);
                return if line & uart::OVERRUN == 0 { Ok(byte) } else { Err(Lost) };
            }
        }
    }
}

struct Virt;

impl Named for Virt {
    const NAME: &'static str = "QEMU virt";
    const CHIP: &'static str = "RV32IMC";
}

#[riscv_rt::entry]
fn main() -> ! {
    let board = Wired { named: Virt, port: Serial(Uart), counter: Cycles::start(), lights: () };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
