//! A board's firmware as the host sees it: built, measured, and packed for its drive.
//!
//! - [`build`]: cargo, in the board's folder;
//! - [`Image`]: what the linker put into flash and RAM;
//! - [`hex`]: Intel hex, for the drives of most boards;
//! - [`uf2`]: the format of the drives of Raspberry Pi's boards;
//! - [`bin`]: a flash chip's bytes, for the ESP32-C3.

pub mod bin;
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

/// What to build, beside the board.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The model to put into flash; `None` is the shipped one.
    pub model: Option<&'a Path>,
    /// The type of its task, if it is none that ships.
    pub task: Option<&'a str>,
    /// Where to build; `None` is cargo's own choice.
    pub target: Option<&'a Path>,
    /// A cargo feature.
    pub feature: Option<&'a str>,
    /// Commands of the console that are left out, with spaces between them.
    pub without: Option<&'a str>,
}

/// Builds a board's firmware for flashing, and gives the path of the ELF file.
///
/// # Errors
///
/// An unknown board, or cargo's own messages in full.
pub fn build(board: &str, options: Options<'_>) -> Result<PathBuf> {
    let folder = workspace().join("boards").join(board);
    if !folder.join("memory.x").is_file() {
        let boards = workspace().join("boards");
        bail!("no board `{board}`\nhint: the boards are the folders in {}", boards.display());
    }
    let output = cargo(&folder, options).output().context("cannot start cargo")?;
    if !output.status.success() {
        let messages = String::from_utf8_lossy(&output.stderr);
        bail!("cannot build the firmware of `{board}`:\n{messages}{}", hint(&messages));
    }
    executable(&String::from_utf8_lossy(&output.stdout)).context("cargo built no executable")
}

fn cargo(folder: &Path, options: Options<'_>) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args(["build", "--release", "--message-format=json-render-diagnostics"]);
    cargo.current_dir(folder).stdin(Stdio::null());
    if let Some(model) = options.model {
        cargo.env("NPI_MODEL", model);
    }
    if let Some(task) = options.task {
        cargo.env("NPI_TASK", task);
    }
    if let Some(commands) = options.without {
        cargo.env("NPI_WITHOUT", commands);
    }
    if let Some(target) = options.target {
        cargo.arg("--target-dir").arg(target);
    }
    if let Some(feature) = options.feature {
        cargo.args(["--features", feature]);
    }
    cargo
}

/// What to do about the one error that everybody meets once.
fn hint(messages: &str) -> &'static str {
    if messages.contains("can't find crate for `core`") {
        "hint: install the boards' targets with `rustup target add`, or run `tests/setup.sh`"
    } else {
        ""
    }
}

/// The executable in cargo's messages, of which each line is a JSON object.
fn executable(messages: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    messages.filter_map(|message| Some(PathBuf::from(message["executable"].as_str()?))).next_back()
}
