//! A broken obligation as a person reads it.

use std::fmt;

use super::{Fault, Place, Sides, Unheld};
use crate::refutation::listed;

impl fmt::Display for Unheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { call, from, sees, expected, fault } = self;
        writeln!(f, "of {call}:")?;
        match from {
            None => writeln!(f, "  from      the state of rest, in which a call begins")?,
            Some(place) => {
                writeln!(f, "  from      {place}")?;
                place.units.iter().try_for_each(|sides| writeln!(f, "            {sides}"))?;
            }
        }
        writeln!(f, "  sees      {}", listed(sees, "  "))?;
        writeln!(f, "  expected  {expected}")?;
        match fault {
            Fault::Undecided { head, instead, by_logits } => {
                writeln!(f, "  found     {head} `{instead}` may win, by up to {by_logits:.4} logits")
            }
            Fault::Leaves { to, found } => {
                let to = to.as_ref().map_or("the call".to_owned(), ToString::to_string);
                writeln!(f, "  found     a state that may leave {to}")?;
                writeln!(f, "            {found}, found")?;
                match self.allowed() {
                    Some(sides) if sides.is_empty() => {
                        writeln!(f, "            no state, allowed: the box is empty")
                    }
                    Some(sides) => writeln!(f, "            {sides}, allowed"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl Unheld {
    /// What the box that is left allows its unit.
    fn allowed(&self) -> Option<&Sides> {
        match &self.fault {
            Fault::Leaves { to: Some(place), .. } => place.units.first(),
            _ => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "box {}, memory {}", self.number, self.memory)?;
        self.after.as_ref().map_or(Ok(()), |after| write!(f, ", after {}", listed(after, "  ")))
    }
}

impl Sides {
    /// Whether no state lies within.
    fn is_empty(&self) -> bool {
        self.hidden[0] > self.hidden[1] || self.cell[0] > self.cell[1]
    }
}

impl fmt::Display for Sides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { unit, hidden: [a, b], cell: [c, d] } = self;
        write!(f, "unit {unit}: hidden {a:.4} to {b:.4}, cell {c:.4} to {d:.4}")
    }
}
