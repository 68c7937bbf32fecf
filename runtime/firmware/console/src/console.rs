//! The loop: a prompt, a line, an answer.

use crate::line::{Command, Line, Meaning, Refusal};
use crate::scratchpad::{Scratchpad, sum};
use crate::text::{say, say_number};
use crate::{Board, Lost, StackUse, adder};

/// Rounds of the dummy work that `bench` measures.
const BENCH_ROUNDS: u32 = 10_000;

const BACKSPACE: u8 = 0x08;
const DELETE: u8 = 0x7f;
/// Ctrl-C and Ctrl-U give a line up.
const INTERRUPT: u8 = 0x03;
const KILL: u8 = 0x15;

/// Everything the console knows between two lines.
struct Console<'ram, B> {
    board: B,
    scratchpad: Scratchpad<'ram>,
    stack: fn() -> StackUse,
    /// Whether typed bytes are sent back: on for people, whose terminals do not show what they
    /// type; the command `echo` turns it off for programs.
    echo: bool,
    /// Whether the last byte was CR: a LF that follows it belongs to it.
    after_cr: bool,
}

/// Says what it is, then answers lines for ever.
///
/// `memory` is the scratchpad; `stack` reports on the painted stack.
pub fn run<B: Board>(board: B, memory: &mut [u8], stack: fn() -> StackUse) -> ! {
    let scratchpad = Scratchpad::new(memory);
    let mut console = Console { board, scratchpad, stack, echo: true, after_cr: false };
    console.info();
    loop {
        let meaning = console.read_line();
        console.answer(meaning);
    }
}

/// A byte of a line, or its end.
enum Input {
    Byte(u8),
    End,
}

impl<B: Board> Console<'_, B> {
    /// Prompts for one line and reads it.
    fn read_line(&mut self) -> Meaning {
        let Self { board, scratchpad, echo, after_cr, .. } = self;
        say(board, &["> "]);
        let mut line = Line::new(scratchpad);
        loop {
            match next(board, after_cr) {
                Ok(Input::End) => break,
                Ok(Input::Byte(byte)) => take(board, &mut line, byte, *echo),
                Err(Lost) => line.refuse(Refusal::Gap),
            }
        }
        if *echo {
            say(board, &["\r\n"]);
        }
        line.finish()
    }

    fn answer(&mut self, meaning: Meaning) {
        match meaning {
            Meaning::Nothing => {}
            Meaning::Sum => self.add(),
            Meaning::Refused(refusal) => self.refuse(refusal),
            Meaning::Command(Command::Info) => self.info(),
            Meaning::Command(Command::Bench) => self.bench(),
            Meaning::Command(Command::Stack) => self.report_stack(),
            Meaning::Command(Command::Echo) => self.echo = !self.echo,
            Meaning::Command(Command::Help) => {
                say(&mut self.board, &["a sum such as 579+1221, or: info, bench, stack, echo\r\n"])
            }
        }
    }

    /// What this is, and how long a number it can add.
    fn info(&mut self) {
        let board = &mut self.board;
        say(board, &["npi on ", B::NAME, " (", B::CHIP, "), numbers of up to "]);
        say_number(board, self.scratchpad.capacity() as u64);
        say(board, &[" digits\r\n"]);
    }

    /// Runs the interpreter on the scratchpad and prints the sum.
    fn add(&mut self) {
        let columns = self.scratchpad.settle();
        match adder::add(columns) {
            Ok(()) => sum(columns).for_each(|digit| self.board.write(&[digit])),
            Err(adder::Refused::OffTheTape) => say(&mut self.board, &["refused: the pointer left the tape"]),
        }
        say(&mut self.board, &["\r\n"]);
    }

    /// Counts the ticks of a fixed amount of work.
    fn bench(&mut self) {
        let board = &mut self.board;
        board.restart_ticks();
        adder::work(BENCH_ROUNDS);
        let ticks = board.ticks();
        say_number(board, u64::from(BENCH_ROUNDS));
        say(board, &[" rounds in "]);
        say_number(board, ticks);
        say(board, &[" ticks\r\n"]);
    }

    /// The deepest use of the stack since power-on.
    fn report_stack(&mut self) {
        let StackUse { deepest, reserved } = (self.stack)();
        let board = &mut self.board;
        say_number(board, deepest.into());
        say(board, &[" of "]);
        say_number(board, reserved.into());
        say(board, &[" bytes of stack used\r\n"]);
    }

    /// Says why a line has no answer.
    fn refuse(&mut self, refusal: Refusal) {
        let capacity = self.scratchpad.capacity() as u64;
        let board = &mut self.board;
        match refusal {
            Refusal::TooLong => {
                say(board, &["refused: this board adds numbers of up to "]);
                say_number(board, capacity);
                say(board, &[" digits\r\n"]);
            }
            Refusal::NotASum => say(board, &["refused: expected a sum such as 579+1221, or `help`\r\n"]),
            Refusal::Gap => {
                say(board, &["refused: the serial port lost a byte; send slower, or turn off `echo`\r\n"])
            }
        }
    }
}

/// The next byte of the line, with CR, LF and CR LF made one.
fn next<B: Board>(board: &mut B, after_cr: &mut bool) -> Result<Input, Lost> {
    loop {
        let byte = board.read()?;
        let second_half = *after_cr && byte == b'\n';
        *after_cr = byte == b'\r';
        match byte {
            b'\n' if second_half => continue,
            b'\r' | b'\n' => return Ok(Input::End),
            _ => return Ok(Input::Byte(byte)),
        }
    }
}

/// Hands a byte to the line and shows it to the person who typed it.
///
/// Only what backspace can take back is shown, and so not a space.
fn take<B: Board>(board: &mut B, line: &mut Line, byte: u8, echo: bool) {
    let shown: &[u8] = match byte {
        BACKSPACE | DELETE if line.pop() => b"\x08 \x08",
        BACKSPACE | DELETE => b"",
        INTERRUPT | KILL => {
            line.clear();
            b"\r\n> "
        }
        _ => {
            line.push(byte);
            if byte.is_ascii_graphic() { &[byte] } else { b"" }
        }
    };
    if echo {
        board.write(shown);
    }
}
