//! A spec as JSON, and its name.
//!
//! ```text
//! { "npi_spec": 1, "task": NAME, "depth": FRAMES,
//!   "observation": [{"name": NAME, "symbols": [NAME, …]}, …],   slots; a symbol is its index
//!   "arguments":   [{"name": NAME, "symbols": [NAME, …]}, …],
//!   "programs": [{
//!     "name": NAME,
//!     "sees":      [null | {"as": [SYMBOL, …], "names": [NAME, …]}, …],    of each slot: nothing, or what each of its
//!                                               symbols is seen as, and what that is called
//!     "arguments": [[SYMBOL, …], …],           the domain of each argument; [] if the program takes none
//!     "memories":  COUNT,
//!     "rows": [                                 what its teacher decides, for each call, memory and view
//!       [[ARGUMENT, …], MEMORY, [SYMBOL, …], CALLED, [ARGUMENT, …], END, NEXT MEMORY], …
//!       [[ARGUMENT, …], MEMORY, [SYMBOL, …], null], …   a view that cannot come
//!     ]}, …] }
//! ```
//!
//! A program that is called is a number: 0 is NOP, 1 is ACT, 2 the first of `programs`. Where a program sees
//! nothing of a slot, its view has symbol 0; where a program takes no arguments, they are 0; a memory after the end is 0. ACT takes
//! arguments, of any symbols; NOP takes none.
//!
//! Rows stand call after call, memory after memory, view after view. Calls are ordered by their arguments, as the domains have them, views by their
//! symbols; the last slot changes fastest. A view has for each slot a symbol that is seen as itself. A call begins with memory 0.
//! A call *waits* for what it calls if it does not end with that; FRAMES is how many calls there are at most that wait for each other, with the last.
//!
//! The [fingerprint](npi_format::Signature::fingerprint) tells a slot of which each symbol is seen from one whose symbols are seen in groups of one; the
//! spec does not, as both have 0, 1, 2, … as `as`, and its reader takes the first to be meant.

use crate::error::Result;
use npi_format::{Sees, Slot};
use npi_runtime::{Machine, Symbols};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Row, Spec};

/// The keys, in the order in which they are written: the hash depends on it.
#[derive(Serialize)]
struct Export {
    npi_spec: u8,
    task: &'static str,
    depth: usize,
    observation: Vec<Alphabet>,
    arguments: Vec<Alphabet>,
    programs: Vec<Program>,
}

#[derive(Serialize)]
struct Alphabet {
    name: &'static str,
    symbols: &'static [&'static str],
}

#[derive(Serialize)]
struct Seen {
    r#as: Vec<u8>,
    names: Vec<&'static str>,
}

#[derive(Serialize)]
struct Program {
    name: &'static str,
    sees: Vec<Option<Seen>>,
    arguments: &'static [&'static [u8]],
    memories: u8,
    rows: Vec<Value>,
}

impl<O: Symbols, A: Symbols> Spec<O, A> {
    /// The spec as JSON, on one line: the same bytes for the same task.
    ///
    /// # Errors
    /// None in practice: those of the JSON writer.
    pub fn to_json(&self) -> Result<String> {
        let signature = self.signature();
        let programs = self.programs.iter().zip(signature.programs).map(|(table, entry)| Program {
            name: entry.name,
            sees: signature
                .observation
                .iter()
                .enumerate()
                .map(|(index, slot)| seen(slot, entry.sees(index)))
                .collect(),
            arguments: entry.arguments,
            memories: entry.memories,
            rows: table.keys().zip(&table.rows).map(|(key, row)| written(key, row)).collect(),
        });
        let export = Export {
            npi_spec: 1,
            task: signature.task,
            depth: self.depth(),
            observation: alphabets(signature.observation),
            arguments: alphabets(signature.arguments),
            programs: programs.collect(),
        };
        Ok(serde_json::to_string(&export)? + "\n")
    }

    /// The SHA-256 of [`Spec::to_json`], in hex: what a certificate binds. Another teacher, another name.
    ///
    /// # Errors
    /// As [`Spec::to_json`].
    pub fn sha256(&self) -> Result<String> {
        Ok(sha256(self.to_json()?.as_bytes()))
    }
}

/// The SHA-256 of some bytes, in hex.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn alphabets(slots: &[Slot]) -> Vec<Alphabet> {
    slots.iter().map(|slot| Alphabet { name: slot.name, symbols: slot.symbols }).collect()
}

/// What each symbol of a slot is seen as.
fn seen(slot: &Slot, sees: Sees) -> Option<Seen> {
    let symbols = || (0..slot.symbols.len()).map(|symbol| symbol as u8);
    let names = symbols().filter_map(|symbol| sees.name(slot, symbol));
    sees.anything()
        .then(|| Seen { r#as: symbols().map(|symbol| sees.look(symbol)).collect(), names: names.collect() })
}

fn written<O: Symbols, A: Symbols>((call, memory, view): super::Key<O, A>, row: &Row<A>) -> Value {
    let (arguments, view) = (call.arguments.as_ref(), view.as_ref());
    let Some((decision, next)) = row else { return json!([arguments, memory, view, null]) };
    let (called, next) = (decision.call, if decision.end { &0 } else { next });
    json!([arguments, memory, view, called.program.0, called.arguments.as_ref(), decision.end, next])
}
