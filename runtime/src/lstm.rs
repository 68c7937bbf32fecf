//! The network of one precision: input table, LSTM layer, heads.

mod boxed;
mod inputs;
mod scores;

use npi_format::{Boxes, Model, Scales, Section};

use crate::decide::decide;
use crate::kernel::{Arithmetic, AtMost, Exactly, Layer, Operand, Units};
use crate::policy::Stepped;
use crate::task::ShapeOf;
use crate::verify::boxes_of;
use crate::{Call, Error, Misfit, Policy, Program, Task};
use inputs::Inputs;
pub use scores::Scores;

/// A task's network on borrowed weights, for models of up to `H` hidden units, or of [`Exactly`] `H`.
///
/// Holds no state: each call's is an [`LstmState`], `4·H` bytes in integer precisions. The network of one task
/// does not run another: the types say so.
///
/// ```
/// use npi_runtime::{Int8, Interpreter, Lstm, format::Model};
/// use npi_tasks::{Addition, models};
/// let model = Model::parse(models::ADDITION)?;
/// let interpreter = Interpreter::<Addition, _>::new(Lstm::<Addition, Int8, 16>::new(&model)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Lstm<'m, T, A, const H: usize, U = AtMost> {
    units: U,
    scales: Scales,
    tables: &'m [u8],
    recurrent: &'m [u8],
    heads: &'m [u8],
    bias: &'m [u8],
    /// Nothing of a task is in it: it can be sent wherever the weights can.
    kind: core::marker::PhantomData<fn() -> (T, A)>,
}

/// What one call remembers: hidden and cell state `[H]`. It is the core's, and so of any of its tasks.
#[derive(Debug)]
#[repr(align(4))] // cleared and copied in whole words
pub struct LstmState<A: Arithmetic, const H: usize> {
    pub(crate) hidden: [A::Value; H],
    pub(crate) cell: [A::Value; H],
    /// False before a call's first step: the states may then be an earlier call's, and are read as zero.
    pub(crate) begun: bool,
}

impl<A: Arithmetic, const H: usize> Copy for LstmState<A, H> {}

#[expect(clippy::non_canonical_clone_impl, reason = "64 bytes of stack are more than canon here")]
impl<A: Arithmetic, const H: usize> Clone for LstmState<A, H> {
    fn clone(&self) -> Self {
        *self
    }

    /// In place: a copy goes by way of the stack, of which small boards have little.
    fn clone_from(&mut self, source: &Self) {
        self.hidden.copy_from_slice(&source.hidden);
        self.cell.copy_from_slice(&source.cell);
        self.begun = source.begun;
    }
}

impl<A: Arithmetic, const H: usize> LstmState<A, H> {
    /// The state before a call's first step.
    pub const REST: Self = Self { hidden: [A::REST; H], cell: [A::REST; H], begun: false };

    /// The hidden and the cell state `[H]`; units beyond the model's stay at rest.
    #[must_use]
    pub fn parts(&self) -> (&[A::Value; H], &[A::Value; H]) {
        (&self.hidden, &self.cell)
    }

    /// The hidden values that a network of so many units uses.
    #[inline(always)]
    fn used(&self, units: usize) -> &[A::Value] {
        debug_assert!(units <= H, "a larger network is refused when it is made");
        self.hidden.get(..units).unwrap_or_default()
    }
}

impl<'m, T: Task, A: Arithmetic, const H: usize> Lstm<'m, T, A, H> {
    /// The network of the task's section in a model of at most `H` hidden units.
    ///
    /// # Errors
    /// [`Misfit`] if the model has no such section, is of another precision, or too large.
    pub fn new(model: &Model<'m>) -> Result<Self, Misfit> {
        match model.hidden() {
            found if found > H => Err(Misfit::Hidden { found, capacity: H }),
            found => Self::of(model, AtMost(found)),
        }
    }
}

impl<'m, T: Task, A: Arithmetic, const H: usize> Lstm<'m, T, A, H, Exactly<H>> {
    /// The network of the task's section in a model of exactly `H` hidden units.
    ///
    /// # Errors
    /// [`Misfit`] if the model has no such section, or is of another precision or size.
    pub fn exactly(model: &Model<'m>) -> Result<Self, Misfit> {
        match model.hidden() {
            found if found != H => Err(Misfit::Units { found, expected: H }),
            _ => Self::of(model, Exactly),
        }
    }

    /// As [`exactly`](Self::exactly), and the task's [`boxes`]: the section is looked up once.
    ///
    /// # Errors
    /// As [`exactly`](Self::exactly) and [`boxes`].
    pub fn exactly_with_boxes(model: &Model<'m>) -> Result<(Self, Boxes<'m>), Misfit> {
        if model.hidden() != H {
            return Err(Misfit::Units { found: model.hidden(), expected: H });
        }
        let section = section::<T>(model)?;
        Ok((Self::new_in(&section, Exactly)?, boxes_in::<T>(&section)?))
    }
}

impl<'m, T: Task, A: Arithmetic, const H: usize, U: Units> Lstm<'m, T, A, H, U> {
    /// Counts its hidden units.
    pub(crate) fn count(&self) -> usize {
        self.units.count()
    }

    /// Gives the bytes of its tensors as stored, in the order of a section's, and their scales.
    pub(crate) fn weights(&self) -> ([&'m [u8]; 4], Scales) {
        ([self.tables, self.recurrent, self.heads, self.bias], self.scales)
    }

    fn of(model: &Model<'m>, units: U) -> Result<Self, Misfit> {
        Self::new_in(&section::<T>(model)?, units)
    }

    fn new_in(section: &Section<'m>, units: U) -> Result<Self, Misfit> {
        let found = section.core().precision();
        if found != A::PRECISION {
            return Err(Misfit::Precision { expected: A::PRECISION, found });
        }
        let ([tables, recurrent, heads, bias], scales) = (section.weights(), section.scales());
        Ok(Self { units, scales, tables, recurrent, heads, bias, kind: core::marker::PhantomData })
    }

    /// The recurrent step: new hidden and cell state from the inputs. Not inlined, so that what it needs of
    /// the stack is free again when the heads are read.
    #[inline(never)]
    fn forward(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        state: &mut LstmState<A, H>,
    ) -> Result<(), Error> {
        let Self { units, scales, recurrent, .. } = *self;
        let inputs = Inputs::<T, A>::look_up(self.tables, units.count(), A::nothing::<H>(), call, view)?;
        let begun = core::mem::replace(&mut state.begun, true);
        if !begun {
            debug_assert!(units.count() <= H, "a larger network is refused when it is made");
            for values in [&mut state.hidden, &mut state.cell] {
                values.get_mut(..units.count()).unwrap_or_default().fill(A::REST);
            }
        }
        let (hidden, cells) = (&mut state.hidden, &mut state.cell);
        A::step_layer(Layer { units, scales, recurrent, begun, hidden, cells }, &inputs).ok_or(Error::Weights)
    }

    /// What the heads say of a state. Not inlined, as [`Lstm::forward`].
    #[inline(never)]
    fn decode(&self, state: &LstmState<A, H>) -> Stepped<T> {
        let hidden = state.used(self.units.count());
        if let Some(scores) = A::all_scores(self.heads, self.bias, hidden) {
            return decide::<T, _>(scores.as_slice(), |score| A::margin(self.scales, score));
        }
        decide::<T, _>(self.scores(state), |score| A::margin(self.scales, score))
    }

    /// The head scores in their order, computed as they are asked for.
    #[doc(hidden)]
    pub fn scores<'s>(&'s self, state: &'s LstmState<A, H>) -> Scores<'s, A, U> {
        let hidden = state.used(self.units.count());
        Scores::new(Operand::new(self.units, self.scales, 0, hidden), self.heads, A::biases(self.bias))
    }
}

/// Gives the boxes of a task in a model, as many as its machine demands; none at all if each program is proven by sequences.
///
/// # Errors
/// [`Misfit`] if the model has no such section, or another number of boxes.
pub fn boxes<'m, T: Task>(model: &Model<'m>) -> Result<Boxes<'m>, Misfit> {
    boxes_in::<T>(&section::<T>(model)?)
}

fn boxes_in<'m, T: Task>(section: &Section<'m>) -> Result<Boxes<'m>, Misfit> {
    let boxes = section.boxes();
    let (expected, found) = (boxes_of::<T::Observation>(&T::SIGNATURE, Program::NOP, &boxes), boxes.count());
    if expected == found { Ok(boxes) } else { Err(Misfit::Boxes { expected, found }) }
}

/// The section of a task in a model.
fn section<'m, T: Task>(model: &Model<'m>) -> Result<Section<'m>, Misfit> {
    let (expected, fingerprint) = (T::SIGNATURE.task, const { T::SIGNATURE.fingerprint() });
    let section = model.section(fingerprint).filter(|section| section.is_of(expected));
    let section = section.ok_or(Misfit::Task { expected, fingerprint })?;
    if section.shape() == ShapeOf::<T>::SHAPE { Ok(section) } else { Err(Misfit::Shape { expected }) }
}

impl<T: Task, A: Arithmetic, const H: usize, U: Units> Policy<T> for Lstm<'_, T, A, H, U> {
    type State = LstmState<A, H>;

    fn fresh(&self) -> Self::State {
        LstmState::REST
    }

    fn restart(&self, state: &mut Self::State) {
        state.begun = false; // the first step does the rest, for the units there are
    }

    fn step(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        state: &mut Self::State,
    ) -> Result<Stepped<T>, Error> {
        self.forward(call, view, state)?;
        Ok(self.decode(state))
    }
}
