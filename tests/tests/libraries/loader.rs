//! Readers of problems as a board's console uses them: keys taken back, one memory for many runs.

use npi_fill::Fill;
use npi_runtime::task::{ProblemReader, TextReader};
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
    Ok(problem(&Scratchpad::rewind(&mut memory)))
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
        let mut world = Scratchpad::rewind(&mut memory);
        assert_eq!(problem(&world), "999+27");
        let mut answer = String::new();
        solve(Teacher::<Addition>::new(), &mut world, |_, _| {}).unwrap();
        world.answer(&mut answer).unwrap();
        assert_eq!(answer, "1026");
    }
}

/// The fill task's text, read into a memory and run twice; the answers, and the problem as it stands there then.
fn filled(keys: &str, memory: &mut [u8]) -> Result<[String; 3], Refusal> {
    let mut reader = TextReader::<Fill>::new(memory);
    for key in keys.chars() {
        match key {
            BACKSPACE => assert!(reader.pop()),
            _ => reader.push(key as u8)?,
        }
    }
    reader.finish()?;
    let mut said = [(); 3].map(|()| String::new());
    for answer in &mut said[..2] {
        let mut world = TextReader::<Fill>::rewind(memory)?;
        solve(Teacher::<Fill>::new(), &mut world, |_, _| {}).expect("a tape that is filled");
        world.answer(answer).expect("a string takes anything");
    }
    TextReader::<Fill>::write(memory, &mut said[2]).expect("a string takes anything");
    Ok(said)
}

/// The reader that serves any task: text, backspace, two runs, and exactly as much room as the task says.
#[test]
fn reads_the_text_of_any_task() {
    let of = |keys| filled(keys, &mut [0x77; 64]).map(|said| said.join(" "));
    assert_eq!(of("1___").as_deref(), Ok("1111 1111 1___"));
    assert_eq!(of("1\x080__1\x08_").as_deref(), Ok("0000 0000 0___"));
    assert!(of("").is_err() && of("1").is_err() && of("1_x").is_err());
    assert!(TextReader::<Fill>::new(&mut [0; 9]).is_empty());
    for bytes in 0..40 {
        let most = Fill::capacity(bytes);
        let tape = |cells: usize| format!("1{}", "_".repeat(cells - 1));
        if most >= 2 {
            assert_eq!(
                filled(&tape(most), &mut vec![0; bytes]).unwrap()[0],
                "1".repeat(most),
                "{bytes} bytes"
            );
        }
        assert!(filled(&tape(most + 1), &mut vec![0; bytes]).is_err(), "{bytes} bytes");
    }
}

/// Memory in which no problem stands gives none, whatever its bytes.
#[test]
fn finds_no_problem_in_rubbish() {
    for bytes in 0..12 {
        for rubbish in [0, 1, 4, 0x77, 0xff] {
            assert!(TextReader::<Fill>::rewind(&mut vec![rubbish; bytes]).is_err(), "{bytes} of {rubbish}");
            let mut text = String::new();
            TextReader::<Fill>::write(&mut vec![rubbish; bytes], &mut text).unwrap();
        }
    }
}
