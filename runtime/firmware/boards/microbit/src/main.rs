//! BBC micro:bit v1. The serial port is the one on the USB cable, 115200 baud.

#![no_std]
#![no_main]

use npi_console::{Board, Lost};
use npi_support::Peripheral;

// SAFETY: base addresses from the nRF51 reference manual; no DMA in any of these.
const CLOCK: Peripheral = unsafe { Peripheral::at(0x4000_0000) };
// SAFETY: as above.
const UART: Peripheral = unsafe { Peripheral::at(0x4000_2000) };
// SAFETY: as above.
const TIMER: Peripheral = unsafe { Peripheral::at(0x4000_8000) };
// SAFETY: as above.
const GPIO: Peripheral = unsafe { Peripheral::at(0x5000_0000) };

/// Pins to the USB chip.
const TX_PIN: u32 = 24;
const RX_PIN: u32 = 25;

/// 115200 baud, in the manual's table.
const BAUD_115200: u32 = 0x01d7_e000;

/// The registers used, by peripheral.
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
mod timer {
    pub const START: usize = 0x000;
    pub const CLEAR: usize = 0x00c;
    pub const CAPTURE: usize = 0x040;
    pub const BITS: usize = 0x508;
    pub const PRESCALER: usize = 0x510;
    pub const CAPTURED: usize = 0x540;
}

struct Microbit {
    /// Whether a byte is on its way out, and its event yet to come.
    sending: bool,
}

impl Microbit {
    fn start() -> Self {
        // The RC oscillator of reset is too coarse for a serial port.
        CLOCK.write(clock::START_CRYSTAL, 1);
        CLOCK.wait_patiently(clock::CRYSTAL_STARTED, 1);
        start_uart();
        start_timer();
        Self { sending: false }
    }
}

fn start_uart() {
    GPIO.write(gpio::OUT_SET, 1 << TX_PIN);
    GPIO.write(gpio::DIRECTION_SET, 1 << TX_PIN);
    UART.write(uart::PIN_TX, TX_PIN);
    UART.write(uart::PIN_RX, RX_PIN);
    UART.write(uart::BAUD_RATE, BAUD_115200);
    UART.write(uart::ENABLE, 4);
    UART.write(uart::START_TX, 1);
    UART.write(uart::START_RX, 1);
}

/// The nRF51's core has no SysTick; its TIMER0 counts the same 16 MHz with 32 bits.
fn start_timer() {
    TIMER.write(timer::BITS, 3);
    TIMER.write(timer::PRESCALER, 0);
    TIMER.write(timer::START, 1);
}

impl Board for Microbit {
    const NAME: &'static str = "BBC micro:bit";
    const CHIP: &'static str = "nRF51822, Cortex-M0";

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if self.sending {
                UART.wait(uart::TX_READY, 1);
                UART.write(uart::TX_READY, 0);
            }
            UART.write(uart::TX, byte.into());
            self.sending = true;
        }
    }

    fn read(&mut self) -> Result<u8, Lost> {
        UART.wait(uart::RX_READY, 1);
        // Before the byte is taken: taking it raises the event again if the FIFO holds another.
        UART.write(uart::RX_READY, 0);
        let byte = UART.read(uart::RX) as u8;
        if UART.read(uart::ERROR) == 0 {
            return Ok(byte);
        }
        UART.write(uart::ERROR, 0);
        UART.write(uart::ERROR_SOURCE, 0xf);
        Err(Lost)
    }

    fn restart_ticks(&mut self) {
        TIMER.write(timer::CLEAR, 1);
    }

    /// Wraps after 268 seconds.
    fn ticks(&mut self) -> u32 {
        TIMER.write(timer::CAPTURE, 1);
        TIMER.read(timer::CAPTURED)
    }
}

#[cortex_m_rt::entry]
fn main() -> ! {
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(Microbit::start()) }
}
