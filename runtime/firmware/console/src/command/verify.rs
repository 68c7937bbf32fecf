//! `verify`: the board proves its own model, on the bytes in its flash. A sample of it on power-on.

use npi_network::{Flashed, Network, Prover};
use npi_runtime::Error;
use npi_runtime::verify::{self, Findings, programs};

use crate::Board;
use crate::solve::fail;
use crate::text::{say, say_number};

/// Random sequences that are checked on power-on: a second on the slowest board.
const SAMPLE: usize = 512;
/// Where they begin: any number will do.
const SEED: u32 = 1;
/// Sequences between two signs of life.
const SIGN_OF_LIFE: usize = 1024;

/// Checks every sequence of views and prints what that proves, or what it refutes.
#[inline(never)]
pub fn run<B: Board, T: Flashed>(board: &mut B, network: &Network<T>, verifier: &mut T::Verifier) {
    let checked = check(board, network, verifier);
    say(board, &["\r\n"]);
    report(board, checked, &["proven: ", T::THEOREM, "\r\n"]);
}

/// Checks some sequences of each program.
#[inline(never)]
pub fn sample<B: Board, T: Flashed>(board: &mut B, network: &Network<T>) {
    let checked = verify::sample(&T::default(), &network, SAMPLE, SEED);
    report(board, checked, &["a sample of `verify` holds\r\n"]);
}

/// The whole proof, with signs of life.
fn check<B: Board, T: Flashed>(
    board: &mut B,
    network: &Network<T>,
    verifier: &mut T::Verifier,
) -> Result<Findings, Error> {
    let (mut all, mut sequences) = (Findings::NONE, 0);
    for program in programs(&T::SIGNATURE) {
        let found = verifier.prove(&network, program, &mut |_, _| {
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
