//! What the tests share.

pub mod fill;
pub mod golden;
pub mod traces;

use dashu_int::UBig;
use npi_runtime::{Addition, Error, Interpreter, Policy, Task, World};

/// Frames that addition needs: ADD and whichever of ADD1, CARRY and LSHIFT it waits for.
pub const DEPTH: usize = 2;

/// The answer that a policy gives to an addition, on a stack of [`DEPTH`] frames.
///
/// # Errors
/// Those of the interpreter.
pub fn add(policy: impl Policy<Addition>, problem: &str) -> Result<String, Error> {
    let mut memory = vec![0; Addition::memory(problem.as_bytes())];
    let mut world = Addition::world(problem.as_bytes(), &mut memory)?;
    let limit = Addition::step_limit(&world);
    Interpreter::<Addition, _, DEPTH>::new(policy).run(Addition::start(), &mut world, limit, |_| {})?;
    let mut answer = String::new();
    let _ = world.answer(&mut answer); // a String takes anything
    Ok(answer)
}

/// Checks a policy's answer against a big integer's.
///
/// # Panics
/// If it is wrong.
#[track_caller]
pub fn check_sum(policy: impl Policy<Addition>, problem: &str) {
    let parts = problem.split('+').map(|part| part.parse::<UBig>().unwrap_or_default());
    assert_eq!(add(policy, problem), Ok(parts.sum::<UBig>().to_string()), "{problem}");
}

/// A small generator of numbers below a bound: the same numbers in every run.
pub fn random(state: &mut u64) -> impl FnMut(u32) -> u32 {
    move |below| {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((*state >> 33) % u64::from(below)) as u32
    }
}

/// README's Rust code, compiled and run with the documentation's tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
