//! The teacher of sorting sorts.

pub(crate) mod oracle;

use npi_runtime::{Error, Refusal, Task, Teacher};
use npi_tasks::Sorting;
use npi_tests::controllers::has_room;
use npi_tests::{answer, random};
use npi_trainer::check::check;
use npi_trainer::spec::SpecOf;
use oracle::{permutations, sorted};

const TEACHER: Teacher<Sorting> = Teacher::of(Sorting);

/// Lets the teacher solve problems, and holds it against the library.
fn solve(problems: &[String]) {
    let checked = check::<Sorting>(problems, |problem| Some(sorted(problem))).unwrap();
    assert_eq!(checked.compared, problems.len());
}

#[test]
fn every_permutation_up_to_seven() {
    for count in 1..=7 {
        let problems = permutations(count);
        assert_eq!(problems.len(), (1..=count).product::<usize>());
        solve(&problems);
        solve(&problems.iter().map(|problem| format!("max {problem}")).collect::<Vec<_>>());
    }
}

/// A thousand random values of 64 bits, and many that are alike.
#[test]
fn long_and_equal_values() {
    let mut state = 3;
    let mut random = random(&mut state);
    let mut value = || (i64::from(random(u32::MAX)) << 32 | i64::from(random(u32::MAX))).to_string();
    let values: Vec<_> = (0..1000).map(|_| value()).collect();
    solve(&[values.join(" "), format!("max {}", values.join(" "))]);
    solve(&[vec!["7"; 50].join(" "), ["1 2"; 30].join(" "), format!("{} {} 0", i64::MAX, i64::MIN)]);
}

#[test]
fn random_problems() {
    let (mut state, mut problems) = (4, Vec::new());
    let mut random = random(&mut state);
    for size in 1..=60 {
        let mut problem = String::new();
        Sorting::sample(size, 1, &mut random, &mut problem).unwrap();
        problems.push(problem);
    }
    solve(&problems);
}

#[test]
fn what_is_no_problem_is_refused() {
    let refused = |problem: &str| match answer::<Sorting>(TEACHER, problem) {
        Err(Error::Refused(Refusal::Problem { expected, at })) => (expected, at),
        other => panic!("{problem}: {other:?}"),
    };
    let integer = "an integer of 64 bits";
    assert_eq!(refused(""), (integer, 0));
    assert_eq!(refused("max"), (integer, 3));
    assert_eq!(refused("3  1 x 2"), (integer, 5));
    assert_eq!(refused("9223372036854775808"), (integer, 0));
}

/// What the task says fits into a memory does, if a value is of two digits.
#[test]
fn what_is_said_to_fit_does() {
    for memory in [100, 1001] {
        has_room::<Sorting>(memory, |values| vec!["42"; values].join(" "));
    }
}

#[test]
fn a_proof_walks_few_sequences() {
    let counts = SpecOf::<Sorting>::of_task::<Sorting>().unwrap().counts().unwrap();
    assert_eq!(counts.iter().map(|count| count.sequences).sum::<usize>(), 45);
}
