//! BBC micro:bit v2. The serial port is the one on the USB cable, 115200 baud. While button A is held, the LEDs show each step of a
//! run: the symbol below the last row's pointer, and where that is.

#![no_std]
#![no_main]

use embedded_hal::delay::DelayNs;
use npi_console::{Lights, Named, Wired};
use npi_support::leds;
use npi_support::nrf::{GPIO, TIMER, Uart, start_crystal};
use npi_support::nrf51::Timer;
use npi_support::systick::SysTick;

/// The second port of pins, in the same block of registers as the first.
const PORT_1: usize = 0x300;

/// Pins to the USB chip: P0.06, and P1.08, which counts from 32.
const TX_PIN: u32 = 6;
const RX_PIN: u32 = 32 + 8;

/// The rows' pins, high to light, and the columns', low to light, as the ports number them; column 4 is on port 1.
const ROWS: [u32; 5] = [21, 22, 15, 24, 19];
const COLUMNS: [(usize, u32); 5] = [(0, 28), (0, 11), (0, 31), (PORT_1, 5), (0, 30)];
/// Button A's pin, low while it is held.
const BUTTON_A: u32 = 14;

mod gpio {
    pub const OUT_SET: usize = 0x508;
    pub const OUT_CLEAR: usize = 0x50c;
    pub const IN: usize = 0x510;
    pub const DIRECTION_SET: usize = 0x518;
    /// The configuration of pin 0; those of the others follow, a word each.
    pub const CONFIGURATION: usize = 0x700;
    pub const INPUT_PULLED_UP: u32 = 3 << 2;
}

/// A step is shown for a quarter of a second: fifty times five rows of a millisecond each.
const TIMES: u32 = 50;
const ROW_US: u32 = 1_000;

/// The LEDs, with the timer by which they are lit, and button A.
struct Leds(Timer);

impl Leds {
    fn start() -> Self {
        for row in ROWS {
            GPIO.write(gpio::OUT_CLEAR, 1 << row);
            GPIO.write(gpio::DIRECTION_SET, 1 << row);
        }
        for (port, column) in COLUMNS {
            GPIO.write(port + gpio::OUT_SET, 1 << column);
            GPIO.write(port + gpio::DIRECTION_SET, 1 << column);
        }
        GPIO.write(gpio::CONFIGURATION + 4 * BUTTON_A as usize, gpio::INPUT_PULLED_UP);
        Self(Timer::start(TIMER))
    }

    /// Lights a row of the LEDs for a moment: bit 4 is the leftmost.
    fn light(&mut self, row: u32, leds: u8) {
        for (place, (port, column)) in (0..).zip(COLUMNS) {
            let register = if leds & (0b10000 >> place) != 0 { gpio::OUT_CLEAR } else { gpio::OUT_SET };
            GPIO.write(port + register, 1 << column);
        }
        GPIO.write(gpio::OUT_SET, 1 << row);
        self.0.delay_us(ROW_US);
        GPIO.write(gpio::OUT_CLEAR, 1 << row);
    }
}

impl Lights for Leds {
    fn show(&mut self, pointer: usize, symbol: char) {
        if GPIO.read(gpio::IN) & 1 << BUTTON_A != 0 {
            return;
        }
        let rows = leds::picture(pointer, symbol);
        for _ in 0..TIMES {
            for (row, leds) in ROWS.into_iter().zip(rows) {
                self.light(row, leds);
            }
        }
    }
}

struct Microbit;

impl Named for Microbit {
    const NAME: &'static str = "BBC micro:bit v2";
    const CHIP: &'static str = "nRF52833, Cortex-M4F";
}

#[cortex_m_rt::entry]
fn main() -> ! {
    start_crystal();
    let board = Wired {
        named: Microbit,
        port: Uart::start(TX_PIN, RX_PIN),
        counter: SysTick::take(),
        lights: Leds::start(),
    };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
