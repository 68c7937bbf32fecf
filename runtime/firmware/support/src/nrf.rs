//! The serial port that the nRF51 and the nRF52833 have in common, polled, and their crystal.

use crate::Peripheral;
use npi_console::Lost;

mod clock {
    pub const START_CRYSTAL: usize = 0x000;
    pub const CRYSTAL_STARTED: usize = 0x100;
}
mod gpio {
    pub const OUT_SET: usize = 0x508;
    pub const DIRECTION_SET: usize = 0x518;
}
mod uart {
    pub const START_RX: usize = 0x000;
    pub const START_TX: usize = 0x008;
    pub const RX_READY: usize = 0x108;
    pub const TX_READY: usize = 0x11c;
    pub const ERROR: usize = 0x124;
    pub const ERROR_SOURCE: usize = 0x480;
    pub const ENABLE: usize = 0x500;
    pub const PIN_TX: usize = 0x50c;
    pub const PIN_RX: usize = 0x514;
    pub const RX: usize = 0x518;
    pub const TX: usize = 0x51c;
    pub const BAUD_RATE: usize = 0x524;
}

/// 115200 baud, in the manuals' tables.
const BAUD_115200: u32 = 0x01d7_e000;

/// Starts the crystal: the RC oscillator of reset is too coarse for a serial port.
#[inline(always)] // a board does it once
pub fn start_crystal(clock: Peripheral) {
    clock.write(clock::START_CRYSTAL, 1);
    clock.wait_patiently(clock::CRYSTAL_STARTED, 1);
}

/// A serial port at 115200 baud. Its registers are given each time: a board has them as a constant, which takes no flash.
pub struct Uart {
    /// Whether a byte is on its way out, and its event yet to come.
    sending: bool,
}

impl Uart {
    /// Starts the port. `tx` is a pin of the port of pins that is given, `rx` one of any: 32 stands for the first of the second port.
    #[inline(always)] // a board does it once
    pub fn start(port: Peripheral, pins: Peripheral, tx: u32, rx: u32) -> Self {
        pins.write(gpio::OUT_SET, 1 << tx);
        pins.write(gpio::DIRECTION_SET, 1 << tx);
        port.write(uart::PIN_TX, tx);
        port.write(uart::PIN_RX, rx);
        port.write(uart::BAUD_RATE, BAUD_115200);
        port.write(uart::ENABLE, 4);
        port.write(uart::START_TX, 1);
        port.write(uart::START_RX, 1);
        Self { sending: false }
    }

    /// Sends every byte; waits while the transmitter is busy.
    #[inline(always)] // the board's own is the one that is called
    pub fn write(&mut self, port: Peripheral, bytes: &[u8]) {
        for &byte in bytes {
            if self.sending {
                port.wait(uart::TX_READY, 1);
                port.write(uart::TX_READY, 0);
            }
            port.write(uart::TX, byte.into());
            self.sending = true;
        }
    }

    /// Waits for a byte.
    ///
    /// # Errors
    /// [`Lost`] once if something was dropped or garbled.
    #[inline(always)] // the board's own is the one that is called
    pub fn read(&self, port: Peripheral) -> Result<u8, Lost> {
        port.wait(uart::RX_READY, 1);
        // Before the byte is taken: taking it raises the event again if the queue holds another.
        port.write(uart::RX_READY, 0);
        let byte = port.read(uart::RX) as u8;
        if port.read(uart::ERROR) == 0 {
            return Ok(byte);
        }
        port.write(uart::ERROR, 0);
        port.write(uart::ERROR_SOURCE, 0xf);
        Err(Lost)
    }
}
