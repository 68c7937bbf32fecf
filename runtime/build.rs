//! Finds out what the target's core is like, where the language has no stable name for it. Any answer is
//! right; the right one is fast.

fn main() {
    let target = std::env::var("TARGET").unwrap_or_default();
    let is = |prefixes: &[&str]| prefixes.iter().any(|prefix| target.starts_with(prefix));
    // Multiplies pairs of 16-bit integers (`SMLAD`).
    set("dual_multiply", is(&["thumbv7em"]));
    // Loads a word from any address.
    set("unaligned_words", !is(&["thumbv6m", "thumbv8m.base", "riscv"]));
    // Vectors of eight 16-bit integers: as the manifest has it.
    set("vectors", is(&["x86_64", "aarch64"]));
    // Layers eight units at a time, if the processor has what it takes: only `std` can ask.
    set("eights", is(&["x86_64"]) && std::env::var_os("CARGO_FEATURE_STD").is_some());
    println!("cargo::rerun-if-changed=build.rs");
}

fn set(name: &str, value: bool) {
    println!("cargo::rustc-check-cfg=cfg({name})");
    if value {
        println!("cargo::rustc-cfg={name}");
    }
}
