//! The ESP32-C3 as its boot ROM leaves it when it starts a program right from flash ("direct boot"): its UART runs at 115200 baud,
//! its watchdogs bite soon. Addresses and bits are those of Espressif's technical reference manual.

use core::arch::asm;

use crate::Peripheral;
use crate::serial::Polled;
use npi_console::{Counter, Lost};

// SAFETY: the chip's registers; no DMA in any of these.
const UART: Peripheral = unsafe { Peripheral::at(0x6000_0000) };
// SAFETY: as above.
const LOW_POWER: Peripheral = unsafe { Peripheral::at(0x6000_8000) };
// SAFETY: as above.
const TIMERS: Peripheral = unsafe { Peripheral::at(0x6001_f000) };

/// The registers of watchdogs: what each is set to, its lock, and the key of that.
mod watchdogs {
    pub const KEY: u32 = 0x50d8_3aa1;
    pub const TIMER: usize = 0x48;
    pub const TIMER_LOCK: usize = 0x64;
    pub const LOW_POWER: usize = 0x90;
    pub const LOW_POWER_LOCK: usize = 0xa8;
    pub const SUPER: usize = 0xac;
    pub const SUPER_LOCK: usize = 0xb0;
    pub const SUPER_KEY: u32 = 0x8f1d_312a;
    /// The super watchdog feeds itself.
    pub const SUPER_FEEDS_ITSELF: u32 = 1 << 31;
}

/// Stops the watchdogs.
pub fn stop_watchdogs() {
    TIMERS.write(watchdogs::TIMER_LOCK, watchdogs::KEY);
    TIMERS.write(watchdogs::TIMER, 0);
    LOW_POWER.write(watchdogs::LOW_POWER_LOCK, watchdogs::KEY);
    LOW_POWER.write(watchdogs::LOW_POWER, 0);
    LOW_POWER.write(watchdogs::SUPER_LOCK, watchdogs::SUPER_KEY);
    LOW_POWER.modify(watchdogs::SUPER, 0, watchdogs::SUPER_FEEDS_ITSELF);
}

mod uart {
    pub const QUEUE: usize = 0x00;
    pub const RAISED: usize = 0x04;
    pub const CLEAR: usize = 0x10;
    /// Parity, framing, overflow.
    pub const GARBLED: u32 = 0b11100;
    pub const STATUS: usize = 0x1c;
    /// In STATUS: how many bytes wait to be read, and, further up, to be sent.
    pub const COUNT: u32 = 0x3ff;
    pub const SENDING: u32 = 16;
    /// Bytes of each queue.
    pub const ROOM: u32 = 128;
}

/// UART 0, as the boot ROM has set it up.
pub struct Uart;

impl Polled for Uart {
    fn send(&mut self, byte: u8) {
        while UART.read(uart::STATUS) >> uart::SENDING & uart::COUNT >= uart::ROOM - 1 {}
        UART.write(uart::QUEUE, byte.into());
    }

    fn receive(&mut self) -> Result<u8, Lost> {
        UART.wait(uart::STATUS, uart::COUNT);
        let byte = UART.read(uart::QUEUE) as u8;
        if UART.read(uart::RAISED) & uart::GARBLED == 0 {
            return Ok(byte);
        }
        UART.write(uart::CLEAR, uart::GARBLED);
        Err(Lost)
    }
}

/// The core's own counter of clock cycles, which the chip has in place of RISC-V's `mcycle`.
pub struct Cycles;

impl Counter for Cycles {
    fn restart(&mut self) {
        // SAFETY: the performance counter's registers: what is counted, that it counts, and the count.
        unsafe { asm!("csrwi 0x7e0, 1", "csrwi 0x7e1, 1", "csrwi 0x7e2, 0", options(nomem, nostack)) }
    }

    fn ticks(&mut self) -> u32 {
        let count;
        // SAFETY: the performance counter's register, which can be read at any time.
        unsafe { asm!("csrr {}, 0x7e2", out(reg) count, options(nomem, nostack)) }
        count
    }
}
