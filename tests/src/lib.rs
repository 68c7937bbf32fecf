//! What the tests share.

pub mod fill;
pub mod golden;
pub mod traces;

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
