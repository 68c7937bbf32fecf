//! The loop: a prompt, a line, an answer.

use npi_network::{Flashed, NAMES, Network, Visitor, Workspace};
use npi_runtime::{Refusal, Task};

use crate::command::without::{BENCH, HASH, TRACE, VERIFY};
use crate::command::{Command, bench, hash, info, run, trace, verify};
use crate::line::{Line, Meaning, Refused};
use crate::text::{say, say_number};
use crate::{Board, Lost, StackUse, model};

const BACKSPACE: u8 = 0x08;
const DELETE: u8 = 0x7f;
/// Ctrl-C and Ctrl-U give a line up.
const INTERRUPT: u8 = 0x03;
const KILL: u8 = 0x15;

/// A board, and how lines come from it: what stays when the task changes.
pub struct Terminal<B> {
    board: B,
    /// Whether typed bytes are sent back: on for people, whose terminals do not show what they
    /// type; the command `echo` turns it off for programs.
    echo: bool,
    /// Whether the last byte was CR: a LF that follows it belongs to it.
    after_cr: bool,
}

impl<B> Terminal<B> {
    /// A terminal that sends back what is typed.
    pub const fn new(board: B) -> Self {
        Self { board, echo: true, after_cr: false }
    }
}

/// The console of a board for one task, and everything it knows between two lines.
pub struct Console<'ram, B, T: Flashed> {
    terminal: &'ram mut Terminal<B>,
    /// Where problems and their worlds stand.
    memory: &'ram mut [u8],
    /// The network, or what is wrong with its model.
    network: Result<Network<T>, &'static str>,
    verifier: &'ram mut T::Verifier,
    stack: fn() -> StackUse,
    /// Whether memory holds a problem.
    loaded: bool,
}

/// Says what it is, checks itself, then answers lines for ever: for the first task of the model, until another is named.
///
/// `memory` is where problems and their worlds stand, `workspace` the verifiers'; `stack` reports on the painted stack.
pub fn run<B: Board>(board: B, memory: &mut [u8], workspace: &mut Workspace, stack: fn() -> StackUse) -> ! {
    let (mut terminal, mut home, mut next) = (Terminal::new(board), 0, Next::Task(0));
    loop {
        let (task, begin) = match next {
            Next::Task(task) => {
                home = task;
                (task, Begin::WithBanner)
            }
            Next::Once(task, first) if MANY => (task, Begin::InLine(first)),
            _ => (home, Begin::Silently),
        };
        next = workspace.visit(task, Serve { terminal: &mut terminal, memory: &mut *memory, stack, begin });
    }
}

/// Whether the model has several tasks: for one alone, the compiler leaves out what changes between them.
const MANY: bool = NAMES.len() > 1;

/// What is served next.
pub enum Next {
    /// Another task, from now on.
    Task(usize),
    /// A task for one problem, whose first byte has been read.
    Once(usize, u8),
    /// The task that was served before, after one problem of another.
    Home,
}

/// How a task's console begins.
enum Begin {
    WithBanner,
    Silently,
    /// In the middle of a line, of which this byte is the problem's first; it answers no other.
    InLine(u8),
}

/// Serves a task until another is named.
struct Serve<'ram, B> {
    terminal: &'ram mut Terminal<B>,
    memory: &'ram mut [u8],
    stack: fn() -> StackUse,
    begin: Begin,
}

impl<B: Board> Visitor for Serve<'_, B> {
    type Output = Next;

    fn visit<T: Flashed>(self, verifier: &mut T::Verifier) -> Next {
        let Self { terminal, memory, stack, begin } = self;
        let mut console = Console::<B, T>::new(terminal, memory, verifier, stack);
        match begin {
            Begin::WithBanner => console.power_on(),
            Begin::InLine(first) if MANY => {
                let meaning = console.read_line(Some(first));
                return console.answer(meaning).unwrap_or(Next::Home);
            }
            _ => {}
        }
        loop {
            if let Some(next) = console.turn() {
                return next;
            }
        }
    }
}

impl<'ram, B: Board, T: Flashed> Console<'ram, B, T> {
    /// A console with the model in flash, before its first word; the arguments are those of [`run`](fn@run).
    pub fn new(
        terminal: &'ram mut Terminal<B>,
        memory: &'ram mut [u8],
        verifier: &'ram mut T::Verifier,
        stack: fn() -> StackUse,
    ) -> Self {
        Self { terminal, memory, network: model::load(), verifier, stack, loaded: false }
    }

    /// Says what it is, and checks itself.
    #[inline(never)]
    pub fn power_on(&mut self) {
        info::run(&mut self.terminal.board, &self.network, self.memory.len());
        match &self.network {
            Ok(network) if VERIFY => verify::power_on(&mut self.terminal.board, network),
            Ok(_) => {}
            Err(_) => self.refuse_without_model(),
        }
    }

    /// Prompts for one line, reads it, and answers it; or gives what is to be served next, if it names another task.
    pub fn turn(&mut self) -> Option<Next> {
        say(&mut self.terminal.board, &["> "]);
        let meaning = self.read_line(None);
        self.answer(meaning)
    }

    /// Reads a line, or, after its first byte, the rest of one.
    #[inline(never)]
    fn read_line(&mut self, first: Option<u8>) -> Meaning {
        let Terminal { board, echo, after_cr } = &mut *self.terminal;
        let mut line = Line::<T::Reader<'_>>::new(self.memory);
        if let Some(byte) = first {
            line.begin(byte);
            if *echo {
                board.write(shown(&byte));
            }
        }
        loop {
            match next(board, after_cr) {
                Ok(Input::End) => break,
                Ok(Input::GiveUp) => break line.refuse(Refused::GivenUp),
                Ok(Input::Byte(byte)) => match line.elsewhere(byte) {
                    Some(task) => return Meaning::Elsewhere(task, byte),
                    None => take::<B, T>(board, &mut line, byte, *echo),
                },
                Err(Lost) => line.refuse(Refused::Gap),
            }
        }
        if *echo {
            say(board, &["\r\n"]);
        }
        self.loaded &= !line.has_written();
        line.finish()
    }

    #[inline(always)] // a frame less below every run
    fn answer(&mut self, meaning: Meaning) -> Option<Next> {
        if MANY {
            match meaning {
                Meaning::Command(Command::Task(task)) => return Some(Next::Task(task)),
                Meaning::Elsewhere(task, first) => return Some(Next::Once(task, first)),
                _ => {}
            }
        }
        let command = match meaning {
            Meaning::Nothing | Meaning::Elsewhere(..) => return None,
            Meaning::Refused(refused) => {
                self.refuse(refused);
                return None;
            }
            Meaning::Command(command) => command,
            Meaning::Problem(command) => {
                self.loaded = true;
                command
            }
        };
        self.run(command);
        None
    }

    #[inline(always)] // a frame less below every run
    fn run(&mut self, command: Command) {
        let board = &mut self.terminal.board;
        match command {
            Command::Info => info::run(board, &self.network, self.memory.len()),
            Command::Stack => self.report_stack(),
            Command::Echo => self.terminal.echo = !self.terminal.echo,
            Command::Help | Command::Task(_) => help::<B, T>(board),
            _ => self.compute(command),
        }
    }

    /// Runs a command that needs the network.
    #[inline(never)]
    fn compute(&mut self, command: Command) {
        let Self { terminal, memory, network, verifier, loaded, .. } = self;
        let board = &mut terminal.board;
        let Ok(network) = network else { return self.refuse_without_model() };
        if BENCH && command == Command::Bench && !*loaded {
            *loaded = bench::load::<T>(memory).is_ok();
        }
        match command {
            Command::Verify if VERIFY => verify::run(board, network, verifier),
            _ if !*loaded => say(board, &["refused: no problem yet\r\n"]),
            Command::Trace if TRACE => trace::run(board, network, memory),
            Command::Hash if HASH => hash::run(board, network, memory),
            Command::Bench if BENCH => bench::run(board, network, memory),
            _ => run::run(board, network, memory),
        }
    }

    /// The deepest use of the stack since power-on.
    #[inline(never)]
    fn report_stack(&mut self) {
        let StackUse { deepest, reserved } = (self.stack)();
        let board = &mut self.terminal.board;
        say_number(board, deepest);
        say(board, &[" of "]);
        say_number(board, reserved);
        say(board, &[" bytes of stack used\r\n"]);
    }

    /// Says why a line has no answer.
    #[inline(never)]
    fn refuse(&mut self, refused: Refused) {
        let board = &mut self.terminal.board;
        match refused {
            Refused::Problem(Refusal::Capacity { .. }) => {
                say(board, &["refused: up to "]);
                say_number(board, T::capacity(self.memory.len()) as u32);
                say(board, &[" ", T::SIZE, "\r\n"]);
            }
            Refused::Problem(Refusal::Problem { expected, .. }) => {
                say(board, &["refused: expected ", expected, ", or `help`\r\n"]);
            }
            Refused::Problem(_) | Refused::NotAWord => {
                say(board, &["refused: expected ", T::EXAMPLE, " or `help`\r\n"]);
            }
            Refused::Gap => {
                say(board, &["refused: a byte was lost; send slower\r\n"]);
            }
            Refused::GivenUp => {}
        }
    }

    fn refuse_without_model(&mut self) {
        if let Err(why) = self.network {
            say(&mut self.terminal.board, &["refused: the model is broken (", why, "); flash it again\r\n"]);
        }
    }
}

/// Says what can be asked.
#[inline(never)]
fn help<B: Board, T: Task>(board: &mut B) {
    let problem = T::EXAMPLE;
    let or = if TRACE { " (or trace " } else { " (or run " };
    let [trace, hash, bench] =
        [if_here(TRACE, ", trace"), if_here(HASH, ", hash"), if_here(BENCH, ", bench")];
    let verify = if_here(VERIFY, "verify, ");
    say(board, &[problem, "; run", trace, hash, bench, or, problem, "); ", verify, "info, stack, echo"]);
    if MANY {
        say(board, &["; tasks, alone or before a problem:"]);
        NAMES.iter().for_each(|name| say(board, &[" ", name]));
    }
    say(board, &["\r\n"]);
}

/// A word of the help, if the firmware has what it names.
const fn if_here(is_here: bool, word: &'static str) -> &'static str {
    if is_here { word } else { "" }
}

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
fn take<'m, B: Board, T: Flashed>(board: &mut B, line: &mut Line<'m, T::Reader<'m>>, byte: u8, echo: bool) {
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
