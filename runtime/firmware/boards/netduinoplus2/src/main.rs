//! Netduino Plus 2. The serial port is USART6: D1 (PC6) sends, D0 (PC7) receives, 115200 baud.
//!
//! The chip stays on the clock it wakes up with, its 16 MHz oscillator (1 %, enough for a serial port).

#![no_std]
#![no_main]

use npi_console::{Named, Wired};
use npi_support::{Peripheral, serial::Serial, stm32::Usart, systick::SysTick};

// SAFETY: base addresses from ST's reference manual RM0090; no DMA in any of these.
const CLOCKS: Peripheral = unsafe { Peripheral::at(0x4002_3800) };
// SAFETY: as above.
const GPIO_C: Peripheral = unsafe { Peripheral::at(0x4002_0800) };
// SAFETY: as above.
const USART6: Peripheral = unsafe { Peripheral::at(0x4001_1400) };

const CLOCK_HZ: u32 = 16_000_000;
const BAUD: u32 = 115_200;

/// RCC_AHB1ENR, with GPIO port C.
const ENABLE_AHB1: usize = 0x30;
const PORT_C: u32 = 1 << 2;
/// RCC_APB2ENR, with USART6.
const ENABLE_APB2: usize = 0x44;
const USART6_ON: u32 = 1 << 5;

/// GPIOx_MODER, two bits a pin: alternate function for PC6 and PC7.
const MODE: usize = 0x00;
const MODE_PINS: u32 = 0b1111 << 12;
const MODE_ALTERNATE: u32 = 0b1010 << 12;
/// GPIOx_AFRL, four bits a pin: function 8 is USART6.
const ALTERNATE_LOW: usize = 0x20;
const ALTERNATE_PINS: u32 = 0xff << 24;
const ALTERNATE_USART6: u32 = 0x88 << 24;

/// Starts the serial port.
fn start() -> Serial<Usart> {
    CLOCKS.modify(ENABLE_AHB1, 0, PORT_C);
    CLOCKS.modify(ENABLE_APB2, 0, USART6_ON);
    GPIO_C.modify(ALTERNATE_LOW, ALTERNATE_PINS, ALTERNATE_USART6);
    GPIO_C.modify(MODE, MODE_PINS, MODE_ALTERNATE);
    Usart::start(USART6, CLOCK_HZ, BAUD)
}

struct Netduino;

impl Named for Netduino {
    const NAME: &'static str = "Netduino Plus 2";
    const CHIP: &'static str = "STM32F405RG, Cortex-M4F";
}

#[cortex_m_rt::entry]
fn main() -> ! {
    let board = Wired { named: Netduino, port: start(), counter: SysTick::take(), lights: () };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
