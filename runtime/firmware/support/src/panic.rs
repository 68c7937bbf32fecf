//! A release build links only if the optimiser has removed every call of this handler.
//!
//! It calls a function that exists nowhere. If any panic can be reached from the firmware's entry,
//! the handler is kept, and the linker stops with `undefined symbol: npi_panic_is_reachable`. A
//! build that links therefore contains no panic: a proof by the linker, about the very image.

use core::panic::PanicInfo;

#[cfg(not(any(debug_assertions, feature = "may-panic")))]
#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    unsafe extern "C" {
        fn npi_panic_is_reachable() -> !;
    }
    // SAFETY: never executed, since a program that contains it cannot be linked.
    unsafe { npi_panic_is_reachable() }
}

/// While developing, with overflow checks on, panics exist: stop here, where a debugger finds it.
#[cfg(any(debug_assertions, feature = "may-panic"))]
#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    loop {
        core::hint::spin_loop();
    }
}
