//! The inner loop for cores that have eight registers for sums and products, Cortex-M0, M0+ and M23. The compiler, which uses no
//! others, takes 81 instructions a block and not 58.

use core::arch::naked_asm;

/// Adds the products of blocks, four rows of 8-bit weights and four hidden units each. Where a sum leaves 32 bits it wraps; no model
/// that `parse` accepts comes near.
#[inline(always)]
pub fn add_int8_blocks(sums: &mut [i32; 4], blocks: &[[[u8; 4]; 4]], hidden: &[[i16; 4]]) {
    let count = blocks.len().min(hidden.len());
    let (Some(hidden), true) = (hidden.get(..count), count > 0) else { return };
    // SAFETY: there are `count` blocks of weights, and as many of hidden units before the end given.
    #[expect(
        unsafe_code,
        reason = "stable Rust has no other way to keep sums where the compiler has no registers"
    )]
    unsafe {
        multiply(sums, blocks.as_ptr(), hidden.as_ptr_range().end, -(size_of_val(hidden) as isize));
    }
}

/// Adds products to the sums: of hidden units from `from` bytes, less than zero, behind their end, up to that.
///
/// # Safety
/// There are hidden units there, at least four, and a block of weights for each four of them.
#[unsafe(naked)]
#[allow(unsafe_code, reason = "see `add_int8_blocks`")]
unsafe extern "C" fn multiply(
    sums: &mut [i32; 4],
    weights: *const [[u8; 4]; 4],
    hidden_end: *const [i16; 4],
    from: isize,
) {
    naked_asm!(
        // A unit, from its place before the end; and its products with four rows' weights.
        ".macro column place",
        "ldrsh r4, [r2, r3]",
        "ldrb r0, [r1, #\\place]",
        "muls r0, r4, r0",
        "add r12, r0",
        "ldrb r0, [r1, #\\place + 4]",
        "muls r0, r4, r0",
        "adds r5, r5, r0",
        "ldrb r0, [r1, #\\place + 8]",
        "muls r0, r4, r0",
        "adds r6, r6, r0",
        "ldrb r0, [r1, #\\place + 12]",
        "muls r0, r4, r0",
        "adds r7, r7, r0",
        ".endm",
        "push {{r0, r4, r5, r6, r7, lr}}",
        "ldm r0!, {{r4, r5, r6, r7}}",
        "mov r12, r4",
        "2:",
        "column 0",
        "adds r3, #2",
        "column 2",
        "adds r3, #2",
        "column 1",
        "adds r3, #2",
        "column 3",
        "adds r1, #16",
        "adds r3, #2",
        "bne 2b",
        "pop {{r0}}",
        "mov r4, r12",
        "stm r0!, {{r4, r5, r6, r7}}",
        "pop {{r4, r5, r6, r7, pc}}",
        ".purgem column",
    )
}
