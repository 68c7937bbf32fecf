//! A firmware that checks no boxes: its model has none, or a teacher, which obeys itself, is in the network's place.

use npi_runtime::verify::{Findings, obligations};
use npi_runtime::{Error, Program};

use crate::{Flashed, Network};

impl<T: Flashed> Network<T> {
    /// Counts the obligations of a program's boxes, and calls `visit` for each.
    ///
    /// # Errors
    /// None.
    pub fn prove_boxes(&self, program: Program, visit: &mut dyn FnMut()) -> Result<Findings, Error> {
        let mut findings = Findings::NONE;
        obligations(&T::default(), program, T::method(program), |obligation| {
            findings.obligations += usize::from(obligation.expected.is_some());
            visit();
            Ok(())
        })?;
        Ok(findings)
    }
}
