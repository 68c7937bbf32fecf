//! The USART of the STM32 F1, which the families F2 and F4 share, polled.

use crate::Peripheral;
use crate::serial::{Polled, Serial};
use npi_console::Lost;

const STATUS: usize = 0x00;
const DATA: usize = 0x04;
const BAUD_RATE: usize = 0x08;
const CONTROL: usize = 0x0c;

/// Framing error, noise, overrun: reading the status and then the data clears them.
const GARBLED: u32 = 0b1110;
const RECEIVED: u32 = 1 << 5;
const TRANSMIT_EMPTY: u32 = 1 << 7;

/// Enabled, transmitter, receiver; eight bits and no parity are the reset state.
const ENABLE: u32 = 1 << 13 | 1 << 3 | 1 << 2;

/// A serial port whose clock and pins the board has set up.
pub struct Usart(Peripheral);

impl Usart {
    /// Starts the port; `clock` is what its bus runs at, in Hz.
    pub fn start(port: Peripheral, clock: u32, baud: u32) -> Serial<Self> {
        port.write(BAUD_RATE, (clock + baud / 2).checked_div(baud).unwrap_or(0));
        port.write(CONTROL, ENABLE);
        Serial(Self(port))
    }
}

impl Polled for Usart {
    fn send(&mut self, byte: u8) {
        self.0.wait(STATUS, TRANSMIT_EMPTY);
        self.0.write(DATA, byte.into());
    }

    fn receive(&mut self) -> Result<u8, Lost> {
        self.0.wait(STATUS, RECEIVED | GARBLED);
        let status = self.0.read(STATUS);
        let byte = self.0.read(DATA) as u8;
        if status & GARBLED == 0 { Ok(byte) } else { Err(Lost) }
    }
}
