//! `verify`: the board proves its own model, on the bytes in its flash. On power-on, all that is proven by boxes, and a sample of
//! the rest.

use npi_network::{Flashed, Network, Prover};
use npi_runtime::format::Method;
use npi_runtime::verify::{self, Findings, programs};
use npi_runtime::{Error, Program};

use crate::Board;
use crate::solve::fail;
use crate::text::{say, say_number};

/// Random sequences that are checked on power-on: a second on the slowest board.
const SAMPLE: usize = 512;
/// Where they begin: any number will do.
const SEED: u32 = 1;
/// Sequences between two signs of life …
const SIGN_OF_LIFE: usize = 1024;
/// … and obligations.
const SIGN_OF_BOXES: usize = 64;

/// Checks every sequence of views, or the boxes, of each program, and prints what that proves, or what it refutes.
#[inline(never)]
pub fn run<B: Board, T: Flashed>(board: &mut B, network: &Network<T>, verifier: &mut T::Verifier) {
    begin::<B, T>(board);
    let checked = check(board, network, verifier);
    say(board, &["\r\n"]);
    report::<B, T>(board, checked, &["proven: ", T::THEOREM, "\r\n"]);
}

/// Checks all boxes, and some sequences of each program that has none.
#[inline(never)]
pub fn power_on<B: Board, T: Flashed>(board: &mut B, network: &Network<T>) {
    begin::<B, T>(board);
    let checked = sample(network);
    let right: &[&str] = match (T::BOXED, T::WALKED) {
        (true, false) => &["proven: ", T::THEOREM, "\r\n"],
        (true, true) => &["the boxes and a sample of `verify` hold\r\n"],
        _ => &["a sample of `verify` holds\r\n"],
    };
    report::<B, T>(board, checked, right);
}

fn sample<T: Flashed>(network: &Network<T>) -> Result<Findings, Error> {
    if !T::BOXED {
        return verify::sample(&T::default(), &network, programs(&T::SIGNATURE), SAMPLE, SEED);
    }
    let mut all = boxes(network, &mut || ())?;
    if T::WALKED {
        all.merge(&verify::sample(&T::default(), &network, walked::<T>(), SAMPLE, SEED)?);
    }
    Ok(all)
}

/// The programs that are proven by sequences.
fn walked<T: Flashed>() -> impl Iterator<Item = Program> + Clone {
    programs(&T::SIGNATURE).filter(|&program| is_walked::<T>(program))
}

/// Whether a program is proven by sequences, and not by boxes.
fn is_walked<T: Flashed>(program: Program) -> bool {
    !T::BOXED || T::method(program) == Method::Sequences
}

/// The whole proof, with signs of life.
fn check<B: Board, T: Flashed>(
    board: &mut B,
    network: &Network<T>,
    verifier: &mut T::Verifier,
) -> Result<Findings, Error> {
    let (mut all, mut obligations, mut sequences) = (Findings::NONE, 0, 0);
    if T::BOXED {
        all = boxes(network, &mut || sign(board, &mut obligations, SIGN_OF_BOXES))?;
    }
    for program in programs(&T::SIGNATURE) {
        if T::WALKED && is_walked::<T>(program) {
            let visit = &mut |_: &_, _: &[_]| sign(board, &mut sequences, SIGN_OF_LIFE);
            all.merge(&verifier.prove(&network, program, visit)?);
        }
    }
    Ok(all)
}

/// The proof of all boxes.
fn boxes<T: Flashed>(network: &Network<T>, visit: &mut dyn FnMut()) -> Result<Findings, Error> {
    let mut all = Findings::NONE;
    for program in programs(&T::SIGNATURE).filter(|&program| !is_walked::<T>(program)) {
        all.merge(&network.prove_boxes(program, visit)?);
    }
    Ok(all)
}

/// A sign of life, once in a while.
fn sign<B: Board>(board: &mut B, count: &mut usize, each: usize) {
    if count.is_multiple_of(each) {
        say(board, &["."]);
    }
    *count += 1;
}

/// Starts the clock, where boxes are checked: of them it is said how long that took.
fn begin<B: Board, T: Flashed>(board: &mut B) {
    if T::BOXED {
        board.restart_ticks();
    }
}

fn report<B: Board, T: Flashed>(board: &mut B, checked: Result<Findings, Error>, right: &[&str]) {
    let ticks = if T::BOXED { board.ticks() } else { 0 };
    match checked {
        Ok(findings) => {
            let wrong = [wrong::<T>(&findings)];
            say(board, if findings.is_proven() { right } else { &wrong });
            count::<B, T>(board, &findings);
            if T::BOXED {
                say(board, &[", "]);
                say_number(board, ticks);
                say(board, &[" ticks"]);
            }
            say(board, &["\r\n"]);
        }
        Err(error) => fail(board, error),
    }
}

/// What is said of a network that is not proven: boxes that do not hold do not yet refute it.
fn wrong<T: Flashed>(findings: &Findings) -> &'static str {
    if T::BOXED && findings.wrong == 0 { "not proven\r\n" } else { "REFUTED\r\n" }
}

/// A network can be sure of what is wrong, too: the margin is said of what is right.
fn count<B: Board, T: Flashed>(board: &mut B, findings: &Findings) {
    let mut of = |shown: bool, count: usize, of: &str| {
        if shown {
            say_number(board, count as u32);
            say(board, &[of]);
        }
    };
    of(T::BOXED, findings.obligations, " obligations, ");
    of(T::WALKED, findings.sequences, " sequences, ");
    of(T::WALKED, findings.steps, " steps, ");
    let open = if T::BOXED { findings.open } else { 0 };
    of(true, findings.wrong + open, " wrong");
    if let Some(margin) = findings.margin.filter(|_| findings.is_proven()) {
        say(board, &[", smallest margin "]);
        say_number(board, margin as u32);
        say(board, &["/65536 logits"]);
    }
}
