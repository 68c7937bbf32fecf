//! The lock's symbols, and what its programs tell apart of them.

use npi_format::{Group, Sees};

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

/// What is seen of the keypad: a group of the keys, or each for itself; the group of no key; that of off.
const fn keypad(keys: Option<Group>, none: Group, off: Group) -> [Group; 12] {
    let (mut groups, mut key) = ([none; 12], 0);
    while key < NONE {
        groups[key as usize] = match keys {
            Some(group) => group,
            None => Group { symbol: key, name: KEYS[key as usize] },
        };
        key += 1;
    }
    groups[OFF as usize] = off;
    groups
}

const HOLDS: Group = Group { symbol: 0, name: "key" };
const ON: Group = Group { symbol: 0, name: "on" };
const OTHER: Group = Group { symbol: 0, name: "other" };
const NO_KEY: Group = Group { symbol: NONE, name: "none" };
const NO_POWER: Group = Group { symbol: OFF, name: "off" };

/// Which key is held, if one is.
pub(super) const WHICH: Sees = Sees::Groups(&const { keypad(None, NO_KEY, NO_KEY) });
/// Whether the keypad is on.
pub(super) const POWER: Sees = Sees::Groups(&const { keypad(Some(ON), ON, NO_POWER) });
/// Whether a key is held, and whether the keypad is on.
pub(super) const HOLD: Sees = Sees::Groups(&const { keypad(Some(HOLDS), NO_KEY, NO_POWER) });
/// Whether no key is held.
pub(super) const FREE: Sees = Sees::Groups(&const { keypad(Some(OTHER), NO_KEY, OTHER) });
