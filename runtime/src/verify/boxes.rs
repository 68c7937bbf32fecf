//! Checks boxes: whether they are an inductive invariant in which the network decides as its teacher.
//!
//! A call begins at rest. If the image of rest and the image of each box, under each view that can come, lie in the box of the
//! class that follows, then by induction over steps every state of every call lies in the box of its class, however long the call
//! takes; and if what is decided in each image is what the teacher decides, the network obeys its teacher for ever (Floyd's method of
//! inductive assertions, with intervals for assertions). Boxes come from a file that nobody needs to trust: wrong ones fail the check.

use npi_format::{Bounds, Boxes, Head, Stored};

use super::obligation::{ObligationOf, boxes_of, obligations};
use super::{Findings, least};
use crate::{Call, Decision, Error, Machine, Program};

/// A network that can step a box of states at once.
pub trait Boxed<M: Machine> {
    /// Counts the hidden units, and so the bounds of a box.
    fn units(&self) -> usize;

    /// Bounds every state to which a state of the box `from` comes in one step; the state of rest, if `from` has no units.
    ///
    /// # Errors
    /// [`Error::Symbol`] and [`Error::Program`] for what the task does not have, [`Error::Float`] of a network in floats,
    /// [`Error::Weights`] if `image` has too little room.
    fn step_box(
        &self,
        call: &Call<M::Arguments>,
        view: &M::Observation,
        from: &[Stored],
        image: &mut [Bounds],
    ) -> Result<(), Error>;

    /// Tells by how much all states in a box decide as expected.
    fn lead(&self, states: &[Bounds], expected: &Decision<M::Arguments>) -> Lead;
}

/// By how much what is expected leads, and before what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lead {
    /// The least difference between a right score and another, in [`Evidence`](crate::Evidence) units; of all states in a box, and
    /// by bounds that need not be reached. Above zero, every state decides as expected.
    pub margin: i32,
    /// The head that it is of.
    pub head: Head,
    /// The answer of that head that comes nearest.
    pub rival: u8,
}

impl Lead {
    /// More than any lead is.
    pub const MOST: Self = Self { margin: i32::MAX, head: Head::End, rival: 0 };
}

/// Why an obligation does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Some state of the box may decide otherwise.
    Undecided(Lead),
    /// A unit may leave the box that follows.
    Leaves {
        /// The unit.
        unit: usize,
        /// What bounds it after the step.
        found: Bounds,
        /// The box's bounds of it.
        expected: Bounds,
    },
}

/// An obligation that was checked.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Checked<M: Machine> {
    /// The obligation.
    pub obligation: ObligationOf<M>,
    /// By how much the expected decision leads.
    pub lead: Lead,
    /// Why it does not hold; none if it does.
    pub flaw: Option<Flaw>,
}

/// Checks the boxes of a program in one pass, and shows each obligation to `visit`; what it needs of memory is `image`, one box of the
/// network's units, however many boxes there are.
///
/// `M` is the task that the network knows; `machine` is its teacher, as code or as a table. Boxes whose number does not suit the task
/// are refused by [`boxes`](crate::boxes).
///
/// # Errors
/// Those of the network; [`Error::Weights`] if there are too few boxes or they are of another number of units, or `image` has too
/// little room.
pub fn check_boxes<M: Machine, S, N: Boxed<M>>(
    machine: &S,
    network: &N,
    boxes: &Boxes<'_>,
    program: Program,
    image: &mut [Bounds],
    visit: &mut (impl FnMut(&Checked<S>) + ?Sized),
) -> Result<Findings, Error>
where
    S: Machine<Observation = M::Observation, Arguments = M::Arguments>,
{
    let image = image.get_mut(..network.units()).ok_or(Error::Weights)?;
    let method = program.index().map(|index| boxes.method(index)).unwrap_or(npi_format::Method::Sequences);
    let first = boxes_of::<M::Observation>(machine.signature(), program, boxes);
    let units = image.len();
    let get = |number: usize| {
        // A box without units would stand for the state of rest, and hold whatever comes.
        boxes.get(first + number).filter(|stored| stored.len() == units).ok_or(Error::Weights)
    };
    let mut findings = Findings::NONE;
    let (mut number, mut from) = (None, &[][..]);
    obligations(machine, program, method, |obligation| {
        let class = obligation.from.map(|class| class.number);
        if class != number {
            (number, from) = (class, class.map_or(Ok(&[][..]), get)?); // once for all its views
        }
        if Bounds::hold_nothing(from) {
            return Ok(());
        }
        let Some(expected) = &obligation.expected else {
            findings.excluded += 1;
            return Ok(());
        };
        network.step_box(&obligation.call, &obligation.view, from, image)?;
        let lead = network.lead(image, expected);
        let to = obligation.to.map_or(Ok(&[][..]), |class| get(class.number))?;
        let flaw = if lead.margin > 0 { leaves(image, to) } else { Some(Flaw::Undecided(lead)) };
        findings.obligations += 1;
        findings.open += usize::from(flaw.is_some());
        findings.margin = least(findings.margin, Some(lead.margin));
        visit(&Checked { obligation: *obligation, lead, flaw });
        Ok(())
    })?;
    Ok(findings)
}

/// The first unit that may leave a box; none leaves where nothing follows.
fn leaves(image: &[Bounds], to: &[Stored]) -> Option<Flaw> {
    let mut units = image.iter().zip(to).enumerate();
    units.find_map(|(unit, (&found, stored))| {
        let expected = Bounds::read(stored);
        (!found.are_within(expected)).then_some(Flaw::Leaves { unit, found, expected })
    })
}
