//! The build script of every board: its folder's `memory.x`, and the start-up crate's `link.x`.

fn main() {
    let folder = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    println!("cargo:rustc-link-search={folder}");
    println!("cargo:rustc-link-arg-bins=-Tlink.x");
    // Flash and RAM do not begin on the pages of a desktop's loader.
    println!("cargo:rustc-link-arg-bins=--nmagic");
    println!("cargo:rustc-link-arg-bins=--icf=all");
    println!("cargo:rerun-if-changed={folder}/memory.x");
}
