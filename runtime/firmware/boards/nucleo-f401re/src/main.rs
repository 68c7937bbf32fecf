//! STM32 Nucleo-F401RE. The serial port is USART2, on the USB cable by way of the ST-LINK: PA2 sends, PA3 receives, 115200 baud.
//!
//! The chip stays on the clock it wakes up with, its 16 MHz oscillator (1 %, enough for a serial port).

#![no_std]
#![no_main]

use npi_console::{Named, Wired};
use npi_support::{Peripheral, serial::Serial, stm32::Usart, systick::SysTick};

// SAFETY: base addresses from ST's reference manual RM0368; no DMA in any of these.
const CLOCKS: Peripheral = unsafe { Peripheral::at(0x4002_3800) };
// SAFETY: as above.
const GPIO_A: Peripheral = unsafe { Peripheral::at(0x4002_0000) };
// SAFETY: as above.
const USART2: Peripheral = unsafe { Peripheral::at(0x4000_4400) };

const CLOCK_HZ: u32 = 16_000_000;
const BAUD: u32 = 115_200;

/// RCC_AHB1ENR, with GPIO port A.
const ENABLE_AHB1: usize = 0x30;
const PORT_A: u32 = 1 << 0;
/// RCC_APB1ENR, with USART2.
const ENABLE_APB1: usize = 0x40;
const USART2_ON: u32 = 1 << 17;

/// GPIOx_MODER, two bits a pin: alternate function for PA2 and PA3.
const MODE: usize = 0x00;
const MODE_PINS: u32 = 0b1111 << 4;
const MODE_ALTERNATE: u32 = 0b1010 << 4;
/// GPIOx_AFRL, four bits a pin: function 7 is USART2.
const ALTERNATE_LOW: usize = 0x20;
const ALTERNATE_PINS: u32 = 0xff << 8;
const ALTERNATE_USART2: u32 = 0x77 << 8;

/// Starts the serial port.
fn start() -> Serial<Usart> {
    CLOCKS.modify(ENABLE_AHB1, 0, PORT_A);
    CLOCKS.modify(ENABLE_APB1, 0, USART2_ON);
    GPIO_A.modify(ALTERNATE_LOW, ALTERNATE_PINS, ALTERNATE_USART2);
    GPIO_A.modify(MODE, MODE_PINS, MODE_ALTERNATE);
    Usart::start(USART2, CLOCK_HZ, BAUD)
}

struct Nucleo;

impl Named for Nucleo {
    const NAME: &'static str = "STM32 Nucleo-F401RE";
    const CHIP: &'static str = "STM32F401RE, Cortex-M4F";
}

#[cortex_m_rt::entry]
fn main() -> ! {
    let board = Wired { named: Nucleo, port: start(), counter: SysTick::take(), lights: () };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
