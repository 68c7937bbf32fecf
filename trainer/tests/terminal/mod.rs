//! A terminal of our own: a pseudo-terminal, whose screen a test can read and whose keys it can press.

#![allow(dead_code, unused_imports, clippy::unwrap_used, clippy::panic)] // every test file uses some of it

mod whole;

use std::fs::File;
use std::io::Read;
use std::num::NonZero;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
pub use whole::Terminal;

/// Both ends of a terminal of so many columns and lines.
pub fn open(columns: u16, lines: u16) -> (File, File) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap().into_string().unwrap();
    let ours: File = ours.into();
    resize(&ours, columns, lines);
    (ours, File::options().read(true).write(true).open(name).unwrap())
}

/// Gives a terminal so many columns and lines.
fn resize(ours: &File, columns: u16, lines: u16) {
    tcsetwinsize(ours, Winsize { ws_col: columns, ws_row: lines, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// A command whose standard error is a terminal, as `npi … -o - | …` has it.
pub struct Session {
    pub child: Child,
    pub ours: File,
    /// What the screen shows.
    pub screen: vt100::Parser,
    /// All that was sent.
    pub sent: Vec<u8>,
}

impl Session {
    /// Begins `npi` with some words in a folder, in a terminal of so many columns and lines.
    pub fn begin(folder: &Path, words: &str, (columns, lines): (u16, u16)) -> Self {
        let (ours, theirs) = open(columns, lines);
        let mut npi = Command::new(env!("CARGO_BIN_EXE_npi"));
        npi.args(words.split_whitespace()).current_dir(folder).env("TERM", "xterm").env_remove("NO_COLOR");
        npi.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::from(theirs));
        let child = npi.spawn().unwrap(); // the command's end of the terminal closes with it
        drop(npi);
        Self { child, ours, screen: vt100::Parser::new(cells(lines), cells(columns), 0), sent: Vec::new() }
    }

    /// Gives the terminal so many columns and lines.
    pub fn resize(&mut self, columns: u16, lines: u16) {
        resize(&self.ours, columns, lines);
        self.screen.screen_mut().set_size(cells(lines), cells(columns));
    }

    /// The screen's text.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Reads until the screen shows something; panics if it never does.
    #[track_caller]
    pub fn until(&mut self, shows: impl Fn(&str) -> bool) {
        while !shows(&self.text()) {
            assert!(self.read(), "it ended and shows:\n{}", self.text());
        }
    }

    /// Reads to the end, and gives what the command ended with.
    pub fn end(&mut self) -> ExitStatus {
        while self.read() {}
        self.child.wait().unwrap()
    }

    /// Reads some more; false at the end, which Linux calls an error.
    fn read(&mut self) -> bool {
        let mut more = [0; 4096];
        let count = self.ours.read(&mut more).unwrap_or(0);
        self.screen.process(&more[..count]);
        self.sent.extend_from_slice(&more[..count]);
        count > 0
    }
}
