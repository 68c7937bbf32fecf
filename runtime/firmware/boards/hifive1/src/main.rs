//! SiFive HiFive1 Rev B. The serial port is UART 0, on the USB cable, 115200 baud.

#![no_std]
#![no_main]

use npi_console::{Lost, Named, Wired};
use npi_support::serial::{Polled, Serial};
use npi_support::{Peripheral, mcycle::Cycles};

// SAFETY: base addresses from the FE310-G002 manual; no DMA in any of these.
const CLOCKS: Peripheral = unsafe { Peripheral::at(0x1000_8000) };
// SAFETY: as above.
const GPIO: Peripheral = unsafe { Peripheral::at(0x1001_2000) };
// SAFETY: as above.
const UART: Peripheral = unsafe { Peripheral::at(0x1001_3000) };

/// 16 MHz / 115200 baud, less one.
const DIVISOR: u32 = 138;

mod clocks {
    pub const CRYSTAL: usize = 0x04;
    pub const CRYSTAL_ON: u32 = 1 << 30;
    pub const CRYSTAL_READY: u32 = 1 << 31;
    pub const PLL: usize = 0x08;
    /// The crystal's 16 MHz, past the PLL, to the core.
    pub const FROM_CRYSTAL: u32 = 1 << 16 | 1 << 17 | 1 << 18;
}
mod gpio {
    pub const FUNCTION_ENABLE: usize = 0x38;
    pub const FUNCTION_SELECT: usize = 0x3c;
    /// Pin 16 receives, pin 17 sends: function 0.
    pub const UART_PINS: u32 = 0b11 << 16;
}
mod uart {
    pub const TX: usize = 0x00;
    pub const RX: usize = 0x04;
    pub const TX_CONTROL: usize = 0x08;
    pub const RX_CONTROL: usize = 0x0c;
    pub const DIVISOR: usize = 0x18;
    /// In TX and in RX: the queue is full, the queue is empty.
    pub const NOT_NOW: u32 = 1 << 31;
}

/// The serial port.
struct Uart;

impl Uart {
    /// Starts the crystal, and the port on it.
    fn start() -> Serial<Self> {
        CLOCKS.modify(clocks::CRYSTAL, 0, clocks::CRYSTAL_ON);
        CLOCKS.wait_patiently(clocks::CRYSTAL, clocks::CRYSTAL_READY);
        CLOCKS.write(clocks::PLL, clocks::FROM_CRYSTAL);
        GPIO.modify(gpio::FUNCTION_SELECT, gpio::UART_PINS, 0);
        GPIO.modify(gpio::FUNCTION_ENABLE, 0, gpio::UART_PINS);
        UART.write(uart::DIVISOR, DIVISOR);
        UART.write(uart::TX_CONTROL, 1);
        UART.write(uart::RX_CONTROL, 1);
        Serial(Self)
    }
}

impl Polled for Uart {
    fn send(&mut self, byte: u8) {
        while UART.read(uart::TX) & uart::NOT_NOW != 0 {}
        UART.write(uart::TX, byte.into());
    }

    /// Never [`Lost`]: this UART drops what does not fit into its queue of eight and does not say so.
    fn receive(&mut self) -> Result<u8, Lost> {
        loop {
            let received = UART.read(uart::RX);
            if received & uart::NOT_NOW == 0 {
                return Ok(received as u8);
            }
        }
    }
}

struct HiFive1;

impl Named for HiFive1 {
    const NAME: &'static str = "SiFive HiFive1";
    const CHIP: &'static str = "FE310, RV32IMAC";
}

#[riscv_rt::entry]
fn main() -> ! {
    let board = Wired { named: HiFive1, port: Uart::start(), counter: Cycles::start(), lights: () };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
