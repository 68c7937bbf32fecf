//! The nRF51's pins and its timer, as the traits of `embedded-hal` have them.

use core::convert::Infallible;

use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{ErrorType, InputPin, OutputPin};

use crate::Peripheral;

const OUT_SET: usize = 0x508;
const OUT_CLEAR: usize = 0x50c;
const IN: usize = 0x510;
/// The configuration of pin 0; those of the others follow, a word each.
const CONFIGURATION: usize = 0x700;

/// What a pin is configured as: bit 0 makes it an output, bit 1 disconnects its input buffer, bits 2 and 3 pull, bits 8 to 10
/// drive.
const INPUT_PULLED_UP: u32 = 3 << 2;
const OUTPUT: u32 = 0b11;
const OUTPUT_OPEN_DRAIN: u32 = OUTPUT | 6 << 8;

/// A pin of the port that it is made of.
///
/// ```
/// use embedded_hal::digital::{InputPin, OutputPin};
/// use npi_support::{Peripheral, nrf51::Pin};
/// let mut registers = [0_u32; 1024]; // what a chip would have at the port's address
/// // SAFETY: 4 KB that can be read and written in words, and that nothing but the port touches until it is done.
/// let port = unsafe { Peripheral::at(registers.as_mut_ptr() as usize) };
/// let (mut row, mut column) = (Pin::open_drain(port, 23), Pin::pulled_up(port, 3));
/// assert_eq!(port.read(0x508), 1 << 23, "it is let go before it is an output");
/// assert_eq!([port.read(0x75c), port.read(0x70c)], [0x603, 0xc], "what they are configured as");
/// row.set_low()?;
/// assert_eq!(port.read(0x50c), 1 << 23);
/// port.write(0x510, !(1 << 3));
/// assert!(column.is_low()? && row.is_high()?);
/// # Ok::<(), core::convert::Infallible>(())
/// ```
pub struct Pin {
    port: Peripheral,
    mask: u32,
}

impl Pin {
    /// An output that begins low.
    pub fn output(port: Peripheral, number: u8) -> Self {
        let pin = Self { port, mask: 1 << (number & 31) };
        port.write(OUT_CLEAR, pin.mask);
        pin.configure(number, OUTPUT)
    }

    /// An output that is driven low, and let go when it is high, as it is at first.
    pub fn open_drain(port: Peripheral, number: u8) -> Self {
        let pin = Self { port, mask: 1 << (number & 31) };
        port.write(OUT_SET, pin.mask);
        pin.configure(number, OUTPUT_OPEN_DRAIN)
    }

    /// An input with a pull-up of 13 kΩ.
    pub fn pulled_up(port: Peripheral, number: u8) -> Self {
        Self { port, mask: 1 << (number & 31) }.configure(number, INPUT_PULLED_UP)
    }

    fn configure(self, number: u8, configuration: u32) -> Self {
        self.port.write(CONFIGURATION + 4 * usize::from(number & 31), configuration);
        self
    }
}

impl ErrorType for Pin {
    type Error = Infallible;
}

impl OutputPin for Pin {
    fn set_low(&mut self) -> Result<(), Infallible> {
        self.port.write(OUT_CLEAR, self.mask);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        self.port.write(OUT_SET, self.mask);
        Ok(())
    }
}

impl InputPin for Pin {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        Ok(self.port.read(IN) & self.mask != 0)
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        Ok(self.port.read(IN) & self.mask == 0)
    }
}

const START: usize = 0x000;
const CAPTURE: usize = 0x040;
const BITS: usize = 0x508;
const PRESCALER: usize = 0x510;
const CAPTURED: usize = 0x540;

/// TIMER0, which counts microseconds with 32 bits.
pub struct Timer(Peripheral);

impl Timer {
    /// Starts it: 16 MHz divided by 2⁴.
    pub fn start(timer: Peripheral) -> Self {
        timer.write(BITS, 3);
        timer.write(PRESCALER, 4);
        timer.write(START, 1);
        Self(timer)
    }

    fn now(&self) -> u32 {
        self.0.write(CAPTURE, 1);
        self.0.read(CAPTURED)
    }
}

impl DelayNs for Timer {
    fn delay_ns(&mut self, ns: u32) {
        self.delay_us(ns.div_ceil(1000));
    }

    /// Waits for at least so long: the present microsecond has begun already.
    fn delay_us(&mut self, us: u32) {
        let start = self.now();
        while self.now().wrapping_sub(start) <= us {}
    }
}
