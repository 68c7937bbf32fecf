//! `cargo image BOARD [-o FILE]`: builds a board's firmware into the file that is dragged onto its drive.

use anyhow::{Context, Result, bail};
use npi_image::{Image, hex, uf2};
use std::path::PathBuf;

/// The board whose drive takes UF2; the others take Intel hex.
const PICO: &str = "pico";

fn main() -> Result<()> {
    let (board, file) = arguments()?;
    let image = Image::read(&npi_image::build(&board, npi_image::Options::default())?)?;
    let packed = match &*board {
        PICO => uf2::pack(&image, uf2::RP2040),
        _ => hex::pack(&image).into_bytes(),
    };
    std::fs::write(&file, packed).with_context(|| format!("cannot write {}", file.display()))?;
    eprintln!(
        "{}: {} bytes of flash, {} bytes of static RAM",
        file.display(),
        image.flash(),
        image.static_ram
    );
    Ok(())
}

fn arguments() -> Result<(String, PathBuf)> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [board] => Ok((
            board.to_string(),
            format!("npi-{board}.{}", if board == PICO { "uf2" } else { "hex" }).into(),
        )),
        [board, "-o", file] => Ok((board.to_string(), file.into())),
        _ => {
            bail!("usage: cargo image BOARD [-o FILE]\nhint: the boards are the folders in boards/")
        }
    }
}
