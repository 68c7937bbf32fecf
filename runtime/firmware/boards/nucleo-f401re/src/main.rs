//! STM32 Nucleo-F401RE. The serial port is USART2, on the USB cable by way of the ST-LINK: PA2 sends, PA3 receives, 115200 baud.
//!
//! The chip stays on the clock it wakes up with, its 16 MHz oscillator (1 %, enough for a serial port).

#![no_std]
#![no_main]

use npi_console::{Named, Wired};
use npi_support::serial::{NonBlocking, Serial};
use npi_support::systick::SysTick;
use stm32f4xx_hal::prelude::*;
use stm32f4xx_hal::{pac, serial};

const BAUD: u32 = 115_200;

struct Nucleo;

impl Named for Nucleo {
    const NAME: &'static str = "STM32 Nucleo-F401RE";
    const CHIP: &'static str = "STM32F401RE, Cortex-M4F";
}

#[cortex_m_rt::entry]
fn main() -> ! {
    // SAFETY: `main` runs once, and the core's timer, which is not of the chip, is all that is taken elsewhere.
    let chip = unsafe { pac::Peripherals::steal() };
    let mut clocks = chip.RCC.constrain();
    let pins = chip.GPIOA.split(&mut clocks);
    let Ok(port) = serial::Serial::new(chip.USART2, (pins.pa2, pins.pa3), BAUD.bps(), &mut clocks) else {
        loop {
            core::hint::spin_loop(); // no clock of this chip is too slow for these bauds
        }
    };
    let port = Serial(NonBlocking(port));
    let board = Wired { named: Nucleo, port, counter: SysTick::take(), lights: () };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
