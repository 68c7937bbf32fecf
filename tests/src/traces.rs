//! Traces to draw: the teacher's, with the margins and hidden states that a network would add.

use npi_runtime::trace::{Escaped, TraceWriter};
use npi_runtime::{Call, Environment, Error, Evidence, Policy, Stepped, Task, Teacher, solve};

/// A teacher that pretends to be a network of so many hidden units: its margins and hidden states are made up, the
/// same every time. With none it is the teacher.
#[derive(Debug, Clone, Copy)]
pub struct Pretender<T: Task> {
    teacher: Teacher<T>,
    units: usize,
}

impl<T: Task> Policy<T> for Pretender<T> {
    type State = <Teacher<T> as Policy<T>>::State;

    fn fresh(&self) -> Self::State {
        self.teacher.fresh()
    }

    fn step(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        state: &mut Self::State,
    ) -> Result<Stepped<T>, Error> {
        let (decision, nothing) = self.teacher.step(call, view, state)?;
        if self.units == 0 {
            return Ok((decision, nothing));
        }
        let logits = |salt| 65536 + 8 * i32::from(noise(&[view.as_ref(), &[call.program.0, salt]])) * 256;
        let end = if decision.end { logits(0) } else { -logits(1) };
        let arguments = (decision.call.arguments != Call::new(call.program).arguments).then(|| logits(2));
        Ok((decision, Some(Evidence::new(end, logits(3), arguments))))
    }
}

/// The trace of a problem, with hidden states of so many units; of the teacher's if there are none.
///
/// # Panics
/// If the problem cannot be solved.
#[must_use]
pub fn trace<T: Task>(problem: &str, units: usize) -> String {
    let mut memory = vec![0; T::memory(problem.as_bytes())];
    let mut world = T::world(problem.as_bytes(), &mut memory).expect("a problem");
    let checksum = (units > 0).then_some(0x1234_5678);
    let mut text = String::new();
    let mut writer =
        TraceWriter::begin(&mut text, &T::SIGNATURE, problem, checksum).expect("a string takes anything");
    let pretender = Pretender::<T> { teacher: Teacher::new(), units };
    let run = solve(pretender, &mut world, |event, _| {
        let seen = event.view.as_ref();
        let unit = |unit: usize| noise(&[seen, &[event.call.program.0, event.step as u8, unit as u8]]) as i8;
        writer.step(event, (0..units).map(unit)).expect("a string takes anything");
    });
    run.expect("a run");
    writer.finish(Some(|out: &mut Escaped<_>| world.answer(out))).expect("a string takes anything");
    text
}

/// A byte that looks random: the top of a 32-bit FNV-1a hash.
fn noise(parts: &[&[u8]]) -> u8 {
    let hash = parts
        .iter()
        .copied()
        .flatten()
        .fold(0x811c_9dc5_u32, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash.wrapping_mul(0x9e37_79b1) >> 24) as u8
}
