//! A board in its emulator, and its console as a conversation.

use std::io::{BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use npi_image::{Image, uf2};
use tempfile::NamedTempFile;

use crate::boards::{Board, Emulator, Kind, firmware};

/// What the console prints when it waits for a line.
const PROMPT: &str = "> ";
/// Longer than any answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(300);

/// A running board. Dropped, its emulator ends.
pub(crate) struct Console {
    child: Child,
    lines: Sender<Vec<u8>>,
    bytes: Receiver<u8>,
    /// What it said on power-on.
    pub(crate) banner: String,
}

impl Console {
    /// Builds a board's firmware and powers it on.
    #[track_caller]
    pub(crate) fn of(board: &Board, kind: Kind) -> Self {
        Self::power_on(board, &firmware(board.folder, kind))
    }

    /// Powers a board on with a firmware in its flash.
    #[track_caller]
    pub(crate) fn power_on(board: &Board, elf: &Path) -> Self {
        let mut child =
            emulator(board, elf).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap_or_else(
                |error| {
                    panic!(
                        "cannot start {:?}: {error}\nhint: run `tests/setup.sh` and `tests/setup-pypi.sh`",
                        board.emulator
                    )
                },
            );
        let lines = write_in_background(child.stdin.take().expect("piped"));
        let bytes = read_in_background(child.stdout.take().expect("piped"));
        let mut console = Self { child, lines, bytes, banner: String::new() };
        console.banner = console.until_prompt();
        console.ask("echo");
        console
    }

    /// Sends a line, and gives the answer without its line end.
    ///
    /// A line may be of any length: the emulators' serial ports take bytes only when the program has read
    /// those before, so nothing is dropped and nothing needs to be paced.
    #[track_caller]
    pub(crate) fn ask(&self, line: &str) -> String {
        self.press(&format!("{line}\r"))
    }

    /// Presses keys, of which the last makes the console answer.
    #[track_caller]
    pub(crate) fn press(&self, keys: &str) -> String {
        self.lines.send(keys.into()).expect("the emulator runs");
        self.until_prompt().trim_end().to_owned()
    }

    #[track_caller]
    fn until_prompt(&self) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut answer = String::new();
        while !answer.ends_with(PROMPT) {
            match self.bytes.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(byte) => answer.push(byte.into()),
                Err(RecvTimeoutError::Timeout) => panic!("no prompt within {PATIENCE:?}, only {answer:?}"),
                Err(RecvTimeoutError::Disconnected) => panic!("the emulator ended after {answer:?}"),
            }
        }
        answer.truncate(answer.len() - PROMPT.len());
        answer
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The command that runs a board with a firmware in its flash.
fn emulator(board: &Board, elf: &Path) -> Command {
    match board.emulator {
        Emulator::Qemu(machine) => qemu(machine, elf),
        Emulator::Pico => pico(elf),
    }
}

fn qemu(machine: &str, elf: &Path) -> Command {
    let mut words = machine.split(' ');
    let mut command = Command::new(words.next().expect("a program"));
    command.args(words).args(["-display", "none", "-monitor", "none", "-icount", "shift=0", "-kernel"]);
    command.arg(elf);
    command
}

/// The Pico's emulator takes what its drive takes.
fn pico(elf: &Path) -> Command {
    let packed = elf.with_extension("uf2");
    let image = Image::read(elf).expect("an image");
    let folder = elf.parent().expect("a folder");
    let mut file = NamedTempFile::new_in(folder).expect("a file"); // another test may be reading the one of that name
    file.write_all(&uf2::pack(&image, uf2::RP2040)).expect("room for it");
    file.persist(&packed).expect("the file's name");
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let mut command = Command::new(root.join("target/python/bin/python"));
    command.arg(root.join("tests/pico.py")).arg(packed);
    command
}

/// Lines wait here, not in `ask`, while the board is slow to read them.
fn write_in_background(mut stdin: impl Write + Send + 'static) -> Sender<Vec<u8>> {
    let (sender, lines) = channel::<Vec<u8>>();
    thread::spawn(move || {
        lines.iter().all(|line| stdin.write_all(&line).and_then(|()| stdin.flush()).is_ok())
    });
    sender
}

fn read_in_background(stdout: impl Read + Send + 'static) -> Receiver<u8> {
    let (sender, bytes) = channel();
    let stdout = BufReader::new(stdout);
    thread::spawn(move || stdout.bytes().map_while(Result::ok).all(|byte| sender.send(byte).is_ok()));
    bytes
}
