//! The teacher as a policy: a machine that is never wrong, and remembers in a byte what a call has come to.

use crate::policy::Stepped;
use crate::{Call, Error, Machine, Policy};

/// A machine that decides by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Teacher<M>(M);

impl<M: Default> Teacher<M> {
    /// The teacher of a task.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl<M> Teacher<M> {
    /// The teacher that a machine is.
    #[must_use]
    pub const fn of(machine: M) -> Self {
        Self(machine)
    }
}

impl<M: Machine> Policy<M> for Teacher<M> {
    /// The machine's memory.
    type State = u8;

    fn fresh(&self) -> u8 {
        0
    }

    /// # Errors
    /// [`Error::Excluded`] if the machine says that this view cannot come.
    fn step(
        &self,
        call: &Call<M::Arguments>,
        view: &M::Observation,
        memory: &mut u8,
    ) -> Result<Stepped<M>, Error> {
        let (decision, next) = self.0.teach(call, *memory, view).ok_or(Error::Excluded(call.program))?;
        *memory = next;
        Ok((decision, None))
    }
}
