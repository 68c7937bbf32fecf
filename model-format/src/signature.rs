//! What a task looks like from outside: names, programs and alphabets.

/// One symbol-valued slot of an observation or of a call's arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// What the slot is called in traces and counterexamples.
    pub name: &'static str,
    /// The name of each symbol; a symbol's id is its index here.
    pub symbols: &'static [&'static str],
}

/// What a program sees of one slot of the observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sees {
    /// Nothing: the slot is no input of the program.
    Nothing,
    /// Every symbol for itself.
    Each,
    /// Only which group a symbol is in: one entry for each symbol of the slot.
    Groups(&'static [Group]),
}

/// The group that a symbol is in, where a program does not tell all symbols apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// The member that stands for all of them, the first: what the network is given.
    pub symbol: u8,
    /// What the group is called in traces and counterexamples.
    pub name: &'static str,
}

impl Sees {
    /// The symbol that stands for what is seen of `symbol`; 0 where nothing is seen. A symbol outside of the
    /// slot's alphabet stays what it is.
    #[must_use]
    pub const fn look(self, symbol: u8) -> u8 {
        match self {
            Self::Nothing => 0,
            Self::Groups(groups) if (symbol as usize) < groups.len() => groups[symbol as usize].symbol,
            _ => symbol,
        }
    }

    /// What is seen of a symbol, by name: the symbol's or its group's; `None` where nothing is seen.
    #[must_use]
    pub fn name(self, slot: &Slot, symbol: u8) -> Option<&'static str> {
        let symbol = usize::from(symbol);
        let name = match self {
            Self::Nothing => return None,
            Self::Each => slot.symbols.get(symbol).copied(),
            Self::Groups(groups) => groups.get(symbol).map(|group| group.name),
        };
        Some(name.unwrap_or("?"))
    }

    /// Whether anything is seen at all.
    #[must_use]
    pub const fn anything(self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

/// A learned program. `NOP` and `ACT` are in every task and are not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    /// The program's name, in capitals as in the paper.
    pub name: &'static str,
    /// What it sees of the slots of the observation, in their order: its view. It sees nothing of slots that the
    /// list leaves out at its end.
    pub sees: &'static [Sees],
    /// The symbols that each of its arguments may be, in the order of the argument slots; empty if it takes none.
    /// Arguments are inputs of its network.
    pub arguments: &'static [&'static [u8]],
    /// How many states its teacher's memory has; it begins as 0.
    pub memories: u8,
}

impl Program {
    /// What it sees of a slot.
    #[must_use]
    pub const fn sees(&self, slot: usize) -> Sees {
        if slot < self.sees.len() { self.sees[slot] } else { Sees::Nothing }
    }

    /// Whether a call of it carries arguments.
    #[must_use]
    pub const fn takes_arguments(&self) -> bool {
        !self.arguments.is_empty()
    }
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

    /// The most steps that a call's sequence can have: the most memories that a program's teacher has.
    #[must_use]
    pub const fn longest(&self) -> usize {
        let (mut longest, mut index) = (0, 0);
        while index < self.programs.len() {
            if self.programs[index].memories as usize > longest {
                longest = self.programs[index].memories as usize;
            }
            index += 1;
        }
        longest
    }

    /// Symbols of a slot of the observation that are inputs: all, or none if no program sees the slot.
    #[must_use]
    pub const fn inputs(&self, slot: usize) -> usize {
        let mut index = 0;
        while index < self.programs.len() {
            let sees = self.programs[index].sees;
            if slot < sees.len() && slot < self.observation.len() && sees[slot].anything() {
                return self.observation[slot].symbols.len();
            }
            index += 1;
        }
        0
    }

    /// Hashes everything in the signature: the names of task, programs, slots and symbols, every program's view, the domains of its
    /// arguments and the size of its teacher's memory. Two tasks that differ in anything a network could notice differ here;
    /// what a teacher decides is not part of it. Known at compile time.
    ///
    /// It is FNV-1a in 64 bits (from `cbf29ce484222325`, each byte is xored in and the whole is multiplied by `100000001b3`) over these bytes:
    ///
    /// - the task's name; here as everywhere a name is its UTF-8 and `ff`;
    /// - of each program its name; its memories, a byte; of each of its arguments how many symbols its domain has, and these; `fb`; of each slot
    ///   of the observation 0 if the program sees nothing of it, 1 if it sees each symbol, or 2 and what each symbol is seen as; `fc`;
    /// - of each slot of the observation its name, the names of its symbols, and `fe`; `fd`;
    /// - the same of each slot of the arguments, and `fd`.
    #[must_use]
    pub const fn fingerprint(&self) -> u64 {
        let mut hash = absorb(0xcbf2_9ce4_8422_2325, self.task);
        let mut index = 0;
        while index < self.programs.len() {
            hash = absorb(hash, self.programs[index].name);
            hash = mix(hash, self.programs[index].memories);
            hash = absorb_domains(hash, self.programs[index].arguments);
            hash = absorb_views(hash, &self.programs[index], self.observation.len());
            index += 1;
        }
        absorb_slots(absorb_slots(hash, self.observation), self.arguments)
    }
}

const fn absorb_domains(mut hash: u64, domains: &[&[u8]]) -> u64 {
    let mut slot = 0;
    while slot < domains.len() {
        let (mut index, domain) = (0, domains[slot]);
        hash = mix(hash, domain.len() as u8); // a domain's symbols are any bytes: their number says where it ends
        while index < domain.len() {
            hash = mix(hash, domain[index]);
            index += 1;
        }
        slot += 1;
    }
    mix(hash, 0xfb) // ends a list of domains
}

const fn absorb_views(mut hash: u64, program: &Program, slots: usize) -> u64 {
    let mut slot = 0;
    while slot < slots {
        hash = match program.sees(slot) {
            Sees::Nothing => mix(hash, 0),
            Sees::Each => mix(hash, 1),
            Sees::Groups(groups) => absorb_groups(mix(hash, 2), groups),
        };
        slot += 1;
    }
    mix(hash, 0xfc) // ends a list of views
}

const fn absorb_groups(mut hash: u64, groups: &[Group]) -> u64 {
    let mut symbol = 0;
    while symbol < groups.len() {
        hash = mix(hash, groups[symbol].symbol);
        symbol += 1;
    }
    hash
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
