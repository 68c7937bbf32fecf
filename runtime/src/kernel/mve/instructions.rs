//! Loops in Helium, for which stable Rust has no other words. Sums wrap where they leave 32 bits; no model that `parse` accepts
//! comes near.

use core::arch::asm;
use core::mem::MaybeUninit;

use crate::kernel::cortex_m::Scale;
use crate::kernel::unit::SIGMOID;

/// Units that are stepped at once, and columns that are multiplied at once.
pub const UNITS: usize = 16;

/// Outputs whose scores are computed together, at most.
pub const OUTPUTS: usize = 32;

/// The four gates of sixteen units, where words may begin.
#[repr(align(4))]
pub struct Gates<T>(pub [[T; 4]; UNITS]);

/// Room for the bytes of `H` hidden units.
pub type Room<const H: usize> = [MaybeUninit<i8>; H];

/// Takes hidden units into bytes: of each four the first, the third, the second and the fourth, as columns stand in a panel. `None`
/// if there is no room.
#[inline(always)]
pub fn pack<'p, const H: usize>(hidden: &[[i16; UNITS]], room: &'p mut Room<H>) -> Option<&'p [[i8; UNITS]]> {
    /// Where the low byte of each stands.
    static PLACES: [u8; UNITS] = [0, 4, 2, 6, 8, 12, 10, 14, 16, 20, 18, 22, 24, 28, 26, 30];
    let packed = room.as_chunks_mut::<UNITS>().0.get_mut(..hidden.len())?;
    for (hidden, packed) in hidden.iter().zip(&mut *packed) {
        // SAFETY: loads the sixteen places and, at these, bytes of the 32 of `hidden`; stores sixteen.
        #[expect(unsafe_code, reason = "see the module's documentation")]
        unsafe {
            asm!(
                "vldrb.u8 q0, [{places}]",
                "vldrb.u8 q1, [{hidden}, q0]",
                "vstrb.8 q1, [{packed}]",
                places = in(reg) &PLACES, hidden = in(reg) hidden, packed = in(reg) packed,
                out("q0") _, out("q1") _, options(nostack, preserves_flags)
            );
        }
    }
    // SAFETY: all of them have just been stored.
    #[expect(unsafe_code, reason = "see the module's documentation")]
    Some(unsafe { core::slice::from_raw_parts(packed.as_ptr().cast(), packed.len()) })
}

/// Nothing added yet. (The compiler would call a function that clears memory word by word.)
#[inline(always)]
pub fn zeros(gates: &mut MaybeUninit<Gates<u16>>) -> &mut Gates<u16> {
    // SAFETY: stores eight times sixteen bytes, all that there are.
    #[expect(unsafe_code, reason = "see the module's documentation")]
    unsafe {
        asm!(
            "vmov.i32 q0, #0",
            ".rept 8",
            "vstrw.32 q0, [{gates}], #16",
            ".endr",
            gates = inout(reg) gates.as_mut_ptr() => _, out("q0") _, options(nostack, preserves_flags)
        );
        gates.assume_init_mut()
    }
}

/// The same gates for every unit.
#[inline(always)]
pub fn repeated<'g>(unit: &[i32; 4], gates: &'g mut MaybeUninit<Gates<i32>>) -> &'g mut Gates<i32> {
    // SAFETY: loads sixteen bytes, and stores them sixteen times, all that there are.
    #[expect(unsafe_code, reason = "see the module's documentation")]
    unsafe {
        asm!(
            "vldrw.u32 q0, [{unit}]",
            ".rept 16",
            "vstrw.32 q0, [{gates}], #16",
            ".endr",
            unit = in(reg) unit, gates = inout(reg) gates.as_mut_ptr() => _, out("q0") _,
            options(nostack, preserves_flags)
        );
        gates.assume_init_mut()
    }
}

/// What the scores of up to 32 outputs start from: their biases, less their offset of 128, with 7 fraction bits more; zero beyond.
#[inline(always)]
pub fn biases<'s>(
    bias: &[[u8; 4]],
    scores: &'s mut MaybeUninit<[[i32; 4]; OUTPUTS / 4]>,
) -> &'s mut [[i32; 4]; OUTPUTS / 4] {
    let groups = bias.len().min(OUTPUTS / 4);
    // SAFETY: stores eight times sixteen bytes, all that there are, and once more of them as many as there are groups of biases,
    // from which it loads four bytes each.
    #[expect(unsafe_code, reason = "see the module's documentation")]
    unsafe {
        asm!(
            "vmov.i32 q0, #0",
            "mov {at}, {scores}",
            ".rept 8",
            "vstrw.32 q0, [{at}], #16",
            ".endr",
            "vmvn.i32 q1, #127",
            "wls lr, {groups}, 3f",
            "2:",
            "vldrb.u32 q0, [r2], #4", // of a load that widens, the address is in one of the first eight registers
            "vadd.i32 q0, q0, q1",
            "vshl.i32 q0, q0, #7",
            "vstrw.32 q0, [{scores}], #16",
            "le lr, 2b",
            "3:",
            inout("r2") bias.as_ptr() => _, scores = inout(reg) scores.as_mut_ptr() => _, at = out(reg) _,
            groups = in(reg) groups, out("lr") _, out("q0") _, out("q1") _, options(nostack, preserves_flags)
        );
        scores.assume_init_mut()
    }
}

/// Adds a table row's weights of sixteen units.
#[inline(never)]
pub fn add(sums: &mut Gates<u16>, weights: &[u8; 4 * UNITS]) {
    // SAFETY: loads 64 bytes of weights, and loads and stores as many sums.
    #[expect(unsafe_code, reason = "see the module's documentation")]
    unsafe {
        asm!(
            ".rept 8",
            "vldrb.u16 q0, [r1], #8",
            "vldrh.u16 q1, [{sums}]",
            "vadd.i16 q0, q0, q1",
            "vstrh.16 q0, [{sums}], #16",
            ".endr",
            inout("r1") weights => _, sums = inout(reg) sums => _, out("q0") _, out("q1") _,
            options(nostack, preserves_flags)
        );
    }
}

/// Adds to the sums of each group of four rows the products of its 8-bit weights, less their offset, and the hidden state. Nothing
/// is added if the panel is not as long as all of them, or does not begin where a word may.
#[inline(never)]
pub fn multiply(sums: &mut [[i32; 4]], panel: &[u8], hidden: &[[i8; UNITS]]) {
    let whole = panel.len() == sums.len() * hidden.len() * 4 * UNITS && !panel.is_empty();
    debug_assert!(whole, "as long as its rows and columns say");
    if !whole || !panel.as_ptr().cast::<u32>().is_aligned() {
        return;
    }
    // SAFETY: reads the panel and, once for each group, the hidden state, both as long as is checked above, and reads and writes the
    // sums. The four loads of 64 bytes part the rows of four blocks: one word of each block is a row's.
    #[expect(unsafe_code, reason = "see the module's documentation")]
    unsafe {
        asm!(
            "vmov.i8 q5, #0x80",
            "2:",
            "ldm r5, {{r0, r2, r4, r8}}",
            "mov r3, {hidden}",
            "dls lr, {columns}",
            "3:",
            "vld40.32 {{q0, q1, q2, q3}}, [r1]",
            "vld41.32 {{q0, q1, q2, q3}}, [r1]",
            "vld42.32 {{q0, q1, q2, q3}}, [r1]",
            "vld43.32 {{q0, q1, q2, q3}}, [r1]!",
            "vldrb.u8 q4, [r3], #16",
            "veor q0, q0, q5", // takes the offset of 128 away
            "vmladava.s8 r0, q0, q4",
            "veor q1, q1, q5",
            "vmladava.s8 r2, q1, q4",
            "veor q2, q2, q5",
            "vmladava.s8 r4, q2, q4",
            "veor q3, q3, q5",
            "vmladava.s8 r8, q3, q4",
            "le lr, 3b",
            "stm r5!, {{r0, r2, r4, r8}}",
            "subs {groups}, {groups}, #1",
            "bne 2b",
            hidden = in(reg) hidden.as_ptr(), columns = in(reg) hidden.len(), groups = inout(reg) sums.len() => _,
            inout("r5") sums.as_mut_ptr() => _, inout("r1") panel.as_ptr() => _,
            out("r0") _, out("r2") _, out("r3") _, out("r4") _, out("r8") _, out("lr") _,
            out("q0") _, out("q1") _, out("q2") _, out("q3") _, out("q4") _, out("q5") _,
            options(nostack)
        );
    }
}

/// Computes new cell and hidden states of sixteen units, four at a time: see [`Unit`](crate::kernel::Unit), step by step. Where an
/// index or a state has to stay within bounds, shifts to the left that saturate see to it.
#[inline(never)]
pub fn finish(
    gates: &Gates<i32>,
    tables: &Gates<u16>,
    scale: &Scale,
    hidden: &mut [i16; UNITS],
    cells: &mut [i16; UNITS],
) {
    // SAFETY: four times, reads four units of gates and of table sums, at addresses counted up from their beginning, and reads or
    // writes four cells and hidden states; of σ's table, at indices below 512, whatever the sums are.
    #[expect(unsafe_code, reason = "see the module's documentation")]
    unsafe {
        asm!(
            "dls lr, {four}",
            "2:",
            "vld40.32 {{q0, q1, q2, q3}}, [{gates}]",
            "vld41.32 {{q0, q1, q2, q3}}, [{gates}]",
            "vld42.32 {{q0, q1, q2, q3}}, [{gates}]",
            "vld43.32 {{q0, q1, q2, q3}}, [{gates}]!",
            "vidup.u32 q7, r2, #8",
            "vldrw.u32 q4, [q7]",
            "vldrw.u32 q5, [q7, #4]",
            "vmovlb.u16 q6, q4",
            "vmla.i32 q0, q6, {table}",
            "vmovlt.u16 q6, q4",
            "vmla.i32 q1, q6, {table}",
            "vmovlb.u16 q6, q5",
            "vmla.i32 q2, q6, {table}",
            "vmovlt.u16 q6, q5",
            "vmla.i32 q3, q6, {table}",
            // From sums to indices, 0 to 511.
            "vqshl.s32 q0, {up}",
            "vqshl.s32 q1, {up}",
            "vqshl.s32 q2, {more}",
            "vqshl.s32 q3, {up}",
            "vqshlu.s32 q0, q0, #1",
            "vqshlu.s32 q1, q1, #1",
            "vqshlu.s32 q2, q2, #1",
            "vqshlu.s32 q3, q3, #1",
            "vshr.u32 q0, q0, #23",
            "vshr.u32 q1, q1, #23",
            "vshr.u32 q2, q2, #23",
            "vshr.u32 q3, q3, #23",
            // Input, forget, candidate, output: q4, q0, q1, q2.
            "vldrh.s32 q4, [{sigmoid}, q0, uxtw #1]",
            "vldrh.s32 q0, [{sigmoid}, q1, uxtw #1]",
            "vldrh.s32 q1, [{sigmoid}, q2, uxtw #1]",
            "vldrh.s32 q2, [{sigmoid}, q3, uxtw #1]",
            "vmov.i32 q6, #0x7fff",
            "vshl.i32 q1, q1, #1",
            "vsub.i32 q1, q1, q6",
            // The cell.
            "vldrh.s32 q3, [r0]",
            "vmul.i32 q0, q0, q3",
            "vshr.s32 q0, q0, #15",
            "vmul.i32 q1, q1, q4",
            "vshr.s32 q1, q1, #18",
            "vadd.i32 q0, q0, q1",
            "vqmovnb.s32 q0, q0",
            "vmovlb.s16 q0, q0",
            "vstrh.32 q0, [r0], #8",
            // Its tanh, at an index as above: 6 bits more than the table's, and 256 steps.
            "vmov.i32 q3, #0x4000",
            "vadd.i32 q0, q0, q3",
            "vqshlu.s32 q0, q0, #17",
            "vshr.u32 q0, q0, #23",
            "vldrh.s32 q1, [{sigmoid}, q0, uxtw #1]",
            "vshl.i32 q1, q1, #1",
            "vsub.i32 q1, q1, q6",
            // The hidden state.
            "vmul.i32 q1, q1, q2",
            "vrshr.s32 q1, q1, #23",
            "vmov.i32 q3, #127",
            "vmin.s32 q1, q1, q3",
            "vmvn.i32 q3, #126",
            "vmax.s32 q1, q1, q3",
            "vstrh.32 q1, [r1], #8",
            "le lr, 2b",
            four = in(reg) UNITS / 4, gates = inout(reg) gates => _, inout("r2") tables => _, table = in(reg) i32::from(scale.table),
            up = in(reg) 22 - scale.fine as i32, more = in(reg) 23 - scale.fine as i32, sigmoid = in(reg) &SIGMOID,
            inout("r0") cells => _, inout("r1") hidden => _,
            out("lr") _, out("q0") _, out("q1") _, out("q2") _, out("q3") _, out("q4") _, out("q5") _, out("q6") _,
            out("q7") _, options(nostack, preserves_flags)
        );
    }
}
