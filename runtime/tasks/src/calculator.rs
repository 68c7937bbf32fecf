//! A calculator: sums, differences, products, and quotients with their remainders, of numbers of any length.
//!
//! It works as mechanical calculators do, in an accumulator: ADD and SUB in place, MUL by rows as at school, DIV by subtracting until it
//! does not fit and one addition that takes the last back. What all of them do to a column is the same few programs.
//!
//! ```text
//! ADD       SUM;  a carry is left → ACT(ACC 1), end;  else NOP, end
//! SUM       ADD1;  SHIFT(TERM);  more of TERM, or a carry and more of ACC → SUM, end;  else NOP, end
//! ADD1      PLUS;  PLUSC;  MOVE, end
//! PLUS      d = acc + term;   d < 10 → ACT(ACC d), end;  else WRAP(d − 10), end      PLUSC  the same with the carry
//! WRAP(d)   ACT(ACC d);  BUMP, end
//! BUMP      ACT(NEXT next + 1), end
//! MOVE      ACT(CARRY next);  ACT(NEXT 0), end
//! SHIFT(r)  ACT(ACC LEFT);  ACT(r LEFT), end
//! RETURN(r) ACT(ACC RIGHT);  ACT(r RIGHT);  r on its edge → SHIFT(r), end;  else RETURN(r), end
//!
//! SUB       TAKE;  no borrow is left → NOP, end;  ACT(CARRY 0);  RETURN(TERM);  NEGATE, end
//! TAKE      SUB1;  SHIFT(TERM);  as SUM goes on → TAKE, end;  else NOP, end
//! SUB1      MINUS;  MINUSC;  MOVE, end
//! MINUS     d = acc − term;   d ≥ 0 → ACT(ACC d), end;  else WRAP(d + 10), end       MINUSC  the same with the borrow
//! NEGATE    FROM10;  MOVE;  SHIFT(TERM);  more of ACC → NEGATE, end;  else NOP, end
//! FROM10    d = acc + borrow;  d = 0 → ACT(ACC 0), end;  else WRAP(10 − d), end
//!
//! MUL       no more of COUNT → NOP, end;  ROW;  RETURN(FACTOR);  SHIFT(COUNT);  MUL, end
//! ROW       DIGIT;  SHIFT(FACTOR);  more of FACTOR, or a carry → ROW, end;  else NOP, end
//! DIGIT     LOW;  HIGH;  ADD1, end
//! LOW       ACT(TERM (factor · count) mod 10), end            HIGH     ACT(NEXT (factor · count) div 10), end
//!
//! DIV       SHIFT(COUNT);  more of ACC → DIV, end;  ACT(ACC RIGHT);  ACT(COUNT RIGHT);  DIVIDE, end
//! DIVIDE    ACT(COUNT 0);  FIT;  ACT(ACC RIGHT);  ACT(COUNT RIGHT);  ACC on its edge → NOP, end;  else DIVIDE, end
//! FIT       TAKE;  RETURN(TERM);  no borrow is left → INC, end;  ACT(CARRY 0);  SUM;  RETURN(TERM);  ACT(CARRY 0), end
//! INC       ACT(COUNT count + 1);  FIT, end
//! ```
//!
//! No program sees more than two digits, and none remembers what it saw: a digit that has to be kept is an argument. So all
//! that the teacher can be asked is some thousand sequences of views, which a board proves at every power-on.
//!
//! # Why the teacher calculates
//!
//! *Columns.* ADD1 makes of ACC's digit a, TERM's t and the carry c the digit (a + t + c) mod 10, and of NEXT's n the next carry
//! n + (a + t + c) div 10: PLUS and PLUSC each wrap at most once. n is 0 but in a product, where a + t + c + 10n ≤ 9 + 81 + 9 = 99 at
//! any rate, so that the carry stays a digit. SUB1 does the same with a borrow. A blank counts as 0.
//!
//! *Sums and differences*, by induction over columns: after n columns ACC holds the result's lowest n digits, and CARRY what is
//! carried or borrowed. SUM and TAKE end when TERM has ended and nothing more can change: nothing is carried, or ACC has ended, too. What ADD has
//! left to carry is then the sum's first digit. What SUB has left to borrow says that ACC holds a − b + 10ⁿ;
//! NEGATE subtracts that from 10ⁿ, so that ACC holds b − a and a borrow is left: the minus sign.
//!
//! *Products*, by induction over COUNT's digits: ROW adds FACTOR times one digit from ACC's pointer on, as on paper;
//! MUL then moves ACC's pointer one column left of where it was. A row writes its last carry into a column that was blank.
//!
//! *Quotients*, by induction over offsets from the highest digit down: what stands in ACC from an offset's column on is less than
//! ten times the divisor, so that TAKE fits at most nine times, and INC counts them. When it does not fit, a borrow is left, and ACC holds
//! the difference + 10ⁿ; FIT's sum makes ACC what it was, and what it carries out is dropped. At the last offset, ACC is
//! the remainder. A divisor of 0 always fits: it is refused where problems are read.
//!
//! # Example
//!
//! ```
//! use npi_runtime::{Environment, Task, Teacher, solve};
//! use npi_tasks::Calculator;
//! let mut memory = [0; 64];
//! let mut world = Calculator::world(b"17/5", &mut memory)?;
//! solve::<Calculator, _>(Teacher::new(), &mut world, |_, _| {})?;
//! let mut answer = String::new();
//! world.answer(&mut answer)?;
//! assert_eq!(answer, "3 r 2");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod machine;
mod problem;
mod sheet;

use core::fmt::Write;

use npi_runtime::task::{Entry, Frames, Group, Sees, Signature, Slot, TextReader, ranges};
use npi_runtime::{Call, Refusal, Task};

pub use problem::Operator;
pub use sheet::{Row, Sheet};

use crate::digits::DIGITS;
use crate::tape::{BLANK, EDGE};

/// The task. See the module's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Calculator;

/// Defines the programs in the order of their ids: constants, and the signature's entries.
macro_rules! programs {
    ($($name:ident $memories:literal [$($sees:expr),*] $arguments:expr;)*) => {
        /// The programs' ids. The module's documentation says what they do.
        #[allow(missing_docs, clippy::missing_docs_in_private_items)]
        pub mod program {
            use npi_runtime::Program;
            #[allow(clippy::upper_case_acronyms)] // programs are named in capitals, as in the paper
            enum Order { $($name),* }
            $(pub const $name: Program = Program::learned(Order::$name as u8);)*
        }
        const PROGRAMS: &[Entry] = &[$(
            Entry { name: stringify!($name), sees: &[$($sees),*], arguments: $arguments, memories: $memories }
        ),*];
    };
}

/// The symbol of a pointer's move towards higher digits, in `ACT`'s second argument; digits mean "write".
const LEFT: u8 = 10;
/// The symbol of a pointer's move towards lower digits.
const RIGHT: u8 = 11;

const NOTHING: Sees = Sees::Nothing;
const EACH: Sees = Sees::Each;
/// A digit, for which blank and edge count as 0.
const DIGIT: Sees = Sees::Groups(&const { digits() });
/// Whether a row has more digits.
const MORE: Sees = Sees::Groups(&ranges::<12>(&[(0, "digit"), (BLANK, "_")]));
/// Whether a pointer is on its row's edge.
const AT_EDGE: Sees = Sees::Groups(&ranges::<12>(&[(0, "inside"), (EDGE, "edge")]));
/// Whether a digit is 0.
const ZERO: Sees = Sees::Groups(&ranges::<10>(&[(0, "0"), (1, "more")]));

const fn digits() -> [Group; 12] {
    let mut groups = [Group { symbol: 0, name: DIGITS[0] }; 12];
    let mut digit = 1;
    while digit < DIGITS.len() {
        groups[digit] = Group { symbol: digit as u8, name: DIGITS[digit] };
        digit += 1;
    }
    groups
}

/// The domain of WRAP: a digit.
const A_DIGIT: &[&[u8]] = &[&[0], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]];
/// The domain of programs that move a row beside ACC.
const A_ROW: &[&[u8]] = &[&[Row::Term as u8, Row::Factor as u8, Row::Count as u8], &[0]];
/// The domain of RETURN.
const RETURNS: &[&[u8]] = &[&[Row::Term as u8, Row::Factor as u8], &[0]];

// What they see: of ACC, TERM, FACTOR, COUNT, CARRY, NEXT.
programs! {
    ADD 2 [NOTHING, NOTHING, NOTHING, NOTHING, ZERO] &[];
    SUM 3 [MORE, MORE, NOTHING, NOTHING, ZERO] &[];
    ADD1 3 [] &[];
    PLUS 1 [DIGIT, DIGIT] &[];
    PLUSC 1 [DIGIT, NOTHING, NOTHING, NOTHING, EACH] &[];
    WRAP 2 [] A_DIGIT;
    BUMP 1 [NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, EACH] &[];
    MOVE 2 [NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, EACH] &[];
    SHIFT 2 [] A_ROW;
    RETURN 3 [NOTHING, AT_EDGE, AT_EDGE] RETURNS;
    SUB 4 [NOTHING, NOTHING, NOTHING, NOTHING, ZERO] &[];
    TAKE 3 [MORE, MORE, NOTHING, NOTHING, ZERO] &[];
    SUB1 3 [] &[];
    MINUS 1 [DIGIT, DIGIT] &[];
    MINUSC 1 [DIGIT, NOTHING, NOTHING, NOTHING, EACH] &[];
    NEGATE 4 [MORE] &[];
    FROM10 1 [DIGIT, NOTHING, NOTHING, NOTHING, ZERO] &[];
    MUL 4 [NOTHING, NOTHING, NOTHING, MORE] &[];
    ROW 3 [NOTHING, NOTHING, MORE, NOTHING, ZERO] &[];
    DIGIT 3 [] &[];
    LOW 1 [NOTHING, NOTHING, DIGIT, DIGIT] &[];
    HIGH 1 [NOTHING, NOTHING, DIGIT, DIGIT] &[];
    DIV 4 [MORE] &[];
    DIVIDE 5 [AT_EDGE] &[];
    FIT 6 [NOTHING, NOTHING, NOTHING, NOTHING, ZERO] &[];
    INC 2 [NOTHING, NOTHING, NOTHING, DIGIT] &[];
}

const CELLS: &[&str] = &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "_", "edge"];
const WHAT: &[&str] = &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "LEFT", "RIGHT"];

impl Task for Calculator {
    type World<'m> = Sheet<'m>;

    const SIGNATURE: Signature = Signature {
        task: "calculator",
        programs: PROGRAMS,
        observation: &[
            Slot { name: "ACC", symbols: CELLS },
            Slot { name: "TERM", symbols: CELLS },
            Slot { name: "FACTOR", symbols: CELLS },
            Slot { name: "COUNT", symbols: CELLS },
            Slot { name: "CARRY", symbols: DIGITS },
            Slot { name: "NEXT", symbols: DIGITS },
        ],
        arguments: &[
            Slot { name: "row", symbols: &["ACC", "TERM", "FACTOR", "COUNT", "CARRY", "NEXT"] },
            Slot { name: "what", symbols: WHAT },
        ],
    };

    type Reader<'m> = TextReader<'m, Self>;

    type Stack<F> = Frames<F, 5>; // DIVIDE, FIT, TAKE and SUB1 wait for MINUS

    const THEOREM: &'static str = "for any two numbers of any length, the network writes their sum, their difference, their product, or their quotient and remainder, and stops";

    const ARGUMENT: &'static str =
        "by induction over columns, in runtime/tasks/src/calculator.rs; tested against big integers";

    const PROBLEM: &'static str = "two whole numbers with `+`, `-`, `*` or `/` between them";

    const EXAMPLE: &'static str = "12*34";

    const SIZE: &'static str = "digits";

    const TAUGHT: usize = 5;

    const MODEL: Option<&'static [u8]> = Some(crate::models::ALL);

    fn start(sheet: &Sheet<'_>) -> Call<[u8; 2]> {
        Call::new(match sheet.operator() {
            Operator::Plus => program::ADD,
            Operator::Minus => program::SUB,
            Operator::Times => program::MUL,
            Operator::Over => program::DIV,
        })
    }

    /// A product has as many digits as its factors together; an operator's place is for a carry.
    fn memory(problem: &[u8]) -> usize {
        Sheet::COLUMN * problem.len()
    }

    fn capacity(memory: usize) -> usize {
        const AROUND: usize = 1; // the operator's place
        TextReader::<Self>::capacity(memory, Sheet::COLUMN).saturating_sub(AROUND) / 2
    }

    fn world<'m>(problem: &[u8], memory: &'m mut [u8]) -> Result<Sheet<'m>, Refusal> {
        problem::read(problem, memory)
    }

    /// A quotient takes most: for each of its digits ten subtractions, an addition, and their ways back, of 25 steps a column at most.
    fn step_limit(sheet: &Sheet<'_>) -> usize {
        sheet.width().saturating_mul(sheet.width()).saturating_mul(11 * 25)
    }

    fn sample(
        size: usize,
        smallest: usize,
        random: &mut impl FnMut(u32) -> u32,
        out: &mut impl Write,
    ) -> core::fmt::Result {
        problem::sample(size, smallest, random, out)
    }
}
