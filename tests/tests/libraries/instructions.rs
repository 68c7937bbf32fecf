//! What a step costs on a desktop, in instructions, which do not depend on what else the machine does. Boards
//! count theirs in `firmware.rs`. Valgrind knows AVX2, and not AVX-512: it is AVX2's instructions that are counted.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use npi_format::Model;
use npi_runtime::Network;
use npi_tasks::{Addition, models};
use npi_trainer::bench::{problem, solve};

/// Figures may differ by so many hundredths: another processor, another C library.
const TOLERANCE: u64 = 2;
const DIGITS: usize = 100;
/// Names the model and how often it solves the problem.
const WORK: &str = "NPI_WORK";
const MODELS: [(&str, &[u8]); 3] = [
    ("int8, 16 hidden", models::ADDITION),
    ("int8, 32 hidden", include_bytes!("../../models/addition-h32.npi")),
    ("f32, 16 hidden", models::ADDITION_F32),
];

/// What is counted, in a process of its own; called by hand, one run of the first model.
#[test]
fn workload() {
    let work = env::var(WORK).unwrap_or_else(|_| "0 1".to_owned());
    let (model, times) = work.split_once(' ').expect("a model and a number");
    let bytes = MODELS[model.parse::<usize>().expect("a model's number")].1;
    let network = Network::<Addition, 128>::new(&Model::parse(bytes).expect("a model")).expect("addition");
    let (problem, mut memory, steps) = (problem::<Addition>(DIGITS).expect("a problem"), Vec::new(), steps());
    for _ in 0..times.parse().expect("a number") {
        assert_eq!(solve::<Addition>(network, &problem, &mut memory).ok(), Some(steps));
    }
}

/// By the teacher.
fn steps() -> usize {
    let problem = problem::<Addition>(DIGITS).expect("a problem");
    solve::<Addition>(npi_runtime::Teacher::<Addition>::new(), &problem, &mut Vec::new()).expect("a run")
}

/// Instructions of a process that solves the problem so often.
fn count(model: usize, times: usize) -> u64 {
    let this = env::current_exe().expect("this test");
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(this);
    valgrind
        .args(["--exact", "instructions::workload", "--test-threads=1"])
        .env(WORK, format!("{model} {times}"));
    let output = valgrind.output().expect("expected valgrind, found none; hint: run tests/setup-valgrind.sh");
    let talk = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{talk}{}", String::from_utf8_lossy(&output.stdout));
    let (_, refs) = talk.split_once("Collected : ").expect("a count");
    refs.lines().next().and_then(|number| number.trim().parse().ok()).expect("a number")
}

/// A change that makes a step dearer by more than the tolerance, or cheaper, is seen.
#[test]
fn a_step_costs_what_is_committed() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/instructions.md");
    let committed = fs::read_to_string(&golden).unwrap_or_default();
    let mut table = "| model | instructions a step, x86-64 |\n|---|---:|\n".to_owned();
    for (index, (name, _)) in MODELS.iter().enumerate() {
        // Twelve runs less two: what is left is ten runs' steps, without the process's start and end.
        let now = (count(index, 12) - count(index, 2)) / (10 * steps() as u64);
        writeln!(table, "| {name} | {now} |").expect("a string takes anything");
        if env::var_os("NPI_BLESS").is_none() && cfg!(target_arch = "x86_64") {
            let row = committed.lines().find(|line| line.starts_with(&format!("| {name} |")));
            let then: u64 =
                row.and_then(|row| row.split('|').nth(2)?.trim().parse().ok()).unwrap_or_default();
            assert!(
                now.abs_diff(then) * 100 <= then * TOLERANCE,
                "{name}: a step takes {now} instructions, expected {then} ± {TOLERANCE} %\nhint: look for the cause, \
                 then accept it:\n      NPI_BLESS=1 cargo test --release -p npi-tests --test libraries instructions"
            );
        }
    }
    if env::var_os("NPI_BLESS").is_some() {
        fs::write(golden, table).expect("the golden file");
    }
}
