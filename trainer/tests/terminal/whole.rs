//! The command with all of its streams on a terminal.

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::open;

/// How long to wait for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

/// The command in a terminal, and what is on its screen.
pub struct Terminal {
    child: Child,
    keys: File,
    bytes: Receiver<Vec<u8>>,
    screen: vt100::Parser,
}

impl Terminal {
    /// Starts `npi` in a folder, on a terminal of so many columns and rows.
    pub fn npi(folder: &Path, arguments: &[&str], columns: u16, rows: u16) -> Self {
        let (ours, theirs) = open(columns, rows);
        let end = || Stdio::from(theirs.try_clone().unwrap());
        let mut npi = Command::new(env!("CARGO_BIN_EXE_npi"));
        npi.args(arguments).env("TERM", "xterm-256color").current_dir(folder);
        let child = npi.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
        let (sender, bytes) = channel();
        let mut read = ours.try_clone().unwrap();
        thread::spawn(move || {
            let mut more = [0; 4096];
            while let Ok(count @ 1..) = read.read(&mut more)
                && sender.send(more[..count].to_vec()).is_ok()
            {}
        });
        let [rows, columns] = [rows, columns].map(|count| NonZero::new(count).unwrap());
        Self { child, keys: ours, bytes, screen: vt100::Parser::new(rows, columns, 0) }
    }

    /// Presses keys.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// The screen, row by row, blanks at the ends left out.
    pub fn rows(&self) -> Vec<String> {
        let screen = self.screen.screen();
        screen.rows(0, screen.size().1.get()).map(|row| row.trim_end().to_owned()).collect()
    }

    /// Waits until the screen shows all these texts; gives its rows.
    #[track_caller]
    pub fn until(&mut self, shows: &[&str]) -> Vec<String> {
        let end = Instant::now() + PATIENCE;
        loop {
            let rows = self.rows();
            let missing = |text: &&&str| !rows.iter().any(|row| row.contains(**text));
            let Some(missing) = shows.iter().find(missing) else { return rows };
            match self.bytes.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.screen.process(&bytes),
                Err(_) => panic!("expected `{missing}` on the screen, found\n{}", rows.join("\n")),
            }
        }
    }

    /// Waits for the command's end; gives how it ended, and what the terminal then shows.
    pub fn end(mut self) -> (ExitStatus, Vec<String>) {
        let status = self.child.wait().unwrap();
        while let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(200)) {
            self.screen.process(&bytes);
        }
        (status, self.rows())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
