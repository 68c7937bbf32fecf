//! What the tests share.

pub mod calls;
pub mod controllers;
pub mod cycles;
pub mod drawn;
pub mod followed;
pub mod golden;
pub mod mutants;
pub mod reference;
pub mod tiny;
pub mod traces;
pub mod trial;

use dashu_int::IBig;
use npi_runtime::verify::verify;
use npi_runtime::{Call, Environment, Error, Machine, Policy, Program, Task, Teacher, solve};
use npi_tasks::Addition;

/// The answer that a policy gives to a problem.
///
/// # Errors
/// Those of the interpreter.
pub fn answer<T: Task>(policy: impl Policy<T>, problem: &str) -> Result<String, Error> {
    let mut memory = vec![0; T::memory(problem.as_bytes())];
    let mut world = T::world(problem.as_bytes(), &mut memory)?;
    solve(policy, &mut world, |_, _| {})?;
    let mut answer = String::new();
    let _ = world.answer(&mut answer); // a String takes anything
    Ok(answer)
}

/// The answer that a policy gives to an addition.
///
/// # Errors
/// Those of the interpreter.
pub fn add(policy: impl Policy<Addition>, problem: &str) -> Result<String, Error> {
    answer(policy, problem)
}

/// Checks a policy's answer against a big integer's.
///
/// # Panics
/// If it is wrong.
#[track_caller]
pub fn check_sum(policy: impl Policy<Addition>, problem: &str) {
    assert_eq!(add(policy, problem), Ok(calculated(problem)), "{problem}");
}

/// The result of a problem such as `12*34`, by big integers: of a division, quotient and remainder.
///
/// # Panics
/// If it is no problem.
#[must_use]
pub fn calculated(problem: &str) -> String {
    let at = problem.find(['+', '-', '*', '/']).expect("an operator");
    let number = |text: &str| text.trim().parse::<IBig>().expect("a number");
    let (first, second) = (number(&problem[..at]), number(&problem[at + 1..]));
    match problem.as_bytes()[at] {
        b'+' => (first + second).to_string(),
        b'-' => (first - second).to_string(),
        b'*' => (first * second).to_string(),
        _ => format!("{} r {}", &first / &second, &first % &second),
    }
}

/// A call, and what its program sees step by step.
pub type Lesson<T> = (Call<<T as Machine>::Arguments>, Vec<<T as Machine>::Observation>);

/// Every sequence of views that calls of a program can be shown, in the order in which a proof walks them.
///
/// # Panics
/// If the teacher goes round in a circle.
#[must_use]
pub fn lessons<T: Task>(program: Program) -> Vec<Lesson<T>> {
    let mut lessons = Vec::new();
    verify::<T, T, _>(&T::default(), &Teacher::<T>::new(), program, &mut |call, walked| {
        lessons.push((*call, walked.iter().map(|step| step.view).collect()));
    })
    .expect("a teacher whose calls end");
    lessons
}

/// Gives a task, whose programs see other things than another task's do, that one's worlds, problems and words.
#[macro_export]
macro_rules! worlds_of {
    ($task:ty) => {
        type World<'m> = <$task as ::npi_runtime::Task>::World<'m>;
        type Reader<'m> = ::npi_runtime::task::TextReader<'m, Self>;
        const THEOREM: &'static str = <$task as ::npi_runtime::Task>::THEOREM;
        const ARGUMENT: &'static str = <$task as ::npi_runtime::Task>::ARGUMENT;
        const PROBLEM: &'static str = <$task as ::npi_runtime::Task>::PROBLEM;
        const EXAMPLE: &'static str = <$task as ::npi_runtime::Task>::EXAMPLE;
        const SIZE: &'static str = <$task as ::npi_runtime::Task>::SIZE;
        const TAUGHT: usize = <$task as ::npi_runtime::Task>::TAUGHT;

        fn start(world: &Self::World<'_>) -> ::npi_runtime::Call<Self::Arguments> {
            <$task as ::npi_runtime::Task>::start(world)
        }

        fn memory(problem: &[u8]) -> usize {
            <$task as ::npi_runtime::Task>::memory(problem)
        }

        fn capacity(memory: usize) -> usize {
            <$task as ::npi_runtime::Task>::capacity(memory)
        }

        fn world<'m>(
            problem: &[u8],
            memory: &'m mut [u8],
        ) -> Result<Self::World<'m>, ::npi_runtime::Refusal> {
            <$task as ::npi_runtime::Task>::world(problem, memory)
        }

        fn step_limit(world: &Self::World<'_>) -> usize {
            <$task as ::npi_runtime::Task>::step_limit(world)
        }

        fn sample(
            size: usize,
            smallest: usize,
            random: &mut impl FnMut(u32) -> u32,
            out: &mut impl ::core::fmt::Write,
        ) -> ::core::fmt::Result {
            <$task as ::npi_runtime::Task>::sample(size, smallest, random, out)
        }
    };
}

/// A small generator of numbers below a bound: the same numbers in every run.
pub fn random(state: &mut u64) -> impl FnMut(u32) -> u32 {
    move |below| {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((*state >> 33) % u64::from(below)) as u32
    }
}

/// A document's Rust code, compiled and run with the documentation's tests.
#[cfg(doctest)]
#[doc = include_str!("../../docs/in-your-firmware.md")]
struct InYourFirmware;
