//! The loader and the scratchpad as a board's console uses them: keys taken back, one memory for many runs.

use npi_runtime::{Environment, Refusal, Task, Teacher, solve};
use npi_tasks::Addition;
use npi_tasks::addition::{Loader, Scratchpad};

const BACKSPACE: char = '\x08';

/// Types keys into a memory full of rubbish, and gives the problem that stands in it then.
fn typed(keys: &str) -> Result<String, Refusal> {
    let mut memory = [0x77; 24];
    let mut loader = Loader::new(&mut memory);
    for key in keys.chars() {
        match key {
            BACKSPACE => {
                loader.pop();
            }
            _ => loader.push(key as u8)?,
        }
    }
    loader.finish()?;
    Ok(problem(&Scratchpad::again(&mut memory)))
}

fn problem(pad: &Scratchpad<'_>) -> String {
    let mut text = String::new();
    pad.problem(&mut text).expect("a string takes anything");
    text
}

#[track_caller]
fn check(keys: &str, problem: &str) {
    assert_eq!(typed(keys).as_deref(), Ok(problem), "{keys:?}");
}

/// Digits and the sign are taken back one by one, and what is typed afterwards counts.
#[test]
fn takes_back_digits_and_the_sign() {
    check("579+1221", "579+1221");
    check("570\x089+1221", "579+1221");
    check("579+\x08\x080+1", "570+1");
    check("579+12\x08\x081", "579+1");
    check("1\x08\x08\x0827+3", "27+3");
    check("007+05", "007+05");
}

/// So are spaces, each for itself: the sign is not taken back with the space behind it, nor a digit before it.
#[test]
fn takes_back_one_space_at_a_time() {
    check("12 + 3\x08\x08\x08+5", "12+5");
    check("12 +\t 3\x08\x08\x08\x08\x08\x083+5", "13+5");
    check("12+3  \x08\x084", "12+34");
    check("  1\x08\x08\x08\x082 3\x08\x08+4", "2+4");
    check("1 \x08\x08\x08 7+8", "7+8");
}

/// A digit that was taken back is gone: it is no part of a shorter number.
#[test]
fn forgets_what_was_taken_back() {
    check("99\x08+1", "9+1");
    check("9+111\x08\x08", "9+1");
    assert!(typed("12+3\x08").is_err());
}

/// After a run the problem still stands in memory, and can be run again with the same answer.
#[test]
fn runs_the_same_problem_again() {
    let mut memory = [0; 24];
    assert!(Addition::world(b"999+27", &mut memory).is_ok());
    for _ in 0..2 {
        let mut world = Scratchpad::again(&mut memory);
        assert_eq!(problem(&world), "999+27");
        let mut answer = String::new();
        solve(Teacher::<Addition>::new(), &mut world, |_, _| {}).unwrap();
        world.answer(&mut answer).unwrap();
        assert_eq!(answer, "1026");
    }
}
