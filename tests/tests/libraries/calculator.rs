//! The calculator's teacher calculates.

use npi_runtime::{Error, Refusal, Task, Teacher};
use npi_tasks::Calculator;
use npi_tests::controllers::has_room;
use npi_tests::{answer, calculated, random};
use npi_trainer::check::check;
use npi_trainer::spec::SpecOf;

const TEACHER: Teacher<Calculator> = Teacher::of(Calculator);
const OPERATORS: [char; 4] = ['+', '-', '*', '/'];

/// Lets the teacher solve problems, and holds it against big integers.
fn solve(problems: &[String]) {
    let checked = check::<Calculator>(problems, |problem| Some(calculated(problem))).unwrap();
    assert_eq!(checked.compared, problems.len());
}

/// `count` random problems of up to `size` digits.
fn drawn(count: usize, size: u32, state: &mut u64) -> Vec<String> {
    let mut random = random(state);
    let mut problem = |size| {
        let mut problem = String::new();
        Calculator::sample(size, 1, &mut random, &mut problem).unwrap();
        problem
    };
    (0..count).map(|index| problem(1 + index % size as usize)).collect()
}

/// All pairs of numbers below `end`, with every operator.
fn pairs(end: u32) -> Vec<String> {
    let of = |first: u32, second: u32| OPERATORS.map(|operator| format!("{first}{operator}{second}"));
    let all = (0..end).flat_map(|first| (0..end).flat_map(move |second| of(first, second)));
    all.filter(|problem| !problem.ends_with("/0")).collect()
}

#[test]
fn all_pairs_of_small_numbers() {
    solve(&pairs(24));
}

#[test]
fn random_problems() {
    solve(&drawn(300, 24, &mut 1));
}

/// Carries and borrows through every column, operands of very unequal length, zeros in front, spaces.
#[test]
fn extreme_problems() {
    let (nines, one) = ("9".repeat(40), format!("1{}", "0".repeat(40)));
    let numbers = ["0", "1", "9", "10", "000", "007", "5", &nines, &one];
    let of = |first: &str, second: &str| OPERATORS.map(|operator| format!("{first} {operator}  {second}"));
    let all = numbers.iter().flat_map(|first| numbers.iter().flat_map(move |second| of(first, second)));
    let zero = |problem: &String| problem.contains('/') && problem.trim_end_matches('0').ends_with(' ');
    solve(&all.filter(|problem| !zero(problem)).collect::<Vec<_>>());
}

/// What was promised once, and takes minutes: `cargo test --release -p npi-tests --test libraries calculator -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn ten_thousand_problems_of_200_digits_and_all_pairs_up_to_200() {
    solve(&pairs(201));
    solve(&drawn(10_000, 200, &mut 2));
}

#[test]
fn what_is_no_problem_is_refused() {
    let refused = |problem: &str| match answer::<Calculator>(TEACHER, problem) {
        Err(Error::Refused(Refusal::Problem { expected, at })) => (expected, at),
        other => panic!("{problem}: {other:?}"),
    };
    assert_eq!(refused("12/0"), ("a divisor other than 0", 3));
    assert_eq!(refused("12 / 00 "), ("a divisor other than 0", 5));
    assert_eq!(refused(""), ("a digit", 0));
    assert_eq!(refused("12"), ("`+`, `-`, `*` or `/`", 2));
    assert_eq!(refused("12^3"), ("`+`, `-`, `*` or `/`", 2));
    assert_eq!(refused("12*"), ("a digit", 3));
    assert_eq!(refused("-12*3"), ("a digit", 0));
    assert_eq!(refused("12*3+4"), ("a digit or the end", 4));
    assert_eq!(refused("12 +3 4"), ("the end", 6));
}

/// What the task says fits into a memory does: operands of so many digits each, whatever is to be done with them.
#[test]
fn what_is_said_to_fit_does() {
    for memory in [100, 1001] {
        has_room::<Calculator>(memory, |digits| format!("{0}*{0}", "9".repeat(digits)));
    }
}

/// The whole task is so few sequences that a board walks all of them.
#[test]
fn a_proof_walks_few_sequences() {
    let counts = SpecOf::<Calculator>::of_task::<Calculator>().unwrap().counts().unwrap();
    assert_eq!(counts.iter().map(|count| count.sequences).sum::<usize>(), 2179);
    assert_eq!(counts.iter().map(|count| count.excluded).sum::<usize>(), 0);
}
