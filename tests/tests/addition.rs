//! The teacher and its world add; the cases of the proof are complete.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

use std::collections::HashSet;

use npi_runtime::task::addition::{ADD, ADD1, CARRY, LSHIFT};
use npi_runtime::verify::{self, programs};
use npi_runtime::{Addition, Error, Interpreter, Program, Refusal, Task, Teacher};
use npi_tests::add;
use num_bigint::BigUint;

type Seen = Vec<[u8; 4]>;

const TEACHER: Teacher<Addition> = Teacher::new();

/// A small generator: the same numbers in every run.
fn random(state: &mut u64) -> impl FnMut(u32) -> u32 {
    move |below| {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((*state >> 33) % u64::from(below)) as u32
    }
}

#[track_caller]
fn check(problem: &str) {
    let (first, second) = problem.split_once('+').unwrap();
    let sum: BigUint = first.parse::<BigUint>().unwrap() + second.parse::<BigUint>().unwrap();
    assert_eq!(add(TEACHER, problem), Ok(sum.to_string()), "{problem}");
}

/// Every sequence of observations that the calls of a run see, by program.
fn sequences(problem: &str, into: &mut HashSet<(Program, Seen)>) {
    let mut memory = vec![0; Addition::memory(problem.as_bytes())];
    let mut world = Addition::world(problem.as_bytes(), &mut memory).unwrap();
    let mut open: Vec<(Program, Seen)> = Vec::new();
    let mut interpreter = Interpreter::<Addition, _, 2>::new(TEACHER);
    let limit = Addition::step_limit(&world);
    let on_event = |event: &npi_runtime::Event<Addition>| {
        if event.step == 0 {
            open.push((event.call.program, Vec::new()));
        }
        open.last_mut().unwrap().1.push(event.observation);
        if event.decision.end {
            into.insert(open.pop().unwrap());
        }
    };
    interpreter.run(Addition::start(), &mut world, limit, on_event).unwrap();
}

/// The sequences of all cases: those that the proof checks.
fn proven() -> HashSet<(Program, Seen)> {
    let mut all = HashSet::new();
    for program in programs::<Addition>() {
        for index in 0..Addition::cases(program) {
            let mut seen = Vec::new();
            let visit = |event: &npi_runtime::Event<Addition>| seen.push(event.observation);
            assert_eq!(verify::lesson(program, index, &mut [0; 4], visit), Ok(true));
            assert!(all.insert((program, seen)), "case {index} of {program:?} is there twice");
        }
    }
    all
}

/// The teacher is right for every pair of numbers up to three digits.
#[test]
fn teacher_adds_all_short_numbers() {
    for first in 0..1000_u32 {
        for second in (0..1000_u32).step_by(if first < 100 { 1 } else { 37 }) {
            assert_eq!(add(TEACHER, &format!("{first}+{second}")), Ok((first + second).to_string()));
        }
    }
}

/// Every pattern of carries over eight columns, with operands of equal and unequal length.
#[test]
fn teacher_adds_all_carry_patterns() {
    for pattern in 0..256_u32 {
        let digits = |carry: char, none: char| -> String {
            (0..8).map(|column| if pattern >> column & 1 == 1 { carry } else { none }).collect()
        };
        check(&format!("{}+{}", digits('9', '4'), digits('9', '4')));
        check(&format!("{}+{}", digits('9', '0'), digits('1', '9')));
        check(&format!("{}+1", digits('9', '0')));
    }
}

/// Random numbers of up to 3,000 digits, zeros, leading zeros, all nines.
#[test]
fn teacher_adds_long_numbers() {
    let mut state = 1;
    let mut random = random(&mut state);
    for size in [1, 2, 19, 20, 100, 999, 3000] {
        for _ in 0..20 {
            let mut problem = String::new();
            Addition::sample(size, 1, &mut random, &mut problem).unwrap();
            check(&problem);
        }
    }
    let nines = "9".repeat(3000);
    for problem in [
        "0+0",
        "000+00",
        "0+7",
        "007+5",
        &format!("{nines}+1"),
        &format!("1+{nines}"),
        &format!("{nines}+{nines}"),
    ] {
        check(problem);
    }
}

/// The figures of the proof, counted with common beginnings each time.
#[test]
fn cases_are_as_many_as_stated() {
    let counts = [(ADD, 24_641), (ADD1, 241), (CARRY, 102), (LSHIFT, 24_641)];
    for (program, expected) in counts {
        assert_eq!(Addition::cases(program), expected, "{program:?}");
    }
    let findings = verify::verify_all::<Addition, _>(&TEACHER, &mut [0; 4]).unwrap();
    assert_eq!((findings.sequences, findings.steps, findings.wrong), (49_625, 173_136, 0));
}

/// Whatever a random long problem shows to a call is among the cases, and each case is there once.
#[test]
fn cases_are_complete() {
    let (mut state, mut met) = (2, HashSet::new());
    let mut random = random(&mut state);
    for size in (1..=400).chain([3000]) {
        let mut problem = String::new();
        Addition::sample(size, 1, &mut random, &mut problem).unwrap();
        sequences(&problem, &mut met);
    }
    let proven = proven();
    let missing: Vec<_> = met.difference(&proven).take(3).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(met.len() > 20_000, "only {} sequences met", met.len());
}

/// A stack of two frames is enough for any length; one is not.
#[test]
fn stack_needs_two_frames() {
    let mut memory = [0; 16];
    let mut world = Addition::world(b"999+1", &mut memory).unwrap();
    let mut interpreter = Interpreter::<Addition, _, 1>::new(TEACHER);
    assert_eq!(interpreter.run(Addition::start(), &mut world, 100, |_| {}), Err(Error::StackOverflow));
    check(&format!("{}+1", "9".repeat(100_000)));
}

/// A limit of steps is kept to the step.
#[test]
fn step_limit_is_exact() {
    let run = |limit| {
        let mut memory = [0; 16];
        let mut world = Addition::world(b"1+2", &mut memory).unwrap();
        Interpreter::<Addition, _, 2>::new(TEACHER).run(Addition::start(), &mut world, limit, |_| {})
    };
    assert_eq!(run(8), Ok(8)); // ADD1, LSHIFT, end; one, and four steps of those
    assert_eq!(run(7), Err(Error::StepLimit));
}

/// Text that is not two numbers is refused, with the place.
#[test]
fn problems_are_refused_with_the_place() {
    let refused = |problem: &str| {
        let mut memory = [0; 32];
        Addition::world(problem.as_bytes(), &mut memory).err().unwrap()
    };
    assert_eq!(refused("12a+3"), Refusal::Problem { expected: "a digit, `+` or a space", at: 2 });
    assert_eq!(refused("-1+3"), Refusal::Problem { expected: "a digit", at: 0 });
    assert_eq!(refused("1+-3"), Refusal::Problem { expected: "a digit", at: 2 });
    assert_eq!(refused("1+2+3"), Refusal::Problem { expected: "a digit or the end", at: 3 });
    assert_eq!(refused("12"), Refusal::Problem { expected: "two numbers", at: 2 });
    assert_eq!(refused(""), Refusal::Problem { expected: "two numbers", at: 0 });
    assert_eq!(refused("12345678901234567+1"), Refusal::Capacity { columns: 15 });
}
