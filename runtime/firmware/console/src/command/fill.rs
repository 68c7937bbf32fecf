//! `fill`: a second task from the same model. Its network fills a tape, and is proven.

use npi_fill::Fill;
use npi_network::{Network, State};
use npi_runtime::Task;
use npi_runtime::verify::Verifier;

use crate::Board;
use crate::command::hash::hash;
use crate::command::verify::prove;
use crate::text::{say, say_number};

/// Cells of the tape.
const CELLS: usize = 100;
/// The tape before the first step: a 1, then blanks.
const PROBLEM: &[u8; CELLS] = &{
    let mut cells = [b'_'; CELLS];
    cells[0] = b'1';
    cells
};

/// What the task's verifier works in.
pub type Workspace = Verifier<Fill, State, { Fill::SIGNATURE.longest() }>;

/// Fills a tape in the memory, prints the hash of the run, then proves the network.
#[inline(never)]
pub fn run<B: Board>(
    board: &mut B,
    network: &Result<Network<Fill>, &'static str>,
    memory: &mut [u8],
    workspace: &mut Workspace,
) {
    let Ok(network) = network else {
        return say(board, &["refused: the model has no such task\r\n"]);
    };
    fill(board, network, memory);
    prove(board, network, workspace);
}

#[inline(never)] // what it needs of the stack is free again for the proof
fn fill<B: Board>(board: &mut B, network: &Network<Fill>, memory: &mut [u8]) {
    let Ok(mut tape) = Fill::world(PROBLEM, memory) else {
        return say(board, &["refused: the memory has no room for the tape\r\n"]);
    };
    say_number(board, CELLS as u32);
    say(board, &[" cells, "]);
    hash::<B, Fill, _>(board, network, &mut tape);
}
