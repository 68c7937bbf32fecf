//! An obligation of boxes that does not hold, as a person can follow it, and a program can read it.

mod words;

use npi_format::{Bounds, Boxes, Head};
use npi_runtime::verify::{Class, Flaw, Lead, Obligation};
use npi_runtime::{Machine, Program, Task};
use serde::Serialize;

use super::{call, decision, sees};
use crate::proof::logits;

/// An obligation that does not hold, and the box in which its step begins.
#[derive(Debug, Clone)]
pub struct Broken<O, A> {
    /// The obligation.
    pub obligation: Obligation<O, A>,
    /// Why it does not hold.
    pub flaw: Flaw,
    /// The bounds of the box in which its step begins; none for the state of rest.
    pub from: Vec<Bounds>,
    /// The number of the program's first box among all of the task.
    pub first: usize,
}

impl<O: Copy, A: Copy> Broken<O, A> {
    /// Keeps an obligation with its box, of a program whose first box has this number.
    #[must_use]
    pub fn new(obligation: Obligation<O, A>, flaw: Flaw, first: usize, boxes: &Boxes<'_>) -> Self {
        let stored = obligation.from.and_then(|class| boxes.get(first + class.number)).unwrap_or_default();
        Self { obligation, flaw, from: stored.iter().map(Bounds::read).collect(), first }
    }
}

/// A broken obligation of a task's network.
type BrokenOf<T> = Broken<<T as Machine>::Observation, <T as Machine>::Arguments>;

/// A broken obligation in the task's own words.
#[derive(Debug, Clone, Serialize)]
pub struct Unheld {
    /// The call, such as `ADD` or `FILL(1)`.
    call: String,
    /// Where the step begins; none in the state of rest, with which a call begins.
    from: Option<Place>,
    /// What the call sees.
    sees: Seen,
    /// What its teacher then decides.
    expected: String,
    /// What may happen instead.
    #[serde(flatten)]
    fault: Fault,
}

/// Slots, and what is seen of each.
type Seen = Vec<(&'static str, &'static str)>;

/// A box, and some of its sides.
#[derive(Debug, Clone, Serialize)]
struct Place {
    /// Its number among all boxes of the task.
    #[serde(rename = "box")]
    number: usize,
    /// The teacher's memory.
    memory: u8,
    /// What led to it, where boxes are split.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Seen>,
    /// The units that matter: the one that leaves a box, or else those that are bounded least.
    units: Vec<Sides>,
}

/// What bounds a unit.
#[derive(Debug, Clone, Copy, Serialize)]
struct Sides {
    unit: usize,
    hidden: [f64; 2],
    cell: [f64; 2],
}

/// What may happen instead of what is expected.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
enum Fault {
    /// Another decision may be taken.
    Undecided {
        /// `end`, `program`, or an argument's name.
        head: &'static str,
        /// What it may say.
        instead: &'static str,
        /// By how much that score may be greater than the right one.
        by_logits: f64,
    },
    /// A unit may leave the box that follows.
    Leaves {
        /// That box, with what it allows the unit.
        to: Option<Place>,
        /// What was found of it.
        found: Sides,
    },
}

/// Units of which the bounds are told, where none is to blame.
const TOLD: usize = 3;

impl Unheld {
    /// Puts a broken obligation into words.
    #[must_use]
    pub fn new<T: Task>(of: &BrokenOf<T>) -> Self {
        let Broken { obligation, flaw, from, first } = of;
        let program = obligation.call.program;
        let place = |class: &Class<T::Observation>, units| Place {
            number: first + class.number,
            memory: class.memory,
            after: class.after.map(|view| sees::<T>(program, &view)),
            units,
        };
        let (units, fault) = match *flaw {
            Flaw::Leaves { unit, found, expected } => {
                let to = obligation.to.as_ref().map(|class| place(class, vec![Sides::new(unit, expected)]));
                (vec![unit], Fault::Leaves { to, found: Sides::new(unit, found) })
            }
            Flaw::Undecided(lead) => (widest(from), Fault::undecided::<T>(&lead)),
        };
        let sides = units.iter().filter_map(|&unit| Some(Sides::new(unit, *from.get(unit)?))).collect();
        Self {
            call: call::<T>(&obligation.call),
            from: obligation.from.as_ref().map(|class| place(class, sides)),
            sees: sees::<T>(program, &obligation.view),
            expected: obligation.expected.as_ref().map(decision::<T>).unwrap_or_default(),
            fault,
        }
    }
}

/// The units that a box bounds least.
fn widest(bounds: &[Bounds]) -> Vec<usize> {
    let mut units: Vec<_> = (0..bounds.len()).collect();
    let width = |&unit: &usize| i32::from(bounds[unit].hidden[1]) - i32::from(bounds[unit].hidden[0]);
    units.sort_by_key(|unit| -width(unit));
    units.truncate(TOLD);
    units
}

impl Fault {
    fn undecided<T: Task>(lead: &Lead) -> Self {
        let symbol = usize::from(lead.rival);
        let (head, instead) = match lead.head {
            Head::End if lead.rival == 0 => ("end", "goes on"),
            Head::End => ("end", "ends"),
            Head::Program => ("program", Program(lead.rival).name(&T::SIGNATURE)),
            Head::Argument(slot) => {
                let slot = T::SIGNATURE.arguments.get(slot);
                let instead = slot.and_then(|slot| slot.symbols.get(symbol)).copied();
                (slot.map_or("?", |slot| slot.name), instead.unwrap_or("?"))
            }
        };
        Self::Undecided { head, instead, by_logits: -logits(lead.margin) }
    }
}

impl Sides {
    fn new(unit: usize, Bounds { hidden, cell }: Bounds) -> Self {
        let hidden = hidden.map(|side| f64::from(side) / 128.0);
        Self { unit, hidden, cell: cell.map(|side| f64::from(side) / 4096.0) }
    }
}
