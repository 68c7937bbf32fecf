//! `fill`: a second task's network, from the same model, fills a tape and is proven.

use npi_fill::Fill;
use npi_network::State;
use npi_runtime::Task;
use npi_runtime::verify::Verifier;

use crate::command::hash::hash;
use crate::command::verify::prove;
use crate::text::{say, say_number};
use crate::{Board, model};

/// Cells of the tape.
const CELLS: usize = 100;
/// The tape before the first step: a 1, then blanks.
const PROBLEM: &[u8; CELLS] = &{
    let mut cells = [b'_'; CELLS];
    cells[0] = b'1';
    cells
};

/// Fills a tape in the memory, prints the hash of the run, and proves the network.
#[inline(never)]
pub fn run<B: Board>(board: &mut B, memory: &mut [u8]) {
    let (Ok(network), Ok(mut tape)) = (model::load::<Fill>(), Fill::world(PROBLEM, memory)) else {
        return say(board, &["refused: the model does not fill, or the tape is too long\r\n"]);
    };
    say_number(board, CELLS as u32);
    say(board, &[" cells, "]);
    hash::<B, Fill, _>(board, &network, &mut tape);
    let mut workspace = Verifier::<Fill, State, { Fill::SIGNATURE.longest() }>::new(State::REST);
    prove(board, &network, &mut workspace);
}
