//! RAM: the stack at the very bottom, then the few statics, then the scratchpad to the top.
//!
//! ```text
//! ┌─ bottom of RAM ──────────────────────────────────────────── top of RAM ─┐
//! │ stack, growing down │ .data .bss │ scratchpad: all that remains         │
//! └─ below: no memory ──┴────────────┴──────────────────────────────────────┘
//! ```
//!
//! A stack that overflows runs out of the RAM and faults, instead of into the digits. Each board's
//! `memory.x` sets the reserve and the symbols below; the compiler need not know any address.

use core::mem::MaybeUninit;
use core::slice;

use npi_console::{StackUse, Workspace};

/// What unused stack holds. On an Arm core cortex-m-rt has painted it when `main` begins.
#[cfg(target_arch = "arm")]
use cortex_m_rt::STACK_PAINT_VALUE as PAINT;
/// What unused stack holds; unlikely to be a value that code stores.
#[cfg(not(target_arch = "arm"))]
const PAINT: u32 = 0xcccc_cccc;

/// Bytes below `paint_stack`'s own locals that it leaves alone: the frames of what it calls.
#[cfg(not(target_arch = "arm"))]
const MARGIN: usize = 64;

unsafe extern "C" {
    /// End of the statics, aligned to 4; from cortex-m-rt and riscv-rt.
    static mut __sheap: u8;
    static _ram_top: u8;
    static mut _stack_bottom: u32;
    static _stack_start: u32;
}

/// All RAM between the statics and the top.
///
/// # Safety
///
/// It must be called once: there is one scratchpad.
pub(crate) unsafe fn scratchpad() -> &'static mut [u8] {
    let start = &raw mut __sheap;
    let len = (&raw const _ram_top as usize).saturating_sub(start as usize);
    // SAFETY: the linker places nothing in this range, it is RAM to its end, any bytes are a valid
    // `u8`, and the caller takes it once.
    unsafe { slice::from_raw_parts_mut(start, len) }
}

/// The verifier's workspace, not yet in use.
///
/// # Safety
///
/// It must be called once: there is one workspace.
pub(crate) unsafe fn workspace() -> &'static mut Workspace {
    static mut WORKSPACE: MaybeUninit<Workspace> = MaybeUninit::uninit();
    let workspace = &raw mut WORKSPACE;
    // A constant: a value that is made here goes by way of the stack, where nothing else takes as much.
    // SAFETY: the caller takes it once, and no interrupt handler knows of it.
    unsafe { &mut *workspace }.write(const { Workspace::NEW })
}

/// Paints the free part of the stack, where no runtime of the core has done it.
#[cfg(not(target_arch = "arm"))]
#[inline(never)]
pub(crate) fn paint_stack() {
    let local = 0_u32;
    let top = core::hint::black_box(&raw const local) as usize - MARGIN;
    let mut word = &raw mut _stack_bottom;
    while (word as usize) < top {
        // SAFETY: between the bottom of the stack and the frames in use there is RAM that is nobody's.
        unsafe { word.write_volatile(PAINT) };
        word = word.wrapping_add(1);
    }
}

/// Finds the deepest word of the stack that is not paint any more.
pub(crate) fn stack_use() -> StackUse {
    let end = &raw const _stack_start;
    let bottom = &raw const _stack_bottom;
    let mut word = bottom;
    // SAFETY: between the bottom and the start of the stack there is RAM; volatile, as the words
    // belong to other frames.
    while word < end && unsafe { word.read_volatile() } == PAINT {
        word = word.wrapping_add(1);
    }
    StackUse {
        deepest: (end as usize - word as usize) as u32,
        reserved: (end as usize - bottom as usize) as u32,
    }
}
