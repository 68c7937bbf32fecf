//! Tasks that are not well formed: each fault is refused, with a message that names the program.

use npi_format::{Group, Program as Entry, Sees, Signature, Slot};
use npi_runtime::{Call, Decision, Machine, Program};
use npi_trainer::spec::{LIMIT, Spec};

type Symbol = [u8; 1];
type Row = Option<(Decision<Symbol>, u8)>;

/// A task written by hand.
#[derive(Clone, Copy)]
struct Hand {
    signature: &'static Signature,
    teach: fn(Program, u8) -> Row,
}

impl Machine for Hand {
    type Observation = Symbol;
    type Arguments = Symbol;

    fn signature(&self) -> &'static Signature {
        self.signature
    }

    fn teach(&self, call: &Call<Symbol>, memory: u8, _: &Symbol) -> Row {
        (self.teach)(call.program, memory)
    }
}

const ABC: &[&str] = &["a", "b", "c"];
const MAIN: Entry = Entry { name: "MAIN", sees: &[Sees::Each], arguments: &[], memories: 2 };
const WORK: Entry = Entry { name: "WORK", sees: &[Sees::Each], arguments: &[&[0, 1]], memories: 1 };
const FIRST: Program = Program::learned(0);
const SECOND: Program = Program::learned(1);
const THIRD: Program = Program::learned(2);

const fn task(programs: &'static [Entry]) -> Signature {
    Signature {
        task: "by hand",
        programs,
        observation: &[Slot { name: "cell", symbols: ABC }],
        arguments: &[Slot { name: "what", symbols: ABC }],
    }
}

const GOOD: Signature = task(&[MAIN, WORK]);

fn end(_: Program, _: u8) -> Row {
    Some((Decision::end(Call::new(Program::NOP)), 0))
}

fn waits_for(program: Program) -> Row {
    Some((Decision::go_on(Call::new(program)), 1))
}

#[track_caller]
fn refused(signature: &'static Signature, teach: fn(Program, u8) -> Row, expected: &str) {
    let error = Spec::of(&Hand { signature, teach }).map(|spec| spec.counts()).unwrap_err();
    assert_eq!(format!("{error:#}"), expected);
}

/// A signature of one program that is MAIN with something changed.
macro_rules! with {
    ($field:ident: $value:expr) => {
        &const { task(&[Entry { $field: $value, ..MAIN }]) }
    };
}

/// The task that the others are made from is none of them.
#[test]
fn a_task_without_a_fault_is_none_of_these() {
    let spec = Spec::of(&Hand { signature: &GOOD, teach: end }).unwrap();
    assert_eq!((spec.counts().unwrap().len(), spec.depth()), (2, 1));
}

/// What the teacher calls must be callable so.
#[test]
fn calls_outside_of_a_domain_are_refused() {
    fn outside(program: Program, memory: u8) -> Row {
        let call = Call { program: SECOND, arguments: [2] };
        if program == FIRST { Some((Decision::end(call), 0)) } else { end(program, memory) }
    }
    fn unknown(_: Program, _: u8) -> Row {
        Some((Decision::end(Call::new(THIRD)), 0))
    }
    fn given(_: Program, _: u8) -> Row {
        Some((Decision::end(Call { program: FIRST, arguments: [1] }), 0))
    }
    fn symbol(_: Program, _: u8) -> Row {
        Some((Decision::end(Call::act([3])), 0))
    }
    let refused = |teach, expected| refused(&GOOD, teach, expected);
    refused(outside, "program MAIN: it calls WORK: expected arguments in its domain [[0, 1]], found [2]");
    refused(unknown, "program MAIN: it calls ?: expected a program of the task, found 4");
    refused(given, "program MAIN: it calls MAIN: expected arguments in its domain [], found [1]");
    refused(symbol, "program MAIN: it calls ACT: expected symbols of its arguments' alphabets, found [3]");
}

/// A memory is one of those that the program declares; what stands after the end does not matter.
#[test]
fn memories_out_of_range_are_refused() {
    fn go_on(_: Program, _: u8) -> Row {
        Some((Decision::go_on(Call::new(Program::NOP)), 2))
    }
    fn ends(_: Program, _: u8) -> Row {
        Some((Decision::end(Call::new(Program::NOP)), 200))
    }
    refused(&GOOD, go_on, "program MAIN: expected a memory below 2, found 2");
    assert!(Spec::of(&Hand { signature: &GOOD, teach: ends }).is_ok());
    refused(with!(memories: 0), end, "program MAIN: expected a memory or more, found none");
}

/// Each group is stood for by its first member, and each symbol is in one.
#[test]
fn views_that_do_not_fit_are_refused() {
    const A: Group = Group { symbol: 0, name: "a" };
    const B: Group = Group { symbol: 1, name: "b or c" };
    const C: Group = Group { symbol: 2, name: "b or c" };
    const LATER: &[Sees] = &[Sees::Groups(&[A, C, C])];
    refused(
        with!(sees: LATER),
        end,
        "program MAIN: its view of cell: expected symbol 1 in a group that its first member stands for, found 2",
    );
    const NAMES: &[Sees] = &[Sees::Groups(&[A, B, Group { symbol: 1, name: "c" }])];
    refused(
        with!(sees: NAMES),
        end,
        "program MAIN: its view of cell: expected symbol 2 in a group that its first member stands for, found 1",
    );
    const FEW: &[Sees] = &[Sees::Groups(&[A, B])];
    refused(
        with!(sees: FEW),
        end,
        "program MAIN: its view of cell: expected a group for each of 3 symbols, found 2",
    );
    const MANY: &[Sees] = &[Sees::Each; 2];
    refused(with!(sees: MANY), end, "program MAIN: expected what it sees of at most 1 slots, found 2");
}

/// A trace tells programs, symbols and groups apart by their names.
#[test]
fn names_that_stand_for_two_are_refused() {
    const ACT: Signature = task(&[Entry { name: "ACT", ..MAIN }]);
    refused(&ACT, end, "expected one program of the name `ACT`, found two");
    const TWICE: Signature = task(&[MAIN, MAIN]);
    refused(&TWICE, end, "expected one program of the name `MAIN`, found two");
    const SLOT: &[Slot] = &[Slot { name: "cell", symbols: &["a", "b", "a"] }];
    const SYMBOL: Signature = Signature { observation: SLOT, ..GOOD };
    refused(&SYMBOL, end, "slot cell: expected one symbol of the name `a`, found two");
    const GROUPS: &[Sees] = &[Sees::Groups(&[
        Group { symbol: 0, name: "a" },
        Group { symbol: 1, name: "a" },
        Group { symbol: 1, name: "a" },
    ])];
    refused(
        with!(sees: GROUPS),
        end,
        "program MAIN: its view of cell: expected one group of the name `a`, found two",
    );
}

/// Slots are as many as what passes between world and network has room for, and have symbols of one byte.
#[test]
fn slots_that_do_not_fit_are_refused() {
    const MANY: Signature = Signature { observation: &[GOOD.observation[0], GOOD.observation[0]], ..GOOD };
    refused(&MANY, end, "observation: expected 1 slots, found 2");
    const NONE: Signature = Signature { arguments: &[], ..GOOD };
    refused(&NONE, end, "arguments: expected 1 slots, found 0");
    const EMPTY: Signature = Signature { observation: &[Slot { name: "cell", symbols: &[] }], ..GOOD };
    refused(&EMPTY, end, "slot cell: expected 1 to 255 symbols, found 0");
    const NOBODY: Signature = task(&[]);
    refused(&NOBODY, end, "expected 1 to 253 programs, found 0");
}

/// A domain has symbols, those of its slot, each once and in order.
#[test]
fn domains_that_do_not_fit_are_refused() {
    refused(
        with!(arguments: &[&[0], &[1]]),
        end,
        "program MAIN: expected the domain of each of 1 arguments, found 2",
    );
    refused(
        with!(arguments: &[&[]]),
        end,
        "program MAIN: expected a symbol or more in the domain of what, found none",
    );
    refused(
        with!(arguments: &[&[1, 0]]),
        end,
        "program MAIN: expected the domain of what sorted, without repeats",
    );
    refused(
        with!(arguments: &[&[0, 3]]),
        end,
        "program MAIN: expected symbols of what in its domain, found another",
    );
}

/// A program that calls itself while it waits is refused by its own name, not by that of one that waits for it.
#[test]
fn recursion_but_by_tail_calls_is_refused() {
    const PLAIN: Entry = MAIN;
    const TASK: Signature = task(&[
        Entry { name: "ONE", ..PLAIN },
        Entry { name: "TWO", ..PLAIN },
        Entry { name: "THREE", ..PLAIN },
    ]);
    const THREE: &str = "THREE comes to call itself while it waits: expected recursion by tail calls only";
    const ONE: &str = "ONE comes to call itself while it waits: expected recursion by tail calls only";
    const TWO: &str = "TWO comes to call itself while it waits: expected recursion by tail calls only";
    fn itself(program: Program, memory: u8) -> Row {
        // ONE and TWO wait for THREE, which waits for itself.
        if memory == 0 { waits_for(THIRD) } else { end(program, memory) }
    }
    fn upstream(program: Program, memory: u8) -> Row {
        // THREE waits for TWO, and that for ONE, which waits for itself.
        if memory == 0 {
            waits_for(if program == THIRD { SECOND } else { FIRST })
        } else {
            end(program, memory)
        }
    }
    fn by_a_tail_call(program: Program, memory: u8) -> Row {
        // TWO waits for THREE, which ends with TWO.
        match program {
            SECOND if memory == 0 => waits_for(THIRD),
            THIRD => Some((Decision::end(Call::new(SECOND)), 0)),
            _ => end(program, memory),
        }
    }
    fn tail_calls(program: Program, memory: u8) -> Row {
        // All end with ONE, and ONE waits for nobody.
        if memory == 0 && program != FIRST {
            waits_for(FIRST)
        } else {
            Some((Decision::end(Call::new(FIRST)), 0))
        }
    }
    refused(&TASK, itself, THREE);
    refused(&TASK, upstream, ONE);
    refused(&TASK, by_a_tail_call, TWO);
    assert_eq!(Spec::of(&Hand { signature: &TASK, teach: tail_calls }).unwrap().depth(), 2);
}

/// A table that nobody has memory for is refused before it is made, with a way out.
#[test]
fn a_table_too_large_is_refused_with_a_hint() {
    let names = (0..255).map(|symbol| &*String::leak(symbol.to_string()));
    let symbols = Vec::leak(names.collect());
    let observation = Vec::leak(["a", "b", "c"].map(|name| Slot { name, symbols }).to_vec());
    let wide = |slots: usize, memories| -> &'static Signature {
        let sees =
            Vec::leak((0..3).map(|slot| if slot < slots { Sees::Each } else { Sees::Nothing }).collect());
        let programs = Vec::leak(vec![Entry { name: "WIDE", sees, arguments: &[], memories }]);
        &Vec::leak(vec![Signature { programs, observation, ..GOOD }])[0]
    };
    let hint = "hint: split the program into several, or narrow what it sees";
    let refused = |error: &dyn std::fmt::Display, expected: &str| {
        assert_eq!(format!("{error:#}"), format!("{expected}; {hint}"))
    };
    let error = Spec::of(&Wide(wide(3, 1))).unwrap_err();
    refused(&error, &format!("program WIDE: expected at most {LIMIT} views, found more"));
    let error = Spec::of(&Wide(wide(2, 200))).unwrap_err();
    refused(
        &error,
        &format!("program WIDE: expected a table of at most {LIMIT} rows, found {}", 65_025 * 200),
    );
    let error = Spec::of(&Wide(wide(2, 2))).unwrap().counts().unwrap_err();
    refused(
        &error,
        &format!("program WIDE: expected at most {LIMIT} sequences of views, found {}", 65_025_u64 * 65_025),
    );
}

/// Sees three slots, and ends with its last memory.
struct Wide(&'static Signature);

impl Machine for Wide {
    type Observation = [u8; 3];
    type Arguments = Symbol;

    fn signature(&self) -> &'static Signature {
        self.0
    }

    fn teach(&self, _: &Call<Symbol>, memory: u8, _: &[u8; 3]) -> Row {
        let call = Call::new(Program::NOP);
        let last = memory + 1 == self.0.programs[0].memories;
        Some(if last { (Decision::end(call), 0) } else { (Decision::go_on(call), memory + 1) })
    }
}

/// A memory whose every view is excluded would leave the step to it unproven.
#[test]
fn a_memory_that_excludes_every_view_is_refused() {
    fn dead(program: Program, memory: u8) -> Row {
        match (program, memory) {
            (FIRST, 0) => Some((Decision::go_on(Call::new(Program::NOP)), 1)),
            (FIRST, _) => None,
            _ => end(program, memory),
        }
    }
    let error = Spec::of(&Hand { signature: &GOOD, teach: dead }).unwrap().counts().unwrap_err();
    assert_eq!(error.to_string(), "program MAIN, memory 1: expected a view that can come, found none");
}

/// Another answer in a row is checked as the row was.
#[test]
fn a_row_that_does_not_fit_is_refused() {
    let spec = Spec::of(&Hand { signature: &GOOD, teach: end }).unwrap();
    let with = |program, memory, row| spec.clone().with(&Call::new(program), memory, &[0], row).err();
    let says = |error: Option<_>| format!("{:#}", error.unwrap());
    assert!(with(FIRST, 1, None).is_none());
    assert_eq!(
        says(with(FIRST, 0, waits_for(FIRST))),
        "MAIN comes to call itself while it waits: expected recursion by tail calls only"
    );
    assert_eq!(says(with(SECOND, 0, waits_for(FIRST))), "program WORK: expected a memory below 1, found 1");
    assert_eq!(says(with(FIRST, 2, None)), "expected a call, memory and view of the table, found others");
    assert_eq!(says(with(THIRD, 0, None)), "expected a learned program of the task, found another");
}
