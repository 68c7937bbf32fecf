//! Two products at once, as Cortex-M4 and M7 multiply and add them in one instruction.
//!
//! The one file of the runtime with `unsafe` in it: stable Rust has no other name for that instruction, and without
//! it a step takes half as many again. Its safe twin is `plain`.

use crate::kernel::packed::Packed;

/// Adds a block's products to four rows' sums.
#[inline(always)]
pub fn add<P: Packed>(sums: &mut [i32; 4], block: &[P::Four; 4], hidden: &[i16; 4]) {
    let [first, second] = [pair(hidden[0], hidden[1]), pair(hidden[2], hidden[3])];
    for (sum, row) in sums.iter_mut().zip(block) {
        let weights = P::spread(row);
        *sum = dot(dot(*sum, weights[0], first), weights[1], second);
    }
}

/// Two hidden units as a pair: as they lie in memory, so this is one load.
#[inline(always)]
fn pair(low: i16, high: i16) -> u32 {
    u32::from(low as u16) | u32::from(high as u16) << 16
}

/// `sum` plus the products of the signed 16-bit halves of `a` and `b`: low with low, high with high. Where the
/// sum leaves 32 bits it wraps; no model that `parse` accepts comes near.
#[inline(always)]
fn dot(sum: i32, a: u32, b: u32) -> i32 {
    let result;
    // SAFETY: SMLAD reads three registers and writes one, and sets a flag (Q) that nothing here reads; the
    // build script compiles this for cores that have it.
    #[expect(unsafe_code, reason = "see the module's documentation")]
    unsafe {
        core::arch::asm!(
            "smlad {}, {}, {}, {}", lateout(reg) result, in(reg) a, in(reg) b, in(reg) sum,
            options(pure, nomem, nostack)
        );
    }
    result
}
