//! A network's state as bytes, and what names the network.

use npi_format::checksum;

use super::{Save, put, take};
use crate::Task;
use crate::kernel::{Arithmetic, Units};
use crate::lstm::{Lstm, LstmState};
use crate::sealed::Sealed;

/// A unit's hidden or cell state as little-endian bytes.
pub trait Value: Sealed + Copy {
    /// How many bytes it takes.
    const BYTES: usize;

    /// Fills the front of a buffer with it, and cuts it off.
    fn put(self, out: &mut &mut [u8]);

    /// Takes it from the front.
    fn take(bytes: &mut &[u8]) -> Option<Self>;

    /// Whether a unit can have this hidden state.
    fn is_hidden(self) -> bool;
}

impl Sealed for i16 {}
impl Value for i16 {
    const BYTES: usize = 2;

    fn put(self, out: &mut &mut [u8]) {
        put(out, &self.to_le_bytes());
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        take(bytes).map(Self::from_le_bytes)
    }

    /// Sums of products with any other could overflow.
    fn is_hidden(self) -> bool {
        (-127..=127).contains(&self)
    }
}

impl Value for f32 {
    const BYTES: usize = 4;

    fn put(self, out: &mut &mut [u8]) {
        put(out, &self.to_le_bytes());
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        take(bytes).map(Self::from_le_bytes)
    }

    /// Nothing overflows: it becomes infinite, or no number, as it may in a run.
    fn is_hidden(self) -> bool {
        true
    }
}

/// # Panics
/// Never: what does not fit is left out.
impl<T: Task, A: Arithmetic<Value: Value>, const H: usize, U: Units> Save<T> for Lstm<'_, T, A, H, U> {
    const LARGEST: usize = 1 + 2 * H * A::Value::BYTES;

    /// The CRC-32 of what follows: precision, hidden units (2 bytes), the three scales, and each tensor's own CRC-32, in the blob's order of
    /// a network's tensors.
    fn identity(&self) -> u32 {
        let (tensors, scales) = self.weights();
        let mut named = [0; 22];
        let mut rest = &mut named[..];
        put(&mut rest, &[A::PRECISION as u8]);
        put(&mut rest, &(self.count() as u16).to_le_bytes());
        put(&mut rest, &[scales.tables, scales.recurrent, scales.heads].map(i8::cast_unsigned));
        for tensor in tensors {
            put(&mut rest, &checksum(tensor).to_le_bytes());
        }
        checksum(&named)
    }

    fn state_bytes(&self) -> usize {
        1 + 2 * self.count() * A::Value::BYTES
    }

    fn save_state(&self, state: &LstmState<A, H>, mut out: &mut [u8]) {
        put(&mut out, &[u8::from(state.begun)]);
        for values in [&state.hidden, &state.cell] {
            for &value in values.iter().take(self.count()) {
                if state.begun { value } else { A::REST }.put(&mut out);
            }
        }
    }

    fn load_state(&self, mut bytes: &[u8]) -> Option<LstmState<A, H>> {
        let begun = match take(&mut bytes)? {
            [0] => bytes.iter().all(|&byte| byte == 0).then_some(false)?,
            [1] => true,
            _ => return None,
        };
        let mut state = LstmState { begun, ..LstmState::REST };
        for values in [&mut state.hidden, &mut state.cell] {
            for value in values.iter_mut().take(self.count()) {
                *value = A::Value::take(&mut bytes)?;
            }
        }
        state.hidden.iter().copied().all(Value::is_hidden).then_some(state)
    }
}
