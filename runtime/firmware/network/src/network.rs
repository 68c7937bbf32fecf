//! The networks of the model in flash.

use core::hint::black_box;

#[cfg(boxes)]
use npi_runtime::format::Boxes;
use npi_runtime::format::Model;
use npi_runtime::kernel::Arithmetic;
use npi_runtime::{Call, Error, Exactly, Lstm, LstmState, Policy, Stepped, Task};

use crate::Flashed;

include!(concat!(env!("OUT_DIR"), "/model.rs"));

/// What one call remembers.
pub type State = LstmState<Weights, HIDDEN>;

/// What the model's weights are, such as `int8`.
pub const PRECISION: &str = <Weights as Arithmetic>::PRECISION.name();

/// A task's network, of the model in flash.
pub struct Network<T> {
    pub(crate) lstm: Lstm<'static, T, Weights, HIDDEN, Exactly<HIDDEN>>,
    #[cfg(boxes)]
    pub(crate) boxes: Boxes<'static>,
    /// The blob's CRC-32, a short name for these very bytes.
    pub checksum: u32,
}

impl<T: Task> Network<T> {
    /// The task's network, in the model that `parse` makes of the bytes in flash, of which nothing is known.
    ///
    /// # Errors
    /// What `parse` finds wrong, or that the model has another task, another size, or boxes that are not the task's.
    pub fn load(
        parse: impl FnOnce(&'static [u8]) -> Result<Model<'static>, &'static str>,
    ) -> Result<Self, &'static str>
    where
        T: Flashed,
    {
        // The compiler has read the file, too, and would leave out the checks that it has passed: but what it
        // knows is not what stands in this chip's flash.
        let model = parse(black_box(&BLOB.0))?;
        #[cfg(not(boxes))]
        let lstm = Lstm::exactly(&model).map_err(|_| "its task or size")?;
        #[cfg(boxes)]
        let (lstm, boxes) = Lstm::exactly_with_boxes(&model).map_err(crate::boxed::reason)?;
        #[cfg(boxes)]
        crate::boxed::check::<T>(&boxes)?;
        Ok(Self {
            lstm,
            #[cfg(boxes)]
            boxes,
            checksum: model.checksum(),
        })
    }

    /// Makes a call's state that of a call which has not begun.
    pub(crate) fn forget(&self, state: &mut State) {
        self.lstm.restart(state);
    }

    /// A step of the network.
    #[inline(always)]
    pub(crate) fn decide(
        &self,
        call: &Call<T::Arguments>,
        view: &T::Observation,
        state: &mut State,
    ) -> Result<Stepped<T>, Error> {
        self.lstm.step(call, view, state)
    }
}
