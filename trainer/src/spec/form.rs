//! Whether a task is well formed: what its signature declares, and what its teacher answers.

use std::collections::BTreeSet;

use crate::error::{Context, Result, ensure};
use npi_format::{Program as Entry, Sees, Shape, Slot};
use npi_runtime::task::{MAX_SLOTS, Signature};
use npi_runtime::{Call, Program, Symbols};

use super::Row;

/// Checks what a signature of observations `O` and arguments `A` declares.
pub(super) fn check<O: Symbols, A: Symbols>(signature: &Signature) -> Result<()> {
    let programs = signature.programs.iter().map(|program| program.name);
    check_names("program", ["NOP", "ACT"].into_iter().chain(programs))?;
    let found = signature.programs.len();
    ensure!((1..=MOST_PROGRAMS).contains(&found), "expected 1 to {MOST_PROGRAMS} programs, found {found}");
    check_slots("observation", signature.observation, O::ZERO.as_ref().len())?;
    check_slots("arguments", signature.arguments, A::ZERO.as_ref().len())?;
    for program in signature.programs {
        check_entry(signature, program).with_context(|| format!("program {}", program.name))?;
    }
    Ok(())
}

/// Learned programs that a model can have.
const MOST_PROGRAMS: usize = Shape::MAX_PROGRAMS as usize;

/// Each slot has its symbol in what passes between world and network, and each symbol has a name and one byte.
fn check_slots(of: &str, slots: &[Slot], expected: usize) -> Result<()> {
    let found = slots.len();
    ensure!(expected == found && found > 0, "{of}: expected {} slots, found {found}", expected.max(1));
    ensure!(found <= MAX_SLOTS, "{of}: expected at most {MAX_SLOTS} slots, found {found}");
    check_names("slot", slots.iter().map(|slot| slot.name)).context(of)?;
    for Slot { name, symbols } in slots {
        let found = symbols.len();
        ensure!((1..=255).contains(&found), "slot {name}: expected 1 to 255 symbols, found {found}");
        check_names("symbol", symbols.iter().copied()).with_context(|| format!("slot {name}"))?;
    }
    Ok(())
}

/// A trace tells programs, symbols and groups by their names.
fn check_names(what: &str, names: impl Iterator<Item = &'static str>) -> Result<()> {
    let mut known = BTreeSet::new();
    for name in names {
        ensure!(known.insert(name), "expected one {what} of the name `{name}`, found two");
    }
    Ok(())
}

fn check_entry(signature: &Signature, program: &Entry) -> Result<()> {
    let (slots, found) = (signature.observation.len(), program.sees.len());
    ensure!(found <= slots, "expected what it sees of at most {slots} slots, found {found}");
    ensure!(program.memories > 0, "expected a memory or more, found none");
    for (slot, sees) in signature.observation.iter().zip(program.sees) {
        check_groups(slot, *sees).with_context(|| format!("its view of {}", slot.name))?;
    }
    if !program.takes_arguments() {
        return Ok(());
    }
    let (expected, found) = (signature.arguments.len(), program.arguments.len());
    ensure!(expected == found, "expected the domain of each of {expected} arguments, found {found}");
    for (slot, domain) in signature.arguments.iter().zip(program.arguments) {
        ensure!(!domain.is_empty(), "expected a symbol or more in the domain of {}, found none", slot.name);
        ensure!(
            domain.is_sorted_by(|a, b| a < b),
            "expected the domain of {} sorted, without repeats",
            slot.name
        );
        let known = domain.iter().all(|&symbol| usize::from(symbol) < slot.symbols.len());
        ensure!(known, "expected symbols of {} in its domain, found another", slot.name);
    }
    Ok(())
}

/// Each symbol is in a group whose first member stands for it.
fn check_groups(slot: &Slot, sees: Sees) -> Result<()> {
    let Sees::Groups(groups) = sees else { return Ok(()) };
    let (expected, found) = (slot.symbols.len(), groups.len());
    ensure!(expected == found, "expected a group for each of {expected} symbols, found {found}");
    for (symbol, group) in groups.iter().enumerate() {
        let first = usize::from(group.symbol);
        let stands = first <= symbol && groups.get(first).is_some_and(|of| of == group);
        ensure!(
            stands,
            "expected symbol {symbol} in a group that its first member stands for, found {first}"
        );
    }
    let first = groups.iter().enumerate().filter(|(symbol, group)| *symbol == usize::from(group.symbol));
    check_names("group", first.map(|(_, group)| group.name))
}

/// Checks what a teacher of `memories` answered.
pub(super) fn check_row<A: Symbols>(signature: &Signature, memories: u8, row: &Row<A>) -> Result<()> {
    let Some((decision, next)) = row else { return Ok(()) };
    ensure!(decision.end || *next < memories, "expected a memory below {memories}, found {next}");
    check_call(signature, &decision.call)
        .with_context(|| format!("it calls {}", decision.call.program.name(signature)))
}

/// Checks that a call is in the domain of what it calls.
pub(crate) fn check_call<A: Symbols>(signature: &Signature, call: &Call<A>) -> Result<()> {
    let given = call.arguments.as_ref();
    if call.program == Program::ACT {
        let within = given
            .iter()
            .zip(signature.arguments)
            .all(|(&symbol, slot)| usize::from(symbol) < slot.symbols.len());
        ensure!(within, "expected symbols of its arguments' alphabets, found {given:?}");
        return Ok(());
    }
    let entry = call.program.entry(signature);
    ensure!(
        call.program == Program::NOP || entry.is_some(),
        "expected a program of the task, found {}",
        call.program.0
    );
    let domains = entry.map_or(&[][..], |entry| entry.arguments);
    let empty = given.iter().skip(domains.len()).all(|&symbol| symbol == 0);
    let within = given.iter().zip(domains).all(|(symbol, domain)| domain.contains(symbol));
    ensure!(within && empty, "expected arguments in its domain {domains:?}, found {given:?}");
    Ok(())
}
