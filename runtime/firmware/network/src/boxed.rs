//! The proof by boxes, of the model in flash.

use npi_runtime::format::{Bounds, Boxes, Stored};
use npi_runtime::kernel::Side;
use npi_runtime::verify::{Boxed, Findings, Lead, check_boxes, programs};
use npi_runtime::{Call, Decision, Error, Misfit, Program};

use crate::{Flashed, HIDDEN, Network};

/// What a proof by boxes keeps, however many there are: the bounds of one, where its states come to in a step.
type Image = [Bounds; HIDDEN];

/// All that a check works in beside one step's gates: the image, and three sides of comparisons of scores. Boxes stay in flash.
const WORKING: usize = size_of::<Image>() + 3 * size_of::<Side<HIDDEN>>();
const _: () = assert!(HIDDEN < 16 || WORKING <= 12 * HIDDEN, "at most 192 bytes at 16 units");

/// Checks that the model has its programs proven as this firmware was compiled for.
///
/// # Errors
/// What is wrong with the boxes.
pub(crate) fn check<T: Flashed>(boxes: &Boxes<'_>) -> Result<(), &'static str> {
    let right =
        |program: Program| program.index().map(|index| boxes.method(index)) == Some(T::method(program));
    if programs(&T::SIGNATURE).all(right) { Ok(()) } else { Err(REFUSED) }
}

/// What of the model does not fit.
pub(crate) fn reason(misfit: Misfit) -> &'static str {
    if let Misfit::Boxes { .. } = misfit { REFUSED } else { "its task or size" }
}

const REFUSED: &str = "its boxes";

impl<T: Flashed> Network<T> {
    /// Checks the boxes of a program, and calls `visit` for each obligation.
    ///
    /// # Errors
    /// As [`check_boxes`].
    #[inline(never)]
    pub fn prove_boxes(&self, program: Program, visit: &mut dyn FnMut()) -> Result<Findings, Error> {
        let mut image: Image = [Bounds::REST; HIDDEN];
        check_boxes::<T, T, _>(&T::default(), self, &self.boxes, program, &mut image, &mut |_| visit())
    }
}

impl<T: Flashed> Boxed<T> for Network<T> {
    fn units(&self) -> usize {
        HIDDEN
    }

    #[inline(always)]
    fn step_box(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        from: &[Stored],
        image: &mut [Bounds],
    ) -> Result<(), Error> {
        T::step_box(self, call, view, from, image)
    }

    #[inline(always)]
    fn lead(&self, states: &[Bounds], expected: &Decision<T::Arguments>) -> Lead {
        T::lead(self, states, expected)
    }
}
