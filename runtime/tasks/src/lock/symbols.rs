//! The lock's symbols, and what its programs tell apart of them.

use npi_runtime::task::{Group, Sees, ranges};

/// The symbol of a sample without a key; keys are their own symbols.
pub const NONE: u8 = 10;
/// The symbol of a keypad that is off.
pub const OFF: u8 = 11;
/// What `ACT` does, beyond the keys, which are no actions but arguments.
pub mod what {
    /// Waits for the next sample.
    pub const TICK: u8 = 10;
    /// Goes on to the code's next key.
    pub const NEXT: u8 = 11;
    /// Goes back to the code's beginning, with a try less.
    pub const FAIL: u8 = 12;
    /// Draws the bolt, and starts the timer.
    pub const OPEN: u8 = 13;
    /// Lets the bolt go.
    pub const SHUT: u8 = 14;
    /// Starts the timer of a lockout.
    pub const ALARM: u8 = 15;
}

pub(super) const KEYS: &[&str] = &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none", "off"];
pub(super) const WHAT: &[&str] =
    &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "TICK", "NEXT", "FAIL", "OPEN", "SHUT", "ALARM"];
pub(super) const NO_YES: &[&str] = &["no", "yes"];
/// The arguments of the programs that know a key.
pub(super) const KNOWN: &[&[u8]] = &[&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]];

/// Which key is held, if one is.
pub(super) const WHICH: Sees = Sees::Groups(&const { which() });
/// Whether the keypad is on.
pub(super) const POWER: Sees = Sees::Groups(&ranges::<12>(&[(0, "on"), (OFF, "off")]));
/// Whether a key is held, and whether the keypad is on.
pub(super) const HOLD: Sees = Sees::Groups(&ranges::<12>(&[(0, "key"), (NONE, "none"), (OFF, "off")]));
/// Whether no key is held.
pub(super) const FREE: Sees = Sees::Groups(&const { free() });

/// Each key for itself; a keypad that is off has none.
const fn which() -> [Group; 12] {
    let mut groups = ranges(&[(0, ""), (NONE, "none")]);
    let mut key = 0;
    while key < NONE {
        groups[key as usize] = Group { symbol: key, name: KEYS[key as usize] };
        key += 1;
    }
    groups
}

/// No key, or anything else: a keypad that is off, too.
const fn free() -> [Group; 12] {
    let mut groups = ranges(&[(0, "other"), (NONE, "none")]);
    groups[OFF as usize] = groups[0];
    groups
}
