//! What a program sees of an observation, and all that it can see and be called with.

use npi_format::{Group, Sees, Signature};

use super::{Environment, Program, Symbols};

/// What a program sees of an observation: for each slot the symbol that stands for what it tells apart, 0 where it
/// sees nothing.
#[inline(always)]
#[must_use]
pub fn view<O: Symbols>(signature: &Signature, program: Program, observation: O) -> O {
    let mut view = O::ZERO;
    let symbols = view.as_mut().iter_mut().zip(observation.as_ref());
    for ((seen, &symbol), sees) in symbols.zip(sees(signature, program)) {
        *seen = sees.look(symbol);
    }
    view
}

/// What a program sees of an environment, which is not even asked if the program sees nothing.
#[cfg_attr(not(feature = "std"), inline(never))] // what it needs of a small stack is free again in the step
pub(crate) fn look<E: Environment>(
    signature: &Signature,
    program: Program,
    environment: &E,
) -> E::Observation {
    if sees(signature, program).is_empty() {
        return E::Observation::ZERO;
    }
    view(signature, program, environment.observe())
}

/// What a program sees of the first slots; it sees nothing of those beyond.
#[inline(always)]
fn sees(signature: &Signature, program: Program) -> &'static [Sees] {
    program.entry(signature).map_or(&[], |entry| entry.sees)
}

/// Makes a view the one that follows in order, the last slot changing fastest; false, and the view is the first again, if
/// it was the last. The first has symbol 0 in every slot: it stands for its group, or for nothing.
pub fn next_view<O: Symbols>(signature: &Signature, program: Program, view: &mut O) -> bool {
    let slots = sees(signature, program).iter().zip(signature.observation);
    for (symbol, (sees, slot)) in view.as_mut().iter_mut().zip(slots).rev() {
        let mut others = usize::from(*symbol) + 1..slot.symbols.len();
        match others.find(|&other| stands_for_itself(*sees, other)) {
            Some(next) => {
                *symbol = next as u8;
                return true;
            }
            None => *symbol = 0,
        }
    }
    false
}

/// Whether a symbol stands for the group that it is in: each group is shown by one of its members.
fn stands_for_itself(sees: Sees, symbol: usize) -> bool {
    sees.anything() && usize::from(sees.look(symbol as u8)) == symbol
}

/// The first tuple of arguments that a program can be called with; zeros if it takes none.
#[must_use]
pub fn first_arguments<A: Symbols>(signature: &Signature, program: Program) -> A {
    let mut first = A::ZERO;
    for (symbol, domain) in first.as_mut().iter_mut().zip(domains(signature, program)) {
        *symbol = domain.first().copied().unwrap_or(0);
    }
    first
}

/// Makes a tuple of arguments the one that follows in the order of the program's domains, the last argument changing
/// fastest; false, and the tuple is the first again, if it was the last.
pub fn next_arguments<A: Symbols>(signature: &Signature, program: Program, arguments: &mut A) -> bool {
    for (symbol, domain) in arguments.as_mut().iter_mut().zip(domains(signature, program)).rev() {
        let at = domain.iter().position(|known| known == symbol).unwrap_or(domain.len());
        match domain.get(at + 1) {
            Some(&next) => {
                *symbol = next;
                return true;
            }
            None => *symbol = domain.first().copied().unwrap_or(0),
        }
    }
    false
}

#[inline(always)]
fn domains(signature: &Signature, program: Program) -> &'static [&'static [u8]] {
    program.entry(signature).map_or(&[], |entry| entry.arguments)
}

/// The groups of a slot whose `N` symbols are cut into ranges: for each range its first symbol, which stands for all of it,
/// and its name, in the order of the symbols.
///
/// ```
/// use npi_runtime::format::Sees;
/// use npi_runtime::task::ranges;
/// const BAND: Sees = Sees::Groups(&ranges::<5>(&[(0, "cold"), (3, "warm")]));
/// assert_eq!([0, 1, 2, 3, 4].map(|degrees| BAND.look(degrees)), [0, 0, 0, 3, 3]);
/// ```
#[must_use]
pub const fn ranges<const N: usize>(starts: &[(u8, &'static str)]) -> [Group; N] {
    let mut groups = [Group { symbol: 0, name: "" }; N];
    let (mut range, mut symbol) = (0, 0);
    while symbol < N {
        while range + 1 < starts.len() && starts[range + 1].0 as usize <= symbol {
            range += 1;
        }
        if range < starts.len() {
            groups[symbol] = Group { symbol: starts[range].0, name: starts[range].1 };
        }
        symbol += 1;
    }
    groups
}
