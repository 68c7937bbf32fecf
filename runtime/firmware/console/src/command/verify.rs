//! `verify`: the board proves its own model, on the bytes in its flash. A sample of it on power-on.

use npi_network::Network;
use npi_runtime::verify::{Findings, programs, verify_into};
use npi_runtime::{Addition, Error, Task};

use crate::Board;
use crate::solve::reason;
use crate::text::{say, say_number};

/// On power-on one sequence in so many is checked: a second on the slowest board.
const SAMPLE: usize = 97;
/// Sequences between two signs of life.
const SIGN_OF_LIFE: usize = 2048;
/// Bytes of one case's world: the scratchpad stays as it is.
const CASE: usize = 4;

/// Checks every sequence and prints what that proves, or what it refutes.
#[inline(never)]
pub fn run<B: Board>(board: &mut B, network: &Network) {
    let checked = check(network, 1, &mut |index| {
        if index % SIGN_OF_LIFE == 0 {
            say(board, &["."]);
        }
    });
    say(board, &["\r\n"]);
    report(board, checked, &["proven: ", Addition::THEOREM, "\r\n"]);
}

/// Checks some sequences of each program.
pub fn sample<B: Board>(board: &mut B, network: &Network) {
    let checked = check(network, SAMPLE, &mut |_| {});
    report(board, checked, &["a sample of the proof holds; `verify` is the whole of it\r\n"]);
}

#[inline(never)]
fn check(network: &Network, stride: usize, visit: &mut dyn FnMut(usize)) -> Result<Findings<Addition>, Error> {
    let mut findings = Findings::none();
    for program in programs::<Addition>() {
        verify_into(&mut findings, &network, program, stride, &mut [0; CASE], |index, _| visit(index))?;
    }
    Ok(findings)
}

fn report<B: Board>(board: &mut B, checked: Result<Findings<Addition>, Error>, right: &[&str]) {
    match checked {
        Ok(findings) => {
            say(board, if findings.all_right() { right } else { &["REFUTED: do not trust this model\r\n"] });
            count(board, &findings);
        }
        Err(error) => say(board, &["failed: ", reason(error), "\r\n"]),
    }
}

fn count<B: Board>(board: &mut B, findings: &Findings<Addition>) {
    for (count, of) in [
        (findings.sequences, " sequences, "),
        (findings.steps, " steps, "),
        (findings.wrong, " wrong, smallest margin "),
        (findings.margin.max(0) as usize, "/65536 logits\r\n"),
    ] {
        say_number(board, count as u64);
        say(board, &[of]);
    }
}
