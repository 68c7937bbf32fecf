//! What a task looks like from outside: names, programs and alphabets.

/// One symbol-valued slot of an observation or of a call's arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// What the slot is called in traces and counterexamples.
    pub name: &'static str,
    /// The name of each symbol; a symbol's id is its index here.
    pub symbols: &'static [&'static str],
}

/// A learned program. `NOP` and `ACT` are in every task and are not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    /// The program's name, in capitals as in the paper.
    pub name: &'static str,
    /// Whether a call of it carries arguments, which its network then sees.
    pub takes_arguments: bool,
}

/// Everything that a model must agree on with the task that it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// The task's name.
    pub task: &'static str,
    /// The learned programs, in the order of their ids (from [`Signature::FIRST`]).
    pub programs: &'static [Program],
    /// The slots of an observation.
    pub observation: &'static [Slot],
    /// The slots of a call's arguments; the primitive `ACT` fills them all.
    pub arguments: &'static [Slot],
}

impl Signature {
    /// The id of the first learned program; 0 is `NOP` and 1 is `ACT`.
    pub const FIRST: usize = 2;

    /// Whether some learned program takes arguments, so that they are network inputs.
    #[must_use]
    pub const fn arguments_are_inputs(&self) -> bool {
        let mut index = 0;
        while index < self.programs.len() {
            if self.programs[index].takes_arguments {
                return true;
            }
            index += 1;
        }
        false
    }

    /// A 64-bit FNV-1a hash of every name, in order: two tasks that differ in
    /// anything a network could notice differ here. Known at compile time.
    #[must_use]
    pub const fn fingerprint(&self) -> u64 {
        let mut hash = absorb(0xcbf2_9ce4_8422_2325, self.task);
        let mut index = 0;
        while index < self.programs.len() {
            hash = absorb(hash, self.programs[index].name);
            hash = mix(hash, self.programs[index].takes_arguments as u8);
            index += 1;
        }
        absorb_slots(absorb_slots(hash, self.observation), self.arguments)
    }
}

const fn absorb_slots(mut hash: u64, slots: &[Slot]) -> u64 {
    let mut slot = 0;
    while slot < slots.len() {
        hash = absorb(hash, slots[slot].name);
        let mut symbol = 0;
        while symbol < slots[slot].symbols.len() {
            hash = absorb(hash, slots[slot].symbols[symbol]);
            symbol += 1;
        }
        hash = mix(hash, 0xfe); // ends a slot; cannot occur in UTF-8
        slot += 1;
    }
    mix(hash, 0xfd) // ends a list of slots
}

const fn absorb(mut hash: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        hash = mix(hash, bytes[index]);
        index += 1;
    }
    mix(hash, 0xff) // ends a name; cannot occur in UTF-8
}

const fn mix(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
}
