//! A sample of the proof, for a board that has a second to spare when it is switched on.

use super::{Findings, Tally};
use crate::task::{next_view, view};
use crate::{Call, Decision, Error, Machine, Policy, Program, Symbols};

/// Checks a network on `walks` random sequences of some programs, one program after another, each from a call's first step to its
/// last. The same `seed` takes the same walks on every target.
///
/// # Errors
/// [`Error::Loop`] for a program that goes round in a circle, and those of the network.
pub fn sample<M: Machine, P: Policy<M>>(
    machine: &M,
    network: &P,
    programs: impl Iterator<Item = Program> + Clone,
    walks: usize,
    seed: u32,
) -> Result<Findings, Error> {
    let (mut random, mut findings) = (Random(seed), Findings::NONE);
    let mut state = network.fresh();
    for program in programs.cycle().take(walks) {
        network.restart(&mut state);
        walk(machine, network, program, &mut state, &mut random, &mut findings)?;
    }
    Ok(findings)
}

/// Walks one sequence. A walk that comes to where no view can come ends there, and counts for nothing.
#[inline(never)]
fn walk<M: Machine, P: Policy<M>>(
    machine: &M,
    network: &P,
    program: Program,
    state: &mut P::State,
    random: &mut Random,
    findings: &mut Findings,
) -> Result<(), Error> {
    let call = Call { program, arguments: random.arguments(machine, program) };
    let memories = program.entry(machine.signature()).map_or(0, |entry| entry.memories);
    let (mut memory, mut tally) = (0, Tally::NONE);
    for _ in 0..memories {
        let Some((view, (expected, after))) = random.view(machine, &call, memory) else { return Ok(()) };
        (_, tally) = tally.step(network, state, &call, &view, &expected)?;
        if expected.end {
            findings.note(tally);
            return Ok(());
        }
        memory = after;
    }
    Err(Error::Loop(program))
}

/// A view, and what the teacher does with it.
type Taught<M> = (<M as Machine>::Observation, (Decision<<M as Machine>::Arguments>, u8));

/// A linear congruential generator (Numerical Recipes) from a seed: two instructions, and good enough to pick a sample.
#[derive(Debug, Clone, Copy)]
pub struct Random(pub u32);

impl Random {
    /// Uniform in `0..below`, but for rounding.
    pub fn below(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16).wrapping_mul(below) >> 16
    }

    /// Arguments from the program's domain.
    fn arguments<M: Machine>(&mut self, machine: &M, program: Program) -> M::Arguments {
        let domains = program.entry(machine.signature()).map_or(&[][..], |entry| entry.arguments);
        let mut arguments = M::Arguments::ZERO;
        for (argument, domain) in arguments.as_mut().iter_mut().zip(domains) {
            let index = self.below(domain.len() as u32) as usize;
            *argument = domain.get(index).copied().unwrap_or(0);
        }
        arguments
    }

    /// A view that can come: a random one, or the next in order that can; `None` if none can.
    #[inline(never)]
    fn view<M: Machine>(&mut self, machine: &M, call: &Call<M::Arguments>, memory: u8) -> Option<Taught<M>> {
        let signature = machine.signature();
        let mut observation = M::Observation::ZERO;
        for (symbol, slot) in observation.as_mut().iter_mut().zip(signature.observation) {
            *symbol = self.below(slot.symbols.len() as u32) as u8;
        }
        let first = view(signature, call.program, observation);
        let mut now = first;
        loop {
            if let Some(taught) = machine.teach(call, memory, &now) {
                return Some((now, taught));
            }
            next_view(signature, call.program, &mut now);
            if now == first {
                return None;
            }
        }
    }
}
