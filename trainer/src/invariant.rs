//! The least boxes of a program: what a network's state can come to from rest, class by class.

use npi_format::{Bounds, Method, Stored};
use npi_runtime::verify::{Boxed, Obligation, count_boxes, obligations};
use npi_runtime::{Machine, Program, Task};

use crate::error::Result;
use crate::spec::SpecOf;

/// Rounds after which boxes that still grow are grown further than they must, so that an end is reached …
const PATIENCE: u32 = 12;
/// … and rounds after which there is no more hope.
const ROUNDS: u32 = 200;
/// How much further, of a hidden state, in 128ths …
const WIDER_HIDDEN: i8 = 1;
/// … and of a cell state, in 4096ths; it doubles every [`DOUBLES`] rounds, [`MOST_DOUBLES`] times.
const WIDER_CELL: i16 = 8;
const DOUBLES: u32 = 6;
const MOST_DOUBLES: u32 = 5;

/// The obligation of a task.
pub type ObligationOf<T> = Obligation<<T as Machine>::Observation, <T as Machine>::Arguments>;

/// All obligations of a program; those where nothing has to be shown are left out.
///
/// # Errors
/// None that a task's table causes.
pub fn all<T: Task>(spec: &SpecOf<T>, program: Program, method: Method) -> Result<Vec<ObligationOf<T>>> {
    let mut all = Vec::new();
    obligations(spec, program, method, |obligation| {
        all.extend(obligation.expected.map(|_| *obligation));
        Ok(())
    })?;
    Ok(all)
}

/// Boxes of a program, one for each of its classes; those of classes that nothing leads to are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invariant {
    units: usize,
    /// The bounds of all boxes, as a section stores them.
    stored: Vec<Stored>,
}

impl Invariant {
    fn empty(units: usize, classes: usize) -> Self {
        Self { units, stored: vec![Bounds::EMPTY.stored(); units * classes] }
    }

    /// The bounds of all boxes, one after another, as a section stores them.
    #[must_use]
    pub fn stored(&self) -> &[Stored] {
        &self.stored
    }

    /// Finds the least boxes that hold the image of rest and their own images (a least fixed point by chaotic iteration, with
    /// widening; Cousot & Cousot 1977), and in which the network decides as the teacher; none if there are none so coarse.
    ///
    /// # Errors
    /// [`Error::Float`](npi_runtime::Error::Float) of a network in floats.
    pub fn least<T: Task>(
        spec: &SpecOf<T>,
        network: &impl Boxed<T>,
        program: Program,
        method: Method,
    ) -> Result<Option<Self>> {
        let all = all::<T>(spec, program, method)?;
        let classes = count_boxes::<T::Observation>(&T::SIGNATURE, program, method);
        let mut boxes = Self::empty(network.units(), classes);
        let mut image = vec![Bounds::REST; network.units()];
        for round in 0..ROUNDS {
            let mut grown = false;
            for obligation in &all {
                let Some(from) = boxes.from(obligation) else { continue };
                network.step_box(&obligation.call, &obligation.view, from, &mut image)?;
                let expected = &obligation.expected;
                if expected.is_some_and(|expected| network.lead(&image, &expected).margin <= 0) {
                    return Ok(None);
                }
                grown |= obligation.to.is_some_and(|to| boxes.join(to.number, &image, round));
            }
            if !grown {
                return Ok(Some(boxes));
            }
        }
        Ok(None)
    }

    /// The box in which an obligation's step begins: none if it is empty, one without units for the state of rest.
    fn from<O, A>(&self, obligation: &Obligation<O, A>) -> Option<&[Stored]> {
        let Some(class) = &obligation.from else { return Some(&[]) };
        let stored = &self.stored[class.number * self.units..][..self.units];
        (!Bounds::hold_nothing(stored)).then_some(stored)
    }

    /// Makes a box hold an image as well; false if it did.
    fn join(&mut self, number: usize, image: &[Bounds], round: u32) -> bool {
        let (start, mut grown) = (number * self.units, false);
        for (unit, &image) in image.iter().enumerate() {
            let stored = &mut self.stored[start + unit];
            let known = Bounds::read(stored);
            if !image.are_within(known) {
                let wider = if known.are_empty() { image } else { joined(known, image, round) };
                *stored = wider.stored();
                grown = true;
            }
        }
        grown
    }
}

/// Bounds that hold both of some, and late in the search more than that.
fn joined(known: Bounds, image: Bounds, round: u32) -> Bounds {
    let (hidden, cell) = match round.checked_sub(PATIENCE) {
        None => (0, 0),
        Some(late) => (WIDER_HIDDEN, WIDER_CELL << (late / DOUBLES).min(MOST_DOUBLES)),
    };
    let [a, b] = known.hidden;
    let [c, d] = known.cell;
    let [e, f] = image.hidden;
    let [g, h] = image.cell;
    Bounds {
        hidden: [
            if e < a { e.saturating_sub(hidden).max(-127) } else { a },
            if f > b { f.saturating_add(hidden) } else { b },
        ],
        cell: [
            if g < c { g.saturating_sub(cell) } else { c },
            if h > d { h.saturating_add(cell) } else { d },
        ],
    }
}
