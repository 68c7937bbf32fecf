//! A board's firmware as the host sees it: built, measured, and packed for its drive.
//!
//! - [`build`]: cargo, in the board's folder;
//! - [`Image`]: what the linker put into flash and RAM;
//! - [`hex`]: Intel hex, for the drives of most boards;
//! - [`uf2`]: the format of the Raspberry Pi Pico's drive.

mod elf;
pub mod hex;
pub mod uf2;

pub use elf::{Image, PAGE, Segment};

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The firmware's workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Builds a board's firmware for flashing, and gives the path of the ELF file.
///
/// `extra` goes to `cargo build`, such as `["--features", "may-panic"]`.
///
/// # Errors
///
/// An unknown board, or cargo's own messages in full.
pub fn build(board: &str, extra: &[&str]) -> Result<PathBuf> {
    let folder = workspace().join("boards").join(board);
    if !folder.join("memory.x").is_file() {
        bail!(
            "no board `{board}`\nhint: the boards are the folders in {}",
            workspace().join("boards").display()
        );
    }
    let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["build", "--release", "--message-format=json-render-diagnostics"])
        .args(extra)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("cannot build the firmware of `{board}`:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    executable(&String::from_utf8_lossy(&output.stdout)).context("cargo built no executable")
}

/// The executable in cargo's messages, of which each line is a JSON object.
fn executable(messages: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    messages.filter_map(|message| Some(PathBuf::from(message["executable"].as_str()?))).next_back()
}
