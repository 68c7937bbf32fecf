//! The serial port that the nRF51 and the nRF52833 have in common, polled, and their crystal.

use crate::Peripheral;
use crate::serial::{Polled, Serial};
use npi_console::Lost;

// SAFETY: base addresses in the nRF51's reference manual and in the nRF52833's product specification; no DMA in any of these.
const CLOCK: Peripheral = unsafe { Peripheral::at(0x4000_0000) };
// SAFETY: as above.
const UART: Peripheral = unsafe { Peripheral::at(0x4000_2000) };
/// The first timer.
// SAFETY: as above.
pub const TIMER: Peripheral = unsafe { Peripheral::at(0x4000_8000) };
/// The pins; of the nRF52833, the first port's, and the second port's from 0x300 on.
// SAFETY: as above.
pub const GPIO: Peripheral = unsafe { Peripheral::at(0x5000_0000) };

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
pub fn start_crystal() {
    CLOCK.write(clock::START_CRYSTAL, 1);
    CLOCK.wait_patiently(clock::CRYSTAL_STARTED, 1);
}

/// A serial port at 115200 baud.
pub struct Uart {
    /// Whether a byte is on its way out, and its event yet to come.
    sending: bool,
}

impl Uart {
    /// Starts the port. `tx` is a pin of the first port of pins, `rx` one of any: 32 stands for the first of the second port.
    #[inline(always)] // a board does it once
    pub fn start(tx: u32, rx: u32) -> Serial<Self> {
        GPIO.write(gpio::OUT_SET, 1 << tx);
        GPIO.write(gpio::DIRECTION_SET, 1 << tx);
        UART.write(uart::PIN_TX, tx);
        UART.write(uart::PIN_RX, rx);
        UART.write(uart::BAUD_RATE, BAUD_115200);
        UART.write(uart::ENABLE, 4);
        UART.write(uart::START_TX, 1);
        UART.write(uart::START_RX, 1);
        Serial(Self { sending: false })
    }
}

impl Polled for Uart {
    fn send(&mut self, byte: u8) {
        if self.sending {
            UART.wait(uart::TX_READY, 1);
            UART.write(uart::TX_READY, 0);
        }
        UART.write(uart::TX, byte.into());
        self.sending = true;
    }

    fn receive(&mut self) -> Result<u8, Lost> {
        UART.wait(uart::RX_READY, 1);
        // Before the byte is taken: taking it raises the event again if the queue holds another.
        UART.write(uart::RX_READY, 0);
        let byte = UART.read(uart::RX) as u8;
        if UART.read(uart::ERROR) == 0 {
            return Ok(byte);
        }
        UART.write(uart::ERROR, 0);
        UART.write(uart::ERROR_SOURCE, 0xf);
        Err(Lost)
    }
}
