//! The loop: a prompt, a line, an answer.

use npi_network::Network;
use npi_runtime::Refusal;
use npi_tasks::Addition;

#[cfg(feature = "fill")]
use crate::command::fill;
use crate::command::verify::Workspace;
use crate::command::{Command, add, bench, hash, info, trace, verify};
use crate::line::{Line, Meaning, Refused};
use crate::text::{say, say_number};
use crate::{Board, Lost, StackUse, model};

const BACKSPACE: u8 = 0x08;
const DELETE: u8 = 0x7f;
/// Ctrl-C and Ctrl-U give a line up.
const INTERRUPT: u8 = 0x03;
const KILL: u8 = 0x15;

/// The console of a board, and everything it knows between two lines.
pub struct Console<'ram, B> {
    board: B,
    /// The scratchpad's: two bytes a column.
    memory: &'ram mut [u8],
    /// The network, or what is wrong with its model.
    network: Result<Network<Addition>, &'static str>,
    /// The same model's network of the second task.
    #[cfg(feature = "fill")]
    filler: Result<Network<npi_fill::Fill>, &'static str>,
    workspace: &'ram mut Workspace,
    stack: fn() -> StackUse,
    /// Whether memory holds a problem.
    loaded: bool,
    /// Whether typed bytes are sent back: on for people, whose terminals do not show what they
    /// type; the command `echo` turns it off for programs.
    echo: bool,
    /// Whether the last byte was CR: a LF that follows it belongs to it.
    after_cr: bool,
}

/// Says what it is, checks itself, then answers lines for ever.
///
/// `memory` is the scratchpad, `workspace` the verifier's; `stack` reports on the painted stack.
pub fn run<B: Board>(board: B, memory: &mut [u8], workspace: &mut Workspace, stack: fn() -> StackUse) -> ! {
    let mut console = Console::new(board, memory, workspace, stack);
    console.power_on();
    loop {
        console.turn();
    }
}

impl<'ram, B: Board> Console<'ram, B> {
    /// A console with the model in flash, before its first word; the arguments are those of [`run`].
    pub fn new(
        board: B,
        memory: &'ram mut [u8],
        workspace: &'ram mut Workspace,
        stack: fn() -> StackUse,
    ) -> Self {
        Self {
            board,
            memory,
            network: model::load(),
            #[cfg(feature = "fill")]
            filler: model::load(),
            workspace,
            stack,
            loaded: false,
            echo: true,
            after_cr: false,
        }
    }

    /// Says what it is, and checks itself.
    #[inline(never)]
    pub fn power_on(&mut self) {
        self.run(Command::Info);
        match &self.network {
            Ok(network) => verify::sample(&mut self.board, network),
            Err(_) => self.refuse_without_model(),
        }
    }

    /// Prompts for one line, reads it, and answers it.
    pub fn turn(&mut self) {
        let meaning = self.read_line();
        self.answer(meaning);
    }

    #[inline(never)]
    fn read_line(&mut self) -> Meaning {
        let Self { board, memory, echo, after_cr, loaded, .. } = self;
        say(board, &["> "]);
        let mut line = Line::new(memory);
        loop {
            match next(board, after_cr) {
                Ok(Input::End) => break,
                Ok(Input::GiveUp) => break line.refuse(Refused::GivenUp),
                Ok(Input::Byte(byte)) => take(board, &mut line, byte, *echo),
                Err(Lost) => line.refuse(Refused::Gap),
            }
        }
        if *echo {
            say(board, &["\r\n"]);
        }
        *loaded &= !line.has_written();
        line.finish()
    }

    #[inline(never)]
    fn answer(&mut self, meaning: Meaning) {
        let command = match meaning {
            Meaning::Nothing => return,
            Meaning::Refused(refused) => return self.refuse(refused),
            Meaning::Command(command) => command,
            Meaning::Problem(command) => {
                self.loaded = true;
                command
            }
        };
        self.run(command);
    }

    #[inline(always)] // a frame less below every run
    fn run(&mut self, command: Command) {
        match command {
            Command::Info => info::run(&mut self.board, &self.network, capacity(self.memory)),
            Command::Stack => self.report_stack(),
            Command::Echo => self.echo = !self.echo,
            Command::Help => say(&mut self.board, &[HELP]),
            _ => self.compute(command),
        }
    }

    /// Runs a command that needs the network.
    #[inline(never)]
    fn compute(&mut self, command: Command) {
        let Self { board, memory, network, workspace, loaded, .. } = self;
        let Ok(network) = network else { return self.refuse_without_model() };
        if command == Command::Bench && !*loaded {
            *loaded = bench::load(memory).is_ok();
        }
        match command {
            Command::Verify => verify::run(board, network, workspace),
            #[cfg(feature = "fill")]
            Command::Fill => {
                *loaded = false;
                fill::run(board, &self.filler, memory, &mut workspace.fill);
            }
            _ if !*loaded => say(board, &["refused: no sum yet\r\n"]),
            Command::Trace => trace::run(board, network, memory),
            Command::Hash => hash::run(board, network, memory),
            Command::Bench => bench::run(board, network, memory),
            _ => add::run(board, network, memory),
        }
    }

    /// The deepest use of the stack since power-on.
    #[inline(never)]
    fn report_stack(&mut self) {
        let StackUse { deepest, reserved } = (self.stack)();
        let board = &mut self.board;
        say_number(board, deepest);
        say(board, &[" of "]);
        say_number(board, reserved);
        say(board, &[" bytes of stack used\r\n"]);
    }

    /// Says why a line has no answer.
    #[inline(never)]
    fn refuse(&mut self, refused: Refused) {
        let board = &mut self.board;
        match refused {
            Refused::Problem(Refusal::Capacity { columns }) => {
                say(board, &["refused: numbers of up to "]);
                say_number(board, columns as u32);
                say(board, &[" digits\r\n"]);
            }
            Refused::Problem(Refusal::Problem { expected, .. }) => {
                say(board, &["refused: expected ", expected, "\r\n"]);
            }
            Refused::Problem(_) | Refused::NotAWord => {
                say(board, &["refused: expected 579+1221 or `help`\r\n"]);
            }
            Refused::Gap => {
                say(board, &["refused: a byte was lost; send slower\r\n"]);
            }
            Refused::GivenUp => {}
        }
    }

    fn refuse_without_model(&mut self) {
        if let Err(why) = self.network {
            say(&mut self.board, &["refused: the model is broken (", why, "); flash it again\r\n"]);
        }
    }
}

/// Digits that an operand may have: the scratchpad is two bytes a column, one of them for the last carry.
fn capacity(memory: &[u8]) -> usize {
    (memory.len() / 2).saturating_sub(1)
}

#[cfg(not(feature = "fill"))]
const HELP: &str = "579+1221; trace, hash, bench (or trace 579+1221); verify, info, stack, echo\r\n";
#[cfg(feature = "fill")]
const HELP: &str = "579+1221; trace, hash, bench (or trace 579+1221); fill, verify, info, stack, echo\r\n";

/// A byte of a line, or its end.
enum Input {
    Byte(u8),
    End,
    GiveUp,
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
            INTERRUPT | KILL => return Ok(Input::GiveUp),
            _ => return Ok(Input::Byte(byte)),
        }
    }
}

/// Hands a byte to the line and shows it to the person who typed it.
fn take<B: Board>(board: &mut B, line: &mut Line<'_>, byte: u8, echo: bool) {
    let echoed: &[u8] = match byte {
        BACKSPACE | DELETE if line.pop() => b"\x08 \x08",
        BACKSPACE | DELETE => b"",
        _ => {
            line.push(byte);
            shown(&byte)
        }
    };
    if echo {
        board.write(echoed);
    }
}

/// One column for each byte that the line counts: a tab looks like the space that it means, and what has no picture is
/// not shown.
fn shown(byte: &u8) -> &[u8] {
    match byte {
        b'\t' => b" ",
        b' '..=b'~' => core::slice::from_ref(byte),
        _ => b"",
    }
}
