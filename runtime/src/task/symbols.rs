//! The small values that pass between world, teacher and network.

use core::fmt::Debug;

use npi_format::{Sees, Signature};

use crate::sealed::Sealed;

/// A fixed number of symbols: an array of their ids.
pub trait Symbols: Sealed + Copy + Eq + Debug + AsRef<[u8]> + AsMut<[u8]> + Send + Sync + 'static {
    /// Symbol 0 in every slot.
    const ZERO: Self;

    /// As many of something else.
    type Mapped<X>: AsRef<[X]>;

    /// Makes something of each symbol. An array: how many there are is known to the compiler.
    ///
    /// # Errors
    /// The first of `make`.
    fn try_map<X: Copy + Default, E>(
        &self,
        make: impl FnMut(usize, u8) -> Result<X, E>,
    ) -> Result<Self::Mapped<X>, E>;
}

impl<const N: usize> Sealed for [u8; N] {}
impl<const N: usize> Symbols for [u8; N] {
    const ZERO: Self = [0; N];

    type Mapped<X> = [X; N];

    #[inline(always)]
    fn try_map<X: Copy + Default, E>(
        &self,
        mut make: impl FnMut(usize, u8) -> Result<X, E>,
    ) -> Result<[X; N], E> {
        let mut each = [X::default(); N];
        for (slot, (made, &symbol)) in each.iter_mut().zip(self).enumerate() {
            *made = make(slot, symbol)?;
        }
        Ok(each)
    }
}

/// The id of a program: 0 is `NOP`, 1 is `ACT`, the learned ones follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Program(pub u8);

impl Program {
    /// Does nothing: for a step that only ends.
    pub const NOP: Self = Self(0);
    /// The world's own primitive.
    pub const ACT: Self = Self(1);

    /// The learned program at `index` of the signature's list.
    #[must_use]
    pub const fn learned(index: u8) -> Self {
        Self(index + Signature::FIRST as u8)
    }

    /// The index in the signature's list, if it is a learned program.
    #[must_use]
    pub fn index(self) -> Option<usize> {
        usize::from(self.0).checked_sub(Signature::FIRST)
    }

    /// The program's name, `?` if the signature has none.
    #[must_use]
    pub fn name(self, signature: &Signature) -> &'static str {
        match self {
            Self::NOP => "NOP",
            Self::ACT => "ACT",
            _ => self.entry(signature).map_or("?", |program| program.name),
        }
    }

    /// What the signature says of it, if it is a learned program.
    #[inline(always)]
    #[must_use]
    pub fn entry(self, signature: &Signature) -> Option<&'static npi_format::Program> {
        self.index().and_then(|index| signature.programs.get(index))
    }

    /// What it sees of a slot of the observation.
    #[inline(always)]
    #[must_use]
    pub fn sees(self, signature: &Signature, slot: usize) -> Sees {
        self.entry(signature).map_or(Sees::Nothing, |entry| entry.sees(slot))
    }

    /// Whether a call of it carries arguments.
    #[must_use]
    pub fn takes_arguments(self, signature: &Signature) -> bool {
        self == Self::ACT || self.entry(signature).is_some_and(npi_format::Program::takes_arguments)
    }
}

/// A program and its arguments; [`Symbols::ZERO`] where it takes none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Call<A> {
    /// Which program.
    pub program: Program,
    /// With which arguments.
    pub arguments: A,
}

impl<A: Symbols> Call<A> {
    /// A call without arguments.
    #[must_use]
    pub const fn new(program: Program) -> Self {
        Self { program, arguments: A::ZERO }
    }

    /// The primitive `ACT`.
    #[must_use]
    pub const fn act(arguments: A) -> Self {
        Self { program: Program::ACT, arguments }
    }
}

/// What a step decides: what to call, and whether the own program ends with it
/// (the paper's r ≥ α; the frame is popped *before* the call).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Decision<A> {
    /// What to call.
    pub call: Call<A>,
    /// Whether the own program ends.
    pub end: bool,
}

impl<A: Symbols> Decision<A> {
    /// Calls and goes on afterwards.
    #[must_use]
    pub const fn go_on(call: Call<A>) -> Self {
        Self { call, end: false }
    }

    /// Calls as the program's last step.
    #[must_use]
    pub const fn end(call: Call<A>) -> Self {
        Self { call, end: true }
    }
}
