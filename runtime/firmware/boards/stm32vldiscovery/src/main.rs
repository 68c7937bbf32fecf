//! STM32VLDISCOVERY. The serial port is USART1: PA9 sends, PA10 receives, 115200 baud.
//!
//! The chip stays on the clock it wakes up with, its 8 MHz oscillator (1 %, enough for a serial port).

#![no_std]
#![no_main]

use npi_console::{Named, Wired};
use npi_support::{Peripheral, serial::Serial, stm32::Usart, systick::SysTick};

// SAFETY: base addresses from ST's reference manual RM0041; no DMA in any of these.
const CLOCKS: Peripheral = unsafe { Peripheral::at(0x4002_1000) };
// SAFETY: as above.
const GPIO_A: Peripheral = unsafe { Peripheral::at(0x4001_0800) };
// SAFETY: as above.
const USART1: Peripheral = unsafe { Peripheral::at(0x4001_3800) };

const CLOCK_HZ: u32 = 8_000_000;
const BAUD: u32 = 115_200;

/// RCC_APB2ENR, with GPIO port A and USART1.
const ENABLE_APB2: usize = 0x18;
const PORT_A_AND_USART1: u32 = 1 << 2 | 1 << 14;

/// GPIOx_CRH, four bits a pin from pin 8 on: PA9 alternate function push-pull, PA10 floating input.
const CONFIGURE_HIGH: usize = 0x04;
const PINS_9_AND_10: u32 = 0xff0;
const SEND_ON_9_RECEIVE_ON_10: u32 = 0x4b0;

/// Starts the serial port.
fn start() -> Serial<Usart> {
    CLOCKS.modify(ENABLE_APB2, 0, PORT_A_AND_USART1);
    GPIO_A.modify(CONFIGURE_HIGH, PINS_9_AND_10, SEND_ON_9_RECEIVE_ON_10);
    Usart::start(USART1, CLOCK_HZ, BAUD)
}

struct Discovery;

impl Named for Discovery {
    const NAME: &'static str = "STM32VLDISCOVERY";
    const CHIP: &'static str = "STM32F100RB, Cortex-M3";
}

#[cortex_m_rt::entry]
fn main() -> ! {
    let board = Wired { named: Discovery, port: start(), counter: SysTick::take(), lights: () };
    // SAFETY: `main` runs once, on one core, and this is its end.
    unsafe { npi_support::run(board) }
}
