//! The teacher and its world add, and the proof walks as much as it says.

use npi_runtime::task::depth;
use npi_runtime::verify::verify_all;
use npi_runtime::{Error, Interpreter, Refusal, Task, Teacher};
use npi_tasks::Addition;
use npi_tasks::addition::{ADD, ADD1, CARRY, LSHIFT};
use npi_tests::{add, calculated, check_sum, lessons, random};
use npi_trainer::check::check as check_teacher;
use npi_trainer::spec::{Count, SpecOf};

const TEACHER: Teacher<Addition> = Teacher::of(Addition);

#[track_caller]
fn check(problem: &str) {
    check_sum(TEACHER, problem);
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

/// What the proof walks, counted with common beginnings each time, as the spec counts and as the walk does.
#[test]
fn the_proof_walks_25_338_sequences() {
    let spec = SpecOf::<Addition>::of_task::<Addition>().unwrap();
    let count = |sequences, steps| Count { sequences, steps, excluded: 0 };
    // ADD 8³; ADD1 140 columns without a carry, and 102 with one before each of 242; CARRY and LSHIFT see nothing.
    let expected = [count(512, 1536), count(24_824, 49_508), count(1, 3), count(1, 4)];
    assert_eq!(spec.counts().unwrap(), expected);
    for (program, expected) in [ADD, ADD1, CARRY, LSHIFT].into_iter().zip(expected) {
        assert_eq!(lessons::<Addition>(program).len(), expected.sequences, "{program:?}");
    }
    let findings = verify_all(&Addition, &TEACHER).unwrap();
    assert_eq!((findings.sequences, findings.steps, findings.wrong), (25_338, 51_051, 0));
    assert_eq!((findings.excluded, spec.depth()), (0, depth::<Addition>()));
}

/// Nothing that the task declares is left over random and adversarial problems, and big integers say the same.
#[test]
fn the_teacher_keeps_what_the_task_declares() {
    let (mut state, mut problems) = (2, Vec::new());
    let mut random = random(&mut state);
    for size in (1..=200).chain([3000]) {
        let mut problem = String::new();
        Addition::sample(size, 1, &mut random, &mut problem).unwrap();
        problems.push(problem);
    }
    let [nines, zeros] = ["9", "0"].map(|digit| digit.repeat(300));
    for (first, second) in [("0", "0"), ("1", &nines), (&nines, &nines), (&zeros, "7"), ("5", &zeros)] {
        problems.extend([format!("{first}+{second}"), format!("{second}+{first}")]);
    }
    let checked = check_teacher::<Addition>(&problems, |problem| Some(calculated(problem))).unwrap();
    assert_eq!((checked.problems, checked.compared), (problems.len(), problems.len()));
}

/// A stack of two frames is enough for any length; that one is not does not compile.
#[test]
fn two_frames_are_enough() {
    assert_eq!(depth::<Addition>(), 2);
    check(&format!("{}+1", "9".repeat(100_000)));
}

/// A limit of steps is kept to the step.
#[test]
fn step_limit_is_exact() {
    let run = |limit| {
        let mut memory = [0; 16];
        let mut world = Addition::world(b"1+2", &mut memory).unwrap();
        Interpreter::<Addition, _>::new(TEACHER).run(Addition::start(&world), &mut world, limit, |_, _| {})
    };
    assert_eq!(run(8), Ok(8)); // ADD1, LSHIFT, end; one, and four steps of those
    assert_eq!(run(7), Err(Error::StepLimit { limit: 7 }));
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
