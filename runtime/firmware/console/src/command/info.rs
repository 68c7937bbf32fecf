//! `info`: what this is, and what it can add.

use npi_network::{HIDDEN, Network, PRECISION};
use npi_tasks::Addition;

use crate::Board;
use crate::text::{say, say_hex, say_number};

/// Prints the board, its capacity in digits, and the model.
#[inline(never)]
pub fn run<B: Board>(board: &mut B, network: &Result<Network<Addition>, &'static str>, capacity: usize) {
    say(board, &["npi on ", B::NAME, " (", B::CHIP, "), numbers of up to "]);
    say_number(board, capacity as u32);
    say(board, &[" digits\r\nmodel "]);
    match network {
        Ok(network) => say_hex(board, network.checksum),
        Err(_) => say(board, &["BROKEN"]),
    }
    say(board, &[", ", PRECISION, ", "]);
    say_number(board, HIDDEN as u32);
    say(board, &[" hidden units\r\n"]);
}
