//! Instructions of Cortex-M4, M7, M33 and M55 that stable Rust has no other name for. The one file for small cores with `unsafe`.

use core::arch::asm;

use crate::kernel::packed::WidePairs;

/// `sum` plus the products of the signed 16-bit halves of `a` and `b`: low with low, high with high. Where the
/// sum leaves 32 bits it wraps; no model that `parse` accepts comes near.
#[inline(always)]
pub fn dot(sum: i32, a: u32, b: u32) -> i32 {
    let result;
    // SAFETY: SMLAD reads three registers and writes one, and sets a flag (Q) that nothing here reads; the
    // build script compiles this for cores that have it.
    #[expect(unsafe_code, reason = "see the module's documentation")]
    unsafe {
        asm!(
            "smlad {}, {}, {}, {}", lateout(reg) result, in(reg) a, in(reg) b, in(reg) sum,
            options(pure, nomem, nostack)
        );
    }
    result
}

/// Puts two hidden units into a word as they lie in memory, which is one load.
#[inline(always)]
pub fn pair([low, high]: [i16; 2]) -> u32 {
    u32::from(low as u16) | u32::from(high as u16) << 16
}

/// Adds four 8-bit weights to sums as they are spread.
#[inline(always)]
pub fn add_int8_pairs([even, odd]: WidePairs, four: &[u8; 4]) -> WidePairs {
    let word = u32::from_le_bytes(*four);
    [add_even(even, word), add_odd(odd, word)]
}

/// Adds the first and the third byte of a word to the halves of `sum`.
#[inline(always)]
fn add_even(sum: u32, word: u32) -> u32 {
    let result;
    // SAFETY: UXTAB16 reads two registers and writes one.
    #[expect(unsafe_code, reason = "see the module's documentation")]
    unsafe {
        asm!("uxtab16 {}, {}, {}", lateout(reg) result, in(reg) sum, in(reg) word, options(pure, nomem, nostack));
    }
    result
}

/// Adds the second and the fourth byte of a word to the halves of `sum`.
#[inline(always)]
fn add_odd(sum: u32, word: u32) -> u32 {
    let result;
    // SAFETY: UXTAB16 reads two registers and writes one.
    #[expect(unsafe_code, reason = "see the module's documentation")]
    unsafe {
        asm!(
            "uxtab16 {}, {}, {}, ror #8", lateout(reg) result, in(reg) sum, in(reg) word,
            options(pure, nomem, nostack)
        );
    }
    result
}

/// A hidden state with 30 fraction bits as one with 7, −127 to 127, in two steps, of which the first is one instruction.
#[inline(always)]
pub fn narrowed(hidden: i32) -> i16 {
    shifted_to_byte(hidden).max(-127) as i16
}

/// Shifts right by 23, and saturates to eight bits.
#[inline(always)]
fn shifted_to_byte(x: i32) -> i32 {
    let result;
    // SAFETY: SSAT reads one register and writes one, and sets a flag (Q) that nothing here reads.
    #[expect(unsafe_code, reason = "see the module's documentation")]
    unsafe {
        asm!("ssat {}, #8, {}, asr #23", lateout(reg) result, in(reg) x, options(pure, nomem, nostack));
    }
    result
}

/// Adds the products of four rows of 8-bit weights, four columns a block, to the rows' sums.
///
/// The compiler, given one instruction after the other, runs out of registers.
#[inline(always)]
pub fn add_int8_blocks(sums: &mut [i32; 4], blocks: &[[[u8; 4]; 4]], hidden: &[[i16; 4]]) {
    *sums = match blocks.len() % 4 {
        0 => multiply_unrolled::<4>(*sums, blocks, hidden),
        _ => multiply_unrolled::<1>(*sums, blocks, hidden),
    };
}

/// `N` blocks a turn, of which there are a multiple.
#[inline(always)]
fn multiply_unrolled<const N: usize>(
    [mut a, mut b, mut c, mut d]: [i32; 4],
    blocks: &[[[u8; 4]; 4]],
    hidden: &[[i16; 4]],
) -> [i32; 4] {
    let count = blocks.len().min(hidden.len()) / N * N;
    if count == 0 {
        return [a, b, c, d];
    }
    // SAFETY: reads `count` times sixteen bytes of weights and eight of the hidden state, which both have, in words,
    // of which these cores load any four bytes; the registers are all named.
    #[expect(unsafe_code, reason = "see the module's documentation")]
    unsafe {
        asm!(
            "2:",
            ".rept {times}",
            "ldr {low}, [{hidden}], #4",
            "ldr {high}, [{hidden}], #4",
            "ldr {word}, [{weights}], #4",
            "uxtb16 {even}, {word}",
            "smlad {a}, {even}, {low}, {a}",
            "uxtb16 {word}, {word}, ror #8",
            "smlad {a}, {word}, {high}, {a}",
            "ldr {word}, [{weights}], #4",
            "uxtb16 {even}, {word}",
            "smlad {b}, {even}, {low}, {b}",
            "uxtb16 {word}, {word}, ror #8",
            "smlad {b}, {word}, {high}, {b}",
            "ldr {word}, [{weights}], #4",
            "uxtb16 {even}, {word}",
            "smlad {c}, {even}, {low}, {c}",
            "uxtb16 {word}, {word}, ror #8",
            "smlad {c}, {word}, {high}, {c}",
            "ldr {word}, [{weights}], #4",
            "uxtb16 {even}, {word}",
            "smlad {d}, {even}, {low}, {d}",
            "uxtb16 {word}, {word}, ror #8",
            "smlad {d}, {word}, {high}, {d}",
            ".endr",
            "subs {count}, {count}, #{times}",
            "bne 2b",
            times = const N,
            a = inout(reg) a, b = inout(reg) b, c = inout(reg) c, d = inout(reg) d,
            weights = inout(reg) blocks.as_ptr() => _, hidden = inout(reg) hidden.as_ptr() => _,
            count = inout(reg) count => _,
            low = out(reg) _, high = out(reg) _, word = out(reg) _, even = out(reg) _,
            options(readonly, nostack)
        );
    }
    [a, b, c, d]
}
