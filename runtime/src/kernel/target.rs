//! What the target computes with: the [portable](super::portable) loops, in place of which an instruction set has some of its own.
//! The one place that chooses. Each function here is one of that name in `portable`, and gives the same bits.

#[allow(unused_imports, reason = "a target may replace all")]
pub use super::portable::*;

// An import by name goes before one of all names.
#[cfg(aarch64_simd)]
pub use super::aarch64::{all_scores, step_layer};
#[cfg(arm_v6m)]
pub use super::armv6m::add_int8_blocks;
#[cfg(all(arm_dsp, not(arm_mve)))]
pub use super::cortex_m::step_layer;
#[cfg(arm_dsp)]
pub use super::cortex_m::{AHEAD, add_blocks, add_int8_blocks, add_int8_pairs, narrowed, outputs, total};
#[cfg(arm_mve)]
pub use super::mve::{all_scores, step_layer};
#[cfg(unaligned_words)]
pub use super::pairs::Gates;
#[cfg(x86_64_simd)]
pub use super::x86_64::{all_scores, step_layer};

/// In single precision.
pub mod float {
    #[allow(unused_imports, reason = "as above")]
    pub use super::super::portable::*;
    #[cfg(x86_64_simd)]
    pub use super::super::x86_64::float::{all_scores, step_layer};
}
