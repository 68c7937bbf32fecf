//! The parser's symbols, and what its programs tell apart of them.

use npi_runtime::task::{Sees, ranges};

/// What kind of byte is next.
pub mod kind {
    /// Any that is none of the others.
    pub const DATA: u8 = 0;
    /// The byte 7D.
    pub const ESCAPE: u8 = 1;
    /// The byte 7E.
    pub const FLAG: u8 = 2;
    /// None: the line has ended.
    pub const OVER: u8 = 3;
}

/// Arguments of programs, and what `ACT` does.
pub mod what {
    /// No byte of the frame was taken.
    pub const NONE: u8 = 0;
    /// One was.
    pub const ONE: u8 = 1;
    /// More were.
    pub const MORE: u8 = 2;
    /// Goes on to the next byte.
    pub const SKIP: u8 = 3;
    /// Takes the byte.
    pub const TAKE: u8 = 4;
    /// Takes the byte with bit 5 flipped.
    pub const FLIP: u8 = 5;
    /// Accepts the frame.
    pub const ACCEPT: u8 = 6;
    /// Refuses it: its checksum is wrong.
    pub const BAD: u8 = 7;
    /// Refuses it: it is too long.
    pub const LONG: u8 = 8;
    /// Refuses it: it has nothing but a checksum.
    pub const SHORT: u8 = 9;
    /// Refuses it: a flag follows an escape.
    pub const ABORT: u8 = 10;
    /// Refuses it: the line has ended.
    pub const CUT: u8 = 11;
}

pub(super) const WHAT: &[&str] =
    &["none", "one", "more", "SKIP", "TAKE", "FLIP", "ACCEPT", "BAD", "LONG", "SHORT", "ABORT", "CUT"];
pub(super) const NO_YES: &[&str] = &["no", "yes"];
pub(super) const COUNTS: &[&[u8]] = &[&[what::NONE, what::ONE, what::MORE]];
pub(super) const FATES: &[&[u8]] =
    &[&[what::SKIP, what::ACCEPT, what::BAD, what::LONG, what::SHORT, what::ABORT]];

/// Whether there is a flag, another byte, or none.
pub(super) const BOUNDS: Sees =
    Sees::Groups(&ranges::<4>(&[(kind::DATA, "byte"), (kind::FLAG, "flag"), (kind::OVER, "over")]));
