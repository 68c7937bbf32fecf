//! Finds out what the target's core is like, where the language has no stable name for it. Any answer is
//! right; the right one is fast.

fn main() {
    let target = std::env::var("TARGET").unwrap_or_default();
    let is = |prefixes: &[&str]| prefixes.iter().any(|prefix| target.starts_with(prefix));
    // Multiplies pairs of 16-bit integers (`SMLAD`).
    set("arm_dsp", is(&["thumbv7em"]) || is(&["thumbv8m.main"]) && core_has(&DSP, "+dsp"));
    // Has eight registers for arithmetic (Thumb without its second edition).
    set("arm_v6m", is(&["thumbv6m", "thumbv8m.base"]));
    // Helium: computes with vectors of 128 bits.
    set("arm_mve", is(&["thumbv8m.main"]) && core_has(&HELIUM, "+mve"));
    // Loads a word from any address.
    set("unaligned_words", !is(&["thumbv6m", "thumbv8m.base", "riscv"]));
    // Layers eight units at a time, if the processor has what it takes: only `std` can ask.
    let std = std::env::var_os("CARGO_FEATURE_STD").is_some();
    set("x86_64_simd", is(&["x86_64"]) && std);
    // Multiplies bytes four at a time, likewise.
    set("aarch64_simd", is(&["aarch64"]) && std);
    // Set by cargo-fuzz.
    println!("cargo::rustc-check-cfg=cfg(fuzzing)");
    println!("cargo::rerun-if-changed=build.rs");
}

/// Armv8-M cores whose instructions include those of the DSP extension, which the architecture leaves to the core and
/// the target's name does not tell. Armv8.1-M cores are built for the same target.
const DSP: [&str; 5] = ["cortex-m33", "cortex-m35p", "cortex-m52", "cortex-m55", "cortex-m85"];

/// Armv8.1-M cores that the compiler takes to have Helium.
const HELIUM: [&str; 3] = ["cortex-m52", "cortex-m55", "cortex-m85"];

/// Whether the flags name one of these cores (`-C target-cpu`), or the extension itself.
fn core_has(cores: &[&str], extension: &str) -> bool {
    let flags = std::env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let named = |flag: &str| flag.split_once("target-cpu=").is_some_and(|(_, core)| cores.contains(&core));
    flags.split('\x1f').any(|flag| named(flag) || flag.contains(extension))
}

fn set(name: &str, value: bool) {
    println!("cargo::rustc-check-cfg=cfg({name})");
    if value {
        println!("cargo::rustc-cfg={name}");
    }
}
