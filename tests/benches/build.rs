//! Compiles the C: strictly by the standard, and with all that a compiler may do to floats.

fn main() {
    #[cfg(feature = "silicon")]
    compile();
}

#[cfg(feature = "silicon")]
fn compile() {
    let lstm = |name: &str, level: &str| {
        let mut build = cc::Build::new();
        build.file("c/lstm.c").define("LSTM", name).flag("-march=native").flag(level).compile(name);
    };
    lstm("lstm_o3", "-O3");
    lstm("lstm_ofast", "-Ofast");
    // The vector math library that -Ofast calls.
    println!("cargo::rustc-link-lib=mvec");
    let mut limit = cc::Build::new();
    limit
        .file("c/limit.c")
        .flags(["-O3", "-mavx512f", "-mavx512bw", "-mavx512vl", "-mavx512vnni"])
        .compile("limit");
    println!("cargo::rerun-if-changed=c");
}
