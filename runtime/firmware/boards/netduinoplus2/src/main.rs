//! Netduino Plus 2. The serial port is USART6: D1 (PC6) sends, D0 (PC7) receives, 115200 baud.
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

struct Netduino;

impl Named for Netduino {
    const NAME: &'static str = "Netduino Plus 2";
    const CHIP: &'static str = "STM32F405RG, Cortex-M4F";
}

#[cortex_m_rt::entry]
fn main() -> ! {
    // SAFETY: `main` runs once, and the core's timer, which is not of the chip, is all that is taken elsewhere.
    let chip = unsafe { pac::Peripherals::steal() };
    let mut clocks = chip.RCC.constrain();
    let pins = chip.GPIOC.split(&mut clocks);
    let Ok(port) = serial::Serial::new(chip.USART6, (pins.pc6, pins.pc7), BAUD.bps(), &mut clocks) else {
        loop {
            core::hint::spin_loop(); // no clock of this chip is too slow for these bauds
        }
    };
    let port = Serial(NonBlocking(port));
    let board = Wired { named: Netduino, port, counter: SysTick::take(), lights: () };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
