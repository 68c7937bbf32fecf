//! What signals leave behind.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;
mod terminal;

use std::fs::File;
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};
use shell::{check, command, folder, temporary};

fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

/// Whatever is being written when a signal comes is gone, and the process ends by that signal, as its caller expects.
#[test]
fn a_signal_leaves_no_temporary_file() {
    for signal in [Signal::TERM, Signal::INT] {
        let folder = folder();
        let line = "exec npi generate addition --min 1000 --max 100000 -o x"; // for hours
        let mut child = command(folder.path(), line).spawn().unwrap();
        while temporary(folder.path()) == 0 {
            assert!(child.try_wait().unwrap().is_none(), "it ended without a signal");
            std::thread::yield_now();
        }
        send(&child, signal);
        assert_eq!(child.wait().unwrap().signal(), Some(signal.as_raw()));
        assert_eq!(temporary(folder.path()), 0, "{signal:?}");
        assert!(!folder.path().join("x").exists());
    }
}

/// Reads until something is shown, or to the end; gives all that is.
fn read_until(terminal: &mut File, shows: &str) -> String {
    let (mut shown, mut more) = (Vec::new(), [0; 4096]);
    while !shown.windows(shows.len()).any(|window| window == shows.as_bytes()) {
        match terminal.read(&mut more) {
            Ok(count) if count > 0 => shown.extend_from_slice(&more[..count]),
            _ => break, // Linux calls the end an error
        }
    }
    String::from_utf8_lossy(&shown).into_owned()
}

/// The player in a terminal of its own.
fn player(folder: &Path, terminal: &File) -> Child {
    let end = || Stdio::from(terminal.try_clone().unwrap());
    let mut npi = Command::new(env!("CARGO_BIN_EXE_npi"));
    npi.args(["animate", "t"]).env("TERM", "xterm").current_dir(folder);
    npi.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap()
}

/// The player gives the terminal back as it was: the screen from before, and keys that are echoed.
#[test]
fn the_player_restores_the_terminal() {
    let folder = folder();
    check(folder.path(), "npi run addition 579 1221 --trace t", 0, "1800");
    for signal in [Signal::TERM, Signal::INT] {
        let (mut ours, theirs) = terminal::open(80, 24);
        let usual = LocalModes::ICANON | LocalModes::ECHO;
        assert!(tcgetattr(&theirs).unwrap().local_modes.contains(usual));
        let mut child = player(folder.path(), &theirs);
        assert!(read_until(&mut ours, "this step").contains("\x1b[?1049h"));
        assert!(!tcgetattr(&theirs).unwrap().local_modes.intersects(usual), "expected the keys unechoed");
        send(&child, signal);
        assert_eq!(child.wait().unwrap().signal(), Some(signal.as_raw()));
        assert!(tcgetattr(&theirs).unwrap().local_modes.contains(usual), "{signal:?}");
        drop(theirs);
        assert!(read_until(&mut ours, "\x1b[?1049l").contains("\x1b[?1049l"), "{signal:?}");
    }
}
