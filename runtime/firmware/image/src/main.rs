//! `cargo image BOARD [-o FILE]`: builds a board's firmware into the file that is dragged onto its drive.

use anyhow::{Context, Result, bail};
use npi_image::{Image, bin, hex, uf2};
use std::path::PathBuf;

fn main() -> Result<()> {
    let (board, file) = arguments()?;
    let image = Image::read(&npi_image::build(&board, npi_image::Options::default())?)?;
    let packed = match &*board {
        "pico" => uf2::pack(&image, uf2::RP2040),
        "pico2" => uf2::pack(&image, uf2::RP2350),
        "esp32-c3" => bin::pack(&image, bin::ESP32_C3),
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
        [board] => Ok((board.to_string(), format!("npi-{board}.{}", extension(board)).into())),
        [board, "-o", file] => Ok((board.to_string(), file.into())),
        _ => {
            bail!("usage: cargo image BOARD [-o FILE]\nhint: the boards are the folders in boards/")
        }
    }
}

/// How the file of a board is called: by what its drive, or what writes its flash, takes.
fn extension(board: &str) -> &'static str {
    match board {
        "pico" | "pico2" => "uf2",
        "esp32-c3" => "bin",
        _ => "hex",
    }
}
