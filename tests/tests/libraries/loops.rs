//! Teachers that loop: each solves what its recursive sibling does, in as few memories as can do it.

use std::collections::{BTreeMap, BTreeSet};

use npi_format::Model;
use npi_runtime::task::depth;
use npi_runtime::verify::programs;
use npi_runtime::{Error, Network, Program, Refusal, Task, Teacher, solve};
use npi_tasks::{Addition, AdditionLoop, Shipped, Sorting, SortingLoop, TrafficLoop};
use npi_tests::controllers::{STEPS, has_room, problems, refuses, survives};
use npi_tests::traces::trace;
use npi_tests::{answer, calculated, random};
use npi_trainer::check::check;
use npi_trainer::cmd::generate::Problems;
use npi_trainer::pictures::Storyboard;
use npi_trainer::spec::SpecOf;

use crate::sorting::oracle::{permutations, sorted};
use crate::traffic::reference::{Phases, adversarial, noise, reference};

/// Lets a loop's teacher solve problems, and holds it against an oracle and against its sibling's teacher.
#[track_caller]
fn hold<L: Task, Sibling: Task>(problems: &[String], oracle: impl Fn(&str) -> String) {
    let checked = check::<L>(problems, |problem| Some(oracle(problem))).map_err(|error| format!("{error:#}"));
    assert_eq!(checked.map(|checked| checked.compared), Ok(problems.len()));
    for problem in problems {
        let [looped, recursive] =
            [answer::<L>(Teacher::new(), problem), answer::<Sibling>(Teacher::new(), problem)];
        assert_eq!(looped, recursive, "{problem}");
    }
}

/// Problems of each of some sizes, as a task draws them.
fn drawn<T: Task>(sizes: impl Iterator<Item = usize>) -> Vec<String> {
    let mut state = 5;
    let mut random = random(&mut state);
    let problem = |size| {
        let mut problem = String::new();
        T::sample(size, 1, &mut random, &mut problem).unwrap();
        problem
    };
    sizes.map(problem).collect()
}

/// Every pair of two numbers below 110: all carries into a column that is blank in one operand, in both, in none.
#[test]
fn addition_loop_adds_short_numbers() {
    let pairs = (0..110).flat_map(|first| (0..110).map(move |second| format!("{first}+{second}")));
    hold::<AdditionLoop, Addition>(&pairs.collect::<Vec<_>>(), calculated);
}

/// Random and adversarial numbers, up to 100,000 digits.
#[test]
fn addition_loop_adds_long_numbers() {
    let mut problems = drawn::<AdditionLoop>((1..=200).chain([3000, 100_000]));
    let [nines, zeros, many] =
        [("9", 300), ("0", 300), ("9", 100_000)].map(|(digit, times)| digit.repeat(times));
    for (first, second) in
        [("0", "0"), ("1", &nines), (&nines, &nines), (&zeros, "7"), ("5", &zeros), ("1", &many)]
    {
        problems.extend([format!("{first}+{second}"), format!("{second}+{first}")]);
    }
    hold::<AdditionLoop, Addition>(&problems, calculated);
}

/// Every order of up to six values, one value among them, and the maximum of each.
#[test]
fn sorting_loop_sorts_every_permutation_up_to_six() {
    for count in 1..=6 {
        let orders = permutations(count);
        let maxima: Vec<_> = orders.iter().map(|order| format!("max {order}")).collect();
        hold::<SortingLoop, Sorting>(&[orders, maxima].concat(), sorted);
    }
}

/// Random values, many that are alike, the least and the greatest, and several hundred.
#[test]
fn sorting_loop_sorts_long_and_equal_values() {
    let descending: Vec<_> = (0..300).rev().map(|value: i64| value.to_string()).collect();
    let mut problems = drawn::<SortingLoop>((1..=60).chain([300]));
    problems.extend([descending.join(" "), vec!["7"; 50].join(" "), ["1 2"; 30].join(" ")]);
    problems.extend([format!("{} {} 0", i64::MAX, i64::MIN), "-5".to_owned(), "max -5".to_owned()]);
    hold::<SortingLoop, Sorting>(&problems, sorted);
}

/// What the lights show, one after the other, and for how many ticks: cars' green at least.
const PHASES: Phases = [('G', 2), ('A', 1), ('W', 2), ('R', 1), ('P', 1)];

/// The lights do as the reference machine does, tick by tick.
#[test]
fn traffic_loop_does_as_the_reference_machine() {
    let problems = [adversarial(), problems::<TrafficLoop>(STEPS), noise(STEPS)].concat();
    check::<TrafficLoop>(&problems, |problem| reference(PHASES, problem)).unwrap();
}

/// What the network that ships with a task answers.
fn answered<T: Task>(problem: &str) -> Result<String, Error> {
    let model = Model::parse(T::MODEL.unwrap()).unwrap();
    answer::<T>(Network::<T, 32>::new(&model).unwrap(), problem)
}

/// The networks that ship solve what their teachers do: sums of up to 100,000 digits, arrays, and ticks of the lights.
#[test]
fn shipped_networks_solve_what_their_teachers_solve() {
    for problem in drawn::<AdditionLoop>((1..=100).chain([3000, 100_000])) {
        assert_eq!(answered::<AdditionLoop>(&problem), Ok(calculated(&problem)));
    }
    for problem in drawn::<SortingLoop>((1..=40).chain([300])) {
        assert_eq!(answered::<SortingLoop>(&problem), Ok(sorted(&problem)));
    }
    for problem in [adversarial(), noise(20_000)].concat() {
        assert_eq!(answered::<TrafficLoop>(&problem).ok(), reference(PHASES, &problem));
    }
}

/// What a program does in each memory, view by view: its decision, and the memory after it if it goes on.
type Rows = Vec<Vec<(String, Option<usize>)>>;

fn rows<T: Task>(spec: &SpecOf<T>, program: Program) -> Rows {
    let mut rows = vec![Vec::new(); usize::from(program.entry(&T::SIGNATURE).unwrap().memories)];
    for (_, memory, _, row) in spec.rows().filter(|(call, ..)| call.program == program) {
        let (decision, next) = row.expect("a view that can come");
        let next = (!decision.end).then_some(usize::from(next));
        rows[usize::from(memory)].push((format!("{decision:?}"), next));
    }
    rows
}

/// How many futures the memories have: two are told apart as soon as some sequence of views tells them apart (Moore's
/// algorithm).
fn futures(rows: &Rows) -> usize {
    let (mut classes, mut count) = (vec![0; rows.len()], 1);
    loop {
        let (mut known, mut finer) = (BTreeMap::new(), Vec::new());
        for memory in rows {
            let seen = memory.iter().map(|(decision, next)| (decision, next.map(|next| classes[next])));
            let fresh = known.len();
            finer.push(*known.entry(seen.collect::<Vec<_>>()).or_insert(fresh));
        }
        if known.len() == count {
            return count;
        }
        (count, classes) = (known.len(), finer);
    }
}

/// How many memories a call can come to.
fn reached(rows: &Rows) -> usize {
    let (mut reached, mut open) = (BTreeSet::new(), vec![0]);
    while let Some(memory) = open.pop() {
        if reached.insert(memory) {
            open.extend(rows[memory].iter().filter_map(|(_, next)| *next));
        }
    }
    reached.len()
}

/// How many memories each program has, of which none can be left out and no two be put together.
fn memories<T: Task>() -> Vec<usize> {
    let spec = SpecOf::<T>::of_task::<T>().unwrap();
    assert_eq!(spec.depth(), depth::<T>());
    let count = |program: Program| {
        let rows = rows::<T>(&spec, program);
        let (declared, name) = (rows.len(), program.name(&T::SIGNATURE));
        assert_eq!((futures(&rows), reached(&rows)), (declared, declared), "{name}");
        declared
    };
    programs(&T::SIGNATURE).map(count).collect()
}

/// Each task is well formed, and no program has a memory too many.
#[test]
fn memories_are_as_few_as_can_be() {
    assert_eq!(memories::<AdditionLoop>(), [2, 2, 3, 4]);
    assert_eq!(memories::<SortingLoop>(), [2, 3, 3, 1, 2, 2]);
    assert_eq!(memories::<TrafficLoop>(), [10]);
}

/// Problems of the lights as they are drawn to learn from come to every memory, and there to every view.
#[test]
fn problems_of_the_lights_show_all_that_can_happen() {
    let mut shown = BTreeSet::new();
    for problem in Problems::default().texts::<TrafficLoop>() {
        let (problem, mut before) = (problem.unwrap(), 0);
        let mut memory = vec![0; TrafficLoop::memory(problem.as_bytes())];
        let mut world = TrafficLoop::world(problem.as_bytes(), &mut memory).unwrap();
        let run = solve::<TrafficLoop, _>(Teacher::new(), &mut world, |event, after| {
            shown.insert((before, event.view));
            before = *after;
        });
        run.unwrap();
    }
    assert_eq!(shown.len(), 10 * 3);
}

/// A limit of steps is enough, to the step where the task says so: one for each tick, and one that sees the end.
#[test]
fn the_lights_take_a_step_a_tick() {
    let checked = check::<TrafficLoop>(&["", "b", &".".repeat(1000)].map(str::to_owned), |_| None).unwrap();
    assert_eq!(checked.steps, 1 + 2 + 1001);
}

/// A teacher's trace is replayed and drawn.
#[test]
fn traces_of_loops_are_shown() {
    fn shown<T: Task>(problem: &str, steps: usize) {
        let board = Storyboard::parse::<Shipped>(trace::<T>(problem, 0).as_bytes()).unwrap();
        assert_eq!((board.steps(), board.answer), (steps, answer::<T>(Teacher::new(), problem).ok()));
    }
    shown::<AdditionLoop>(AdditionLoop::EXAMPLE, 37);
    shown::<SortingLoop>(SortingLoop::EXAMPLE, 3 * 22 + 1);
    shown::<TrafficLoop>(&".b".repeat(100), 201);
}

/// What is no problem of a sibling is none of a loop, and the world takes whatever comes.
#[test]
fn worlds_are_as_their_siblings() {
    let refused = |problem| answer::<AdditionLoop>(Teacher::new(), problem);
    let expected = Refusal::Problem { expected: "two numbers", at: 2 };
    assert_eq!(refused("12"), Err(Error::Refused(expected)));
    refuses::<SortingLoop>("3  1 x 2", 5);
    refuses::<TrafficLoop>("..b,", 3);
    has_room::<SortingLoop>(1001, |values| vec!["42"; values].join(" "));
    has_room::<TrafficLoop>(1000, |ticks| "b".repeat(ticks));
    survives::<TrafficLoop>("", b"b..B");
}
