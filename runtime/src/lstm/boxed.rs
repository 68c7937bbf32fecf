//! Steps of the integer network with a box of states, and what all states of a box decide.

use npi_format::{Bounds, Head, Stored};

use super::Lstm;
use super::inputs::Inputs;
use crate::kernel::{Arithmetic, Interval, Packed, Side, Units};
use crate::task::ShapeOf;
use crate::verify::{Boxed, Lead};
use crate::{Call, Decision, Error, Task};

impl<T: Task, P: Packed, const H: usize, U: Units> Boxed<T> for Lstm<'_, T, P, H, U> {
    fn units(&self) -> usize {
        self.units.count()
    }

    #[inline(never)]
    fn step_box(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        from: &[Stored],
        image: &mut [Bounds],
    ) -> Result<(), Error> {
        let nothing = <P as Arithmetic>::nothing::<H>();
        let rows = Inputs::<T, P>::look_up(self.tables, self.units.count(), nothing, call, view)?;
        self.interval().step::<P>(&rows, from, image).ok_or(Error::Weights)
    }

    #[inline(never)]
    fn lead(&self, states: &[Bounds], expected: &Decision<T::Arguments>) -> Lead {
        let (interval, scales) = (self.interval(), self.scales);
        let side = |output| interval.side::<P, H>(output);
        let mut least = Lead::MOST;
        let mut note = |head, rival, one: &Side<H>, other: &Side<H>| {
            let margin = P::margin(scales, one.lead(other, states));
            if margin < least.margin {
                least = Lead { margin, head, rival };
            }
        };
        let (end, zero) = (&side(ShapeOf::<T>::SHAPE.first_output(Head::End)), &Side::ZERO);
        let (one, other) = if expected.end { (end, zero) } else { (zero, end) };
        note(Head::End, u8::from(!expected.end), one, other);
        let mut head = |head, right: u8, answers: usize| {
            let side = |answer: u8| side(ShapeOf::<T>::SHAPE.first_output(head) + usize::from(answer));
            let one = side(right);
            for rival in (0..answers).map(|rival| rival as u8).filter(|&rival| rival != right) {
                note(head, rival, &one, &side(rival));
            }
        };
        let call = &expected.call;
        head(Head::Program, call.program.0, ShapeOf::<T>::PROGRAMS);
        if call.program.takes_arguments(&T::SIGNATURE) {
            let slots = call.arguments.as_ref().iter().zip(T::SIGNATURE.arguments).enumerate();
            for (slot, (&right, of)) in slots {
                head(Head::Argument(slot), right, of.symbols.len());
            }
        }
        least
    }
}

impl<T: Task, P: Packed, const H: usize, U: Units> Lstm<'_, T, P, H, U> {
    fn interval(&self) -> Interval<'_> {
        let Self { scales, recurrent, heads, bias, .. } = *self;
        Interval { units: self.units.count(), scales, recurrent, heads, bias }
    }
}
