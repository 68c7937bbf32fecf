//! The Cortex-M's own timer as a counter of core clock cycles.
//!
//! It has 24 bits, a second at 16 MHz, so an interrupt counts its wraps.

use crate::Peripheral;
use core::sync::atomic::{AtomicU32, Ordering::Relaxed};
use cortex_m_rt::exception;
use npi_console::Counter;

// SAFETY: the system control space, which every Cortex-M with a SysTick has here.
const SYSTEM: Peripheral = unsafe { Peripheral::at(0xe000_e000) };

const CONTROL: usize = 0x10;
const RELOAD: usize = 0x14;
const CURRENT: usize = 0x18;

/// Enabled, with interrupt, from the core clock.
const START: u32 = 0b111;
const MASK: u32 = 0x00ff_ffff;

/// Reads and writes of a word are atomic on every core; the handler is the only writer but `restart`.
static WRAPS: AtomicU32 = AtomicU32::new(0);

#[exception]
fn SysTick() {
    WRAPS.store(WRAPS.load(Relaxed).wrapping_add(1), Relaxed);
}

/// The timer: a board has one.
pub struct SysTick;

impl Counter for SysTick {
    fn restart(&mut self) {
        SYSTEM.write(CONTROL, 0);
        SYSTEM.write(RELOAD, MASK);
        SYSTEM.write(CURRENT, 0);
        WRAPS.store(0, Relaxed);
        SYSTEM.write(CONTROL, START);
    }

    /// Then it rests: an interrupt now and then would take stack.
    fn ticks(&mut self) -> u32 {
        let ticks = ticks();
        SYSTEM.write(CONTROL, 0);
        ticks
    }
}

fn ticks() -> u32 {
    loop {
        let wraps = WRAPS.load(Relaxed);
        let elapsed = MASK - (SYSTEM.read(CURRENT) & MASK);
        // A wrap in between leaves its interrupt between the two loads.
        if wraps == WRAPS.load(Relaxed) {
            return wraps << 24 | elapsed;
        }
    }
}
