//! `info`: what this is, and how large a problem may be.

use npi_network::{Flashed, HIDDEN, Network, PRECISION};

use crate::Board;
use crate::text::{say, say_hex, say_number};

/// Prints the board, the task and how large its problems may be, and the model.
#[inline(never)]
pub fn run<B: Board, T: Flashed>(board: &mut B, network: &Result<Network<T>, &'static str>, memory: usize) {
    say(board, &["npi on ", B::NAME, " (", B::CHIP, "), ", T::SIGNATURE.task, " of up to "]);
    say_number(board, T::capacity(memory) as u32);
    say(board, &[" ", T::SIZE, "\r\nmodel "]);
    match network {
        Ok(network) => say_hex(board, network.checksum),
        Err(_) => say(board, &["BROKEN"]),
    }
    say(board, &[", ", PRECISION, ", "]);
    say_number(board, HIDDEN as u32);
    say(board, &[" hidden units\r\n"]);
}
