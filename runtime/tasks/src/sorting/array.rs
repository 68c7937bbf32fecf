//! Values and three pointers.

use core::cmp::Ordering;
use core::fmt::{self, Display, Write};

use npi_runtime::{Environment, Refusal};

use super::Act;

/// Values of any kind that can be compared, and three pointers: P1 and P2 on two that are compared, P3 that counts passes.
///
/// ```
/// use npi_runtime::{Call, Environment, Interpreter, Refusal, Teacher};
/// use npi_tasks::sorting::{Array, SORT, Sorting};
///
/// let mut words = ["network", "an", "words", "sorts"];
/// let mut array = Array::new(&mut words);
/// Interpreter::<Sorting, _>::new(Teacher::<Sorting>::new()).run(Call::new(SORT), &mut array, 200, |_, _| {})?;
/// assert_eq!(words, ["an", "network", "sorts", "words"]);
/// # Ok::<(), npi_runtime::Error>(())
/// ```
#[derive(Debug)]
pub struct Array<'m, V> {
    values: &'m mut [V],
    pointers: [usize; 3],
}

impl<'m, V> Array<'m, V> {
    /// An array with all pointers at its start.
    #[must_use]
    pub fn new(values: &'m mut [V]) -> Self {
        Self { values, pointers: [0; 3] }
    }
}

impl<V: Ord> Array<'_, V> {
    /// The values, as they stand now.
    pub(super) fn values(&self) -> &[V] {
        self.values
    }

    /// The place that a pointer is on.
    pub(super) fn pointer(&self, pointer: usize) -> usize {
        self.pointers.get(pointer).copied().unwrap_or_default()
    }

    /// Whether the values at P1 and P2 are in the wrong order, whether P1 is at the start, and P2 and P3 at the end.
    pub(super) fn seen(&self) -> [u8; 4] {
        let [p1, p2, p3] = self.pointers;
        let compared = self.values.get(p1).zip(self.values.get(p2)).map(|(first, second)| first.cmp(second));
        let end = |pointer| pointer >= self.values.len();
        [compared == Some(Ordering::Greater), p1 == 0, end(p2), end(p3)].map(u8::from)
    }

    /// Swaps the values at P1 and P2, or moves a pointer.
    pub(super) fn take(&mut self, what: u8) -> Result<(), Refusal> {
        let [p1, p2, p3] = &mut self.pointers;
        let end = self.values.len();
        match what {
            what if what == Act::Swap as u8 && (*p1).max(*p2) < end => self.values.swap(*p1, *p2),
            what if what == Act::P1Left as u8 && *p1 > 0 => *p1 -= 1,
            what if what == Act::P2Left as u8 && *p2 > 0 => *p2 -= 1,
            what if what == Act::P1Right as u8 && *p1 < end => *p1 += 1,
            what if what == Act::P2Right as u8 && *p2 < end => *p2 += 1,
            what if what == Act::P3Right as u8 && *p3 < end => *p3 += 1,
            _ => return Err(Refusal::Action("a pointer left the array")),
        }
        Ok(())
    }
}

impl<V: Ord + Display> Environment for Array<'_, V> {
    type Observation = [u8; 4];
    type Arguments = [u8; 1];

    fn observe(&self) -> [u8; 4] {
        self.seen()
    }

    fn act(&mut self, [what]: [u8; 1]) -> Result<(), Refusal> {
        self.take(what)
    }

    /// Writes all values, in their order.
    fn answer(&self, out: &mut impl Write) -> fmt::Result {
        self.values.iter().enumerate().try_for_each(|(index, value)| {
            let space = if index == 0 { "" } else { " " };
            write!(out, "{space}{value}")
        })
    }
}
