//! The UART of Arm's Cortex-M System Design Kit, which the FPGA images of the MPS boards have, polled.

use crate::Peripheral;
use crate::serial::{Polled, Serial};
use npi_console::Lost;

const DATA: usize = 0x00;
const STATE: usize = 0x04;
const CONTROL: usize = 0x08;
const BAUD_DIVISOR: usize = 0x10;

const TRANSMIT_FULL: u32 = 1 << 0;
const RECEIVED: u32 = 1 << 1;
const OVERRUN: u32 = 1 << 3;
const TRANSMIT_AND_RECEIVE: u32 = 0b11;

/// A serial port that is clocked already, with its pins set up by the image.
pub struct Uart(Peripheral);

impl Uart {
    /// Starts the port; `clock` is what its bus runs at, in Hz.
    pub fn start(port: Peripheral, clock: u32, baud: u32) -> Serial<Self> {
        port.write(BAUD_DIVISOR, (clock + baud / 2).checked_div(baud).unwrap_or(0));
        port.write(CONTROL, TRANSMIT_AND_RECEIVE);
        Serial(Self(port))
    }
}

impl Polled for Uart {
    fn send(&mut self, byte: u8) {
        while self.0.read(STATE) & TRANSMIT_FULL != 0 {}
        self.0.write(DATA, byte.into());
    }

    /// [`Lost`] once for each overrun of the receiver.
    fn receive(&mut self) -> Result<u8, Lost> {
        self.0.wait(STATE, RECEIVED);
        let overrun = self.0.read(STATE) & OVERRUN;
        let byte = self.0.read(DATA) as u8;
        if overrun == 0 {
            return Ok(byte);
        }
        self.0.write(STATE, OVERRUN);
        Err(Lost)
    }
}
