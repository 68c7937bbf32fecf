//! Tasks drawn at random: signatures, views, memories, domains, and teachers as tables. A task is read from a list of
//! choices, so that a shorter list is a simpler task.

use std::collections::BTreeMap;

use npi_format::{Group, Program as Entry, Sees, Signature, Slot};
use npi_runtime::{Call, Decision, Machine, Program};

/// A tuple of two symbols: what observations and arguments are.
pub type Pair = [u8; 2];
/// What a row is of: program, arguments, memory, view.
pub type Key = (u8, Pair, u8, Pair);
/// What a teacher does with a view, and the memory after it.
pub type Row = Option<(Decision<Pair>, u8)>;

const NAMES: &[&str] = &["A", "B", "C", "D"];

/// A task whose teacher is a table without circles, and without recursion but by tail calls to itself.
#[derive(Debug, Clone)]
pub struct Drawn {
    signature: &'static Signature,
    rows: BTreeMap<Key, Row>,
}

/// Choices yet to be made; 0 when there are no more.
struct Choices<'c>(&'c [u8]);

impl Choices<'_> {
    fn below(&mut self, below: usize) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        (usize::from(first) % below) as u8
    }

    fn one<X: Copy>(&mut self, of: &[X]) -> X {
        of[usize::from(self.below(of.len()))]
    }
}

/// What lives as long as the tests do.
fn leaked<X>(values: impl IntoIterator<Item = X>) -> &'static [X] {
    Vec::leak(values.into_iter().collect())
}

impl Drawn {
    /// The task that a list of choices makes.
    #[must_use]
    pub fn new(choices: &[u8]) -> Self {
        let choices = &mut Choices(choices);
        let signature = signature(choices);
        let mut rows = BTreeMap::new();
        for (program, entry) in (0..).zip(signature.programs) {
            let program = Program::learned(program);
            for arguments in calls(entry) {
                for memory in 0..entry.memories {
                    for (index, view) in views(signature, entry).into_iter().enumerate() {
                        let row = row(choices, signature, program, memory)
                            .filter(|_| choices.below(8) < 7 || index == 0);
                        rows.insert((program.0, arguments, memory, view), row);
                    }
                }
            }
        }
        Self { signature, rows }
    }

    /// Its table.
    #[must_use]
    pub fn rows(&self) -> &BTreeMap<Key, Row> {
        &self.rows
    }
}

impl Machine for Drawn {
    type Observation = Pair;
    type Arguments = Pair;

    fn signature(&self) -> &'static Signature {
        self.signature
    }

    fn teach(&self, call: &Call<Pair>, memory: u8, view: &Pair) -> Row {
        *self.rows.get(&(call.program.0, call.arguments, memory, *view)).expect("a row that the task has")
    }
}

fn signature(choices: &mut Choices<'_>) -> &'static Signature {
    let slots = |choices: &mut Choices<'_>| {
        leaked(
            [0, 1]
                .map(|slot| Slot { name: NAMES[slot], symbols: &NAMES[..1 + usize::from(choices.below(3))] }),
        )
    };
    let (observation, arguments) = (slots(choices), slots(choices));
    let entry = |index: usize| Entry {
        name: ["ONE", "TWO", "THREE"][index],
        sees: leaked(
            observation[..usize::from(choices.below(3))].iter().map(|slot| sees(choices, slot.symbols.len())),
        ),
        arguments: if choices.below(2) == 0 {
            &[]
        } else {
            leaked(arguments.iter().map(|slot| domain(choices, slot.symbols.len() as u8)))
        },
        memories: 1 + choices.below(4),
    };
    let programs = leaked((0..3).map(entry));
    let programs = &programs[..1 + usize::from(choices.below(3))];
    &leaked([Signature { task: "drawn", programs, observation, arguments }])[0]
}

fn sees(choices: &mut Choices<'_>, symbols: usize) -> Sees {
    let mut first: Vec<u8> = Vec::new();
    match choices.below(3) {
        0 => Sees::Nothing,
        1 => Sees::Each,
        _ => {
            for symbol in 0..symbols as u8 {
                let with = choices.below(1 + usize::from(symbol));
                first.push(if with == symbol { symbol } else { first[usize::from(with)] });
            }
            Sees::Groups(leaked(
                first.iter().map(|&symbol| Group { symbol, name: NAMES[usize::from(symbol)] }),
            ))
        }
    }
}

/// Two symbols of a slot at most, at least one.
fn domain(choices: &mut Choices<'_>, symbols: u8) -> &'static [u8] {
    let [one, other] = [(); 2].map(|()| choices.below(usize::from(symbols)));
    if one == other { leaked([one]) } else { leaked([one.min(other), one.max(other)]) }
}

/// Ends, or goes on with a memory further on; waits only for programs further on, so that the stack is finite.
fn row(choices: &mut Choices<'_>, signature: &Signature, program: Program, memory: u8) -> Row {
    let (index, memories) = (program.index()?, program.entry(signature)?.memories);
    let later = usize::from(memories - memory - 1);
    let end = later == 0 || choices.below(3) == 0;
    let callees = &signature.programs[if end { index } else { index + 1 }..];
    let callee = choices.below(2 + callees.len());
    let called =
        Program(if callee < 2 { callee } else { (signature.programs.len() - callees.len()) as u8 + callee });
    let symbols: Vec<Vec<u8>> = if called == Program::ACT {
        signature.arguments.iter().map(|slot| (0..slot.symbols.len() as u8).collect()).collect()
    } else {
        called
            .entry(signature)
            .map_or(&[][..], |entry| entry.arguments)
            .iter()
            .map(|domain| domain.to_vec())
            .collect()
    };
    let mut call = Call::<Pair>::new(called);
    for (argument, domain) in call.arguments.iter_mut().zip(symbols) {
        *argument = choices.one(&domain);
    }
    let next = if end { 0 } else { memory + 1 + choices.below(later) };
    Some((Decision { call, end }, next))
}

/// Every tuple of arguments that a program can be called with, in order.
#[must_use]
pub fn calls(entry: &Entry) -> Vec<Pair> {
    match entry.arguments {
        [first, second] => first.iter().flat_map(|&one| second.iter().map(move |&two| [one, two])).collect(),
        _ => vec![[0, 0]],
    }
}

/// Every view of a program, in order.
#[must_use]
pub fn views(signature: &Signature, entry: &Entry) -> Vec<Pair> {
    let shown = |slot: usize| -> Vec<u8> {
        let symbols = 0..signature.observation[slot].symbols.len() as u8;
        match entry.sees.get(slot).copied().unwrap_or(Sees::Nothing) {
            Sees::Nothing => vec![0],
            Sees::Each => symbols.collect(),
            Sees::Groups(groups) => {
                symbols.filter(|&symbol| groups[usize::from(symbol)].symbol == symbol).collect()
            }
        }
    };
    shown(0).into_iter().flat_map(|one| shown(1).into_iter().map(move |two| [one, two])).collect()
}
