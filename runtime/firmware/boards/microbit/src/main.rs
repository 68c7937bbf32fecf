//! BBC micro:bit v1. The serial port is the one on the USB cable, 115200 baud.

#![no_std]
#![no_main]

use npi_console::{Counter, Named, Wired};
use npi_support::nrf::{TIMER, Uart, start_crystal};

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

/// The timer: the nRF51's core has no SysTick, but TIMER0 counts the same 16 MHz with 32 bits.
struct Timer;

impl Timer {
    fn start() -> Self {
        TIMER.write(timer::BITS, 3);
        TIMER.write(timer::PRESCALER, 0);
        TIMER.write(timer::START, 1);
        Self
    }
}

impl Counter for Timer {
    fn restart(&mut self) {
        TIMER.write(timer::CLEAR, 1);
    }

    /// Wraps after 268 seconds.
    fn ticks(&mut self) -> u32 {
        TIMER.write(timer::CAPTURE, 1);
        TIMER.read(timer::CAPTURED)
    }
}

struct Microbit;

impl Named for Microbit {
    const NAME: &'static str = "BBC micro:bit";
    const CHIP: &'static str = "nRF51822, Cortex-M0";
}

#[cortex_m_rt::entry]
fn main() -> ! {
    start_crystal();
    let board =
        Wired { named: Microbit, port: Uart::start(TX_PIN, RX_PIN), counter: Timer::start(), lights: () };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
