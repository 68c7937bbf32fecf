//! A panic that could happen would be kept, and would not link: there is no such function.

use core::panic::PanicInfo;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    unsafe extern "C" {
        fn a_panic_is_reachable() -> !;
    }
    // SAFETY: it is never called, since a program that calls it cannot be linked.
    unsafe { a_panic_is_reachable() }
}
