//! What the lock's world remembers, be it simulated or on pins.

use npi_runtime::Refusal;

use super::{NONE, Seen, what};

/// Wrong keys until the lock locks out.
const TRIES: u8 = 3;

/// How long the timer runs, in ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// While the lock is open.
    pub open: u16,
    /// While it is locked out.
    pub locked_out: u16,
}

/// How far the lock has come: its place in the code, the tries, the timer, and the bolt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many keys of the code were keyed in.
    at: usize,
    /// Wrong keys since the lock was last open, or locked out.
    wrong: u8,
    /// Ticks until the timer is idle.
    timer: u16,
    open: bool,
}

impl Progress {
    /// A lock that is shut, and has seen no key.
    pub const NEW: Self = Self { at: 0, wrong: 0, timer: 0, open: false };

    /// Whether the bolt is drawn.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.open
    }

    /// Whether the timer runs.
    #[must_use]
    pub const fn is_timed(&self) -> bool {
        self.timer > 0
    }

    /// What programs see, while the keypad shows `key`. The code is digits; another byte in it is a key that there is not.
    pub(super) fn observe(&self, key: u8, code: &[u8]) -> Seen {
        let right = key < NONE && code.get(self.at) == Some(&(b'0' + key));
        let (last, tries) = (self.at + 1 == code.len(), self.wrong + 1 == TRIES);
        [key, right.into(), last.into(), tries.into(), self.is_timed().into()]
    }

    /// Does what `ACT` says.
    pub(super) fn act(&mut self, action: u8, code: &[u8], times: Times) -> Result<(), Refusal> {
        match action {
            what::TICK => self.timer = self.timer.saturating_sub(1),
            what::NEXT if self.at + 1 < code.len() => self.at += 1,
            what::FAIL if self.wrong + 1 < TRIES => (self.at, self.wrong) = (0, self.wrong + 1),
            what::OPEN => *self = Self { timer: times.open, open: true, ..Self::NEW },
            what::SHUT => self.open = false,
            what::ALARM => *self = Self { timer: times.locked_out, ..Self::NEW },
            _ => return Err(Refusal::Action("the lock does not do that now")),
        }
        Ok(())
    }
}
