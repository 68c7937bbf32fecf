//! `verify`: the board proves its own model, on the bytes in its flash. A sample of it on power-on.

use npi_network::{Network, State};
use npi_runtime::verify::{Findings, Verdict, Verifier, programs};
use npi_runtime::{Addition, Error, Task};

use crate::Board;
use crate::solve::fail;
use crate::text::{say, say_number};

/// On power-on one sequence in so many is checked: a second on the slowest board.
const SAMPLE: usize = 97;
/// Sequences between two signs of life.
const SIGN_OF_LIFE: usize = 2048;
/// Bytes of one case's world: the scratchpad stays as it is.
const CASE: usize = 4;

/// What the verifier works in: kept apart from the stack, which is short.
pub type Workspace = Verifier<Addition, State>;

/// Checks every sequence and prints what that proves, or what it refutes.
#[inline(never)]
pub fn run<B: Board>(board: &mut B, network: &Network, workspace: &mut Workspace) {
    let checked = check(workspace, network, 1, &mut |index, _| {
        if index % SIGN_OF_LIFE == 0 {
            say(board, &["."]);
        }
    });
    say(board, &["\r\n"]);
    report(board, checked, workspace.findings(), &["proven: ", Addition::THEOREM, "\r\n"]);
}

/// Checks some sequences of each program.
#[inline(never)]
pub fn sample<B: Board>(board: &mut B, network: &Network, workspace: &mut Workspace) {
    let checked = check(workspace, network, SAMPLE, &mut |_, _| {});
    let right = &["a sample of `verify` holds\r\n"];
    report(board, checked, workspace.findings(), right);
}

#[inline(never)]
fn check(
    workspace: &mut Workspace,
    network: &Network,
    stride: usize,
    visit: &mut dyn FnMut(usize, &Verdict<Addition>),
) -> Result<(), Error> {
    *workspace = Workspace::new();
    programs::<Addition>()
        .try_for_each(|program| workspace.check(&network, program, stride, &mut [0; CASE], visit))
}

fn report<B: Board>(
    board: &mut B,
    checked: Result<(), Error>,
    findings: &Findings<Addition>,
    right: &[&str],
) {
    match checked {
        Ok(()) => {
            say(board, if findings.all_right() { right } else { &["REFUTED\r\n"] });
            count(board, findings);
        }
        Err(error) => fail(board, error),
    }
}

fn count<B: Board>(board: &mut B, findings: &Findings<Addition>) {
    for (count, of) in [
        (findings.sequences, " sequences, "),
        (findings.steps, " steps, "),
        (findings.wrong, " wrong, smallest margin "),
        (findings.margin.max(0) as usize, "/65536 logits\r\n"),
    ] {
        say_number(board, count as u32);
        say(board, &[of]);
    }
}
