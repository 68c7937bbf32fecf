//! What each program of the calculator does: the table at the head of the task's documentation.

use npi_runtime::task::Signature;
use npi_runtime::{Call, Decision, Machine, Program, Task};

use super::program::*;
use super::{Calculator, LEFT, RIGHT, Row};
use crate::tape::{BLANK, EDGE};

type Arguments = [u8; 2];

const NOP: Call<Arguments> = Call::new(Program::NOP);

fn act(row: Row, what: u8) -> Call<Arguments> {
    Call::act([row as u8, what])
}

fn with(program: Program, row: Row) -> Call<Arguments> {
    Call { program, arguments: [row as u8, 0] }
}

fn call(program: Program) -> Decision<Arguments> {
    Decision::go_on(Call::new(program))
}

fn end(program: Program) -> Decision<Arguments> {
    Decision::end(Call::new(program))
}

/// Writes a digit into ACC; if it wrapped round, something is carried or borrowed.
fn digit(digit: u8, wraps: bool) -> Decision<Arguments> {
    Decision::end(if wraps {
        Call { program: WRAP, arguments: [0, digit % 10] }
    } else {
        act(Row::Acc, digit % 10)
    })
}

fn plus(first: u8, second: u8) -> Decision<Arguments> {
    digit(first + second, first + second >= 10)
}

fn minus(first: u8, second: u8) -> Decision<Arguments> {
    digit(10 + first - second, first < second)
}

impl Machine for Calculator {
    type Observation = [u8; 6];
    type Arguments = Arguments;

    fn signature(&self) -> &'static Signature {
        &Self::SIGNATURE
    }

    fn teach(&self, made: &Call<Arguments>, memory: u8, view: &[u8; 6]) -> Option<(Decision<Arguments>, u8)> {
        let decision = match made.program {
            MUL | ROW | DIGIT | LOW | HIGH => product(made.program, memory, view),
            DIV | DIVIDE | FIT | INC => quotient(made.program, memory, view),
            ADD | SUM | SUB | TAKE | NEGATE => row(made.program, memory, view),
            _ => column(made, memory, view),
        }?;
        Some((decision, memory + u8::from(!decision.end)))
    }
}

/// What is done to a column, and the ways between columns.
fn column(made: &Call<Arguments>, memory: u8, view: &[u8; 6]) -> Option<Decision<Arguments>> {
    let &[acc, term, factor, _, carry, next] = view;
    let [row, what] = made.arguments;
    let moves = |row, what| Call::act([row, what]);
    let edge = if row == Row::Term as u8 { term } else { factor };
    Some(match (made.program, memory) {
        (ADD1, 0) => call(PLUS),
        (ADD1, 1) => call(PLUSC),
        (SUB1, 0) => call(MINUS),
        (SUB1, 1) => call(MINUSC),
        (ADD1 | SUB1, 2) => end(MOVE),
        (PLUS, 0) => plus(acc, term),
        (PLUSC, 0) => plus(acc, carry),
        (MINUS, 0) => minus(acc, term),
        (MINUSC, 0) => minus(acc, carry),
        (FROM10, 0) => digit(10 - acc - carry, acc + carry > 0),
        (WRAP, 0) => Decision::go_on(act(Row::Acc, what)),
        (WRAP, 1) => end(BUMP),
        (BUMP, 0) => Decision::end(act(Row::Next, (next + 1) % 10)),
        (MOVE, 0) => Decision::go_on(act(Row::Carry, next)),
        (MOVE, 1) => Decision::end(act(Row::Next, 0)),
        (SHIFT, 0) => Decision::go_on(act(Row::Acc, LEFT)),
        (SHIFT, 1) => Decision::end(moves(row, LEFT)),
        (RETURN, 0) => Decision::go_on(act(Row::Acc, RIGHT)),
        (RETURN, 1) => Decision::go_on(moves(row, RIGHT)),
        (RETURN, 2) if edge == EDGE => Decision::end(Call { program: SHIFT, ..*made }),
        (RETURN, 2) => Decision::end(*made),
        _ => return None,
    })
}

/// Sums and differences: rows, from their pointers on.
fn row(program: Program, memory: u8, view: &[u8; 6]) -> Option<Decision<Arguments>> {
    let &[acc, term, _, _, carry, _] = view;
    let more = term != BLANK || (carry != 0 && acc != BLANK);
    Some(match (program, memory) {
        (ADD, 0) => call(SUM),
        (ADD, 1) => Decision::end(if carry == 0 { NOP } else { act(Row::Acc, 1) }),
        (SUM, 0) => call(ADD1),
        (TAKE, 0) => call(SUB1),
        (SUM | TAKE, 1) => Decision::go_on(with(SHIFT, Row::Term)),
        (SUM | TAKE, 2) => {
            if more {
                end(program)
            } else {
                Decision::end(NOP)
            }
        }
        (SUB, 0) => call(TAKE),
        (SUB, 1) if carry == 0 => Decision::end(NOP),
        (SUB, 1) => Decision::go_on(act(Row::Carry, 0)),
        (SUB, 2) => Decision::go_on(with(RETURN, Row::Term)),
        (SUB, 3) => end(NEGATE),
        (NEGATE, 0) => call(FROM10),
        (NEGATE, 1) => call(MOVE),
        (NEGATE, 2) => Decision::go_on(with(SHIFT, Row::Term)),
        (NEGATE, 3) if acc == BLANK => Decision::end(NOP),
        (NEGATE, 3) => end(NEGATE),
        _ => return None,
    })
}

/// Products.
fn product(program: Program, memory: u8, view: &[u8; 6]) -> Option<Decision<Arguments>> {
    let &[_, _, factor, count, carry, _] = view;
    let more = factor != BLANK || carry != 0;
    Some(match (program, memory) {
        (MUL, 0) if count == BLANK => Decision::end(NOP),
        (MUL, 0) => call(ROW),
        (MUL, 1) => Decision::go_on(with(RETURN, Row::Factor)),
        (MUL, 2) => Decision::go_on(with(SHIFT, Row::Count)),
        (MUL, 3) => end(MUL),
        (ROW, 0) => call(DIGIT),
        (ROW, 1) => Decision::go_on(with(SHIFT, Row::Factor)),
        (ROW, 2) => {
            if more {
                end(ROW)
            } else {
                Decision::end(NOP)
            }
        }
        (DIGIT, 0) => call(LOW),
        (DIGIT, 1) => call(HIGH),
        (DIGIT, 2) => end(ADD1),
        (LOW, 0) => Decision::end(act(Row::Term, factor * count % 10)),
        (HIGH, 0) => Decision::end(act(Row::Next, factor * count / 10)),
        _ => return None,
    })
}

/// Quotients.
fn quotient(program: Program, memory: u8, view: &[u8; 6]) -> Option<Decision<Arguments>> {
    let &[acc, _, _, count, carry, _] = view;
    let right = |row| Decision::go_on(act(row, RIGHT));
    Some(match (program, memory) {
        (DIV, 0) => Decision::go_on(with(SHIFT, Row::Count)),
        (DIV, 1) if acc != BLANK => end(DIV),
        (DIV, 1) | (DIVIDE, 2) => right(Row::Acc),
        (DIV, 2) | (DIVIDE, 3) => right(Row::Count),
        (DIV, 3) => end(DIVIDE),
        (DIVIDE, 0) => Decision::go_on(act(Row::Count, 0)),
        (DIVIDE, 1) => call(FIT),
        (DIVIDE, 4) if acc == EDGE => Decision::end(NOP),
        (DIVIDE, 4) => end(DIVIDE),
        (FIT, 0) => call(TAKE),
        (FIT, 1 | 4) => Decision::go_on(with(RETURN, Row::Term)),
        (FIT, 2) if carry == 0 => end(INC),
        (FIT, 2 | 5) => Decision { call: act(Row::Carry, 0), end: memory == 5 },
        (FIT, 3) => call(SUM),
        (INC, 0) => Decision::go_on(act(Row::Count, (count + 1) % 10)),
        (INC, 1) => end(FIT),
        _ => return None,
    })
}
