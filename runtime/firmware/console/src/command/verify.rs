//! `verify`: the board proves its own model, on the bytes in its flash. A sample of it on power-on.

use npi_network::{Network, State};
use npi_runtime::verify::{self, Findings, Verifier, programs};
use npi_runtime::{Error, Policy, Task};
use npi_tasks::Addition;

use crate::Board;
use crate::solve::fail;
use crate::text::{say, say_number};

/// Random sequences that are checked on power-on: a second on the slowest board.
const SAMPLE: usize = 512;
/// Where they begin: any number will do.
const SEED: u32 = 1;
/// Sequences between two signs of life.
const SIGN_OF_LIFE: usize = 1024;

/// What the verifiers work in: kept apart from the stack, which is short.
pub struct Workspace {
    /// For addition.
    pub addition: Verifier<Addition, State, { Addition::SIGNATURE.longest() }>,
    /// For the second task.
    #[cfg(feature = "fill")]
    pub fill: super::fill::Workspace,
}

/// A workspace that is not yet in use.
#[must_use]
pub const fn workspace() -> Workspace {
    Workspace {
        addition: Verifier::new(State::REST),
        #[cfg(feature = "fill")]
        fill: Verifier::new(State::REST),
    }
}

/// Checks every sequence of views and prints what that proves, or what it refutes.
pub fn run<B: Board>(board: &mut B, network: &Network<Addition>, workspace: &mut Workspace) {
    prove(board, network, &mut workspace.addition);
}

/// As [`run`], for any task and in as much room as it needs.
#[inline(never)]
pub fn prove<B: Board, T: Task, P: Policy<T, State = State>, const LONGEST: usize>(
    board: &mut B,
    policy: P,
    workspace: &mut Verifier<T, State, LONGEST>,
) {
    let checked = check(board, policy, workspace);
    say(board, &["\r\n"]);
    report(board, checked, &["proven: ", T::THEOREM, "\r\n"]);
}

/// Checks some sequences of each program.
#[inline(never)]
pub fn sample<B: Board>(board: &mut B, network: &Network<Addition>) {
    let checked = verify::sample(&Addition, &network, SAMPLE, SEED);
    report(board, checked, &["a sample of `verify` holds\r\n"]);
}

/// The whole proof, with signs of life.
fn check<B: Board, T: Task, P: Policy<T, State = State>, const LONGEST: usize>(
    board: &mut B,
    policy: P,
    workspace: &mut Verifier<T, State, LONGEST>,
) -> Result<Findings, Error> {
    let (mut all, mut sequences) = (Findings::NONE, 0);
    for program in programs(&T::SIGNATURE) {
        let found = workspace.verify::<T, P>(&T::default(), &policy, program, &mut |_, _| {
            if sequences % SIGN_OF_LIFE == 0 {
                say(board, &["."]);
            }
            sequences += 1;
        })?;
        all.merge(&found);
    }
    Ok(all)
}

fn report<B: Board>(board: &mut B, checked: Result<Findings, Error>, right: &[&str]) {
    match checked {
        Ok(findings) => {
            say(board, if findings.is_proven() { right } else { &["REFUTED\r\n"] });
            count(board, &findings);
        }
        Err(error) => fail(board, error),
    }
}

/// A network can be sure of what is wrong, too: the margin is said of what is right.
fn count<B: Board>(board: &mut B, findings: &Findings) {
    for (count, of) in
        [(findings.sequences, " sequences, "), (findings.steps, " steps, "), (findings.wrong, " wrong")]
    {
        say_number(board, count as u32);
        say(board, &[of]);
    }
    if let Some(margin) = findings.margin.filter(|_| findings.is_proven()) {
        say(board, &[", smallest margin "]);
        say_number(board, margin as u32);
        say(board, &["/65536 logits"]);
    }
    say(board, &["\r\n"]);
}
