//! BBC micro:bit v1. The serial port is the one on the USB cable, 115200 baud.

#![no_std]
#![no_main]

use npi_console::{Board, Lost};
use npi_support::Peripheral;
use npi_support::nrf::{Uart, start_crystal};

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

/// The registers of the timer that are used.
mod timer {
    pub const START: usize = 0x000;
    pub const CLEAR: usize = 0x00c;
    pub const CAPTURE: usize = 0x040;
    pub const BITS: usize = 0x508;
    pub const PRESCALER: usize = 0x510;
    pub const CAPTURED: usize = 0x540;
}

struct Microbit(Uart);

impl Microbit {
    fn start() -> Self {
        start_crystal(CLOCK);
        let uart = Uart::start(UART, GPIO, TX_PIN, RX_PIN);
        start_timer();
        Self(uart)
    }
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
        self.0.write(UART, bytes);
    }

    fn read(&mut self) -> Result<u8, Lost> {
        self.0.read(UART)
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
