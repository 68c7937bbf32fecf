//! The example without a HAL, as somebody else's firmware would be: built, linked without a panic, and run.

use std::path::Path;
use std::process::{Command, Stdio};

use npi_image::workspace;

use crate::boards::building;

/// Builds the example's programs for flashing.
#[track_caller]
fn build(target: &Path) {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args(["build", "--release", "--quiet", "--target-dir"]).arg(target);
    let status = cargo.current_dir(workspace().join("examples/bare")).stdin(Stdio::null()).status();
    assert!(status.expect("cargo").success(), "the example does not build");
}

/// What a program tells the debugger, if it ends well.
#[track_caller]
fn said(elf: &Path) -> String {
    let mut qemu = Command::new("qemu-system-arm");
    qemu.args(["-M", "microbit", "-display", "none", "-monitor", "none", "-serial", "none"]);
    qemu.args(["-semihosting-config", "enable=on,target=native", "-kernel"]).arg(elf).stdin(Stdio::null());
    let output = qemu.output().expect("QEMU, which `tests/setup.sh` installs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// It adds, at once and by a run that is saved and resumed after every step; in neither can a panic be reached, or it would not link.
#[test]
fn the_example_without_a_hal_adds() {
    building("microbit", |target| {
        build(target);
        let programs = target.join("thumbv6m-none-eabi/release");
        for program in ["npi-example-bare", "npi-example-resumed"] {
            assert_eq!(said(&programs.join(program)), "1800", "{program}");
        }
    });
}
