//! Reading files of a known kind, and writing them such that nothing is ever half-written.

mod place;
mod sink;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

pub(crate) use place::folder;
pub use sink::Sink;

use crate::error::{Context, Result, ensure};
use crate::shown::shown;

/// How files of a kind begin, and how long they may be.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// The most bytes.
    pub most: u64,
    /// How many bytes are looked at before the rest is read.
    pub start: u64,
    /// Refuses what does not begin as it should.
    pub check: fn(&[u8]) -> Result<()>,
}

/// Whether a path means standard input or output.
#[must_use]
pub fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads a file of a kind, or standard input for `-`.
///
/// # Errors
/// If it cannot be read, is empty, begins otherwise or is too long.
pub fn read(path: &Path, kind: &Kind) -> Result<Vec<u8>> {
    let (mut file, mut bytes) = (open(path)?, Vec::new());
    let mut go_on = |bytes: &mut Vec<u8>, most: u64| {
        let read = file.by_ref().take(most).read_to_end(bytes);
        read.with_context(|| format!("cannot read {}", shown(path)))
    };
    go_on(&mut bytes, kind.start)?;
    ensure!(!bytes.is_empty(), "{}: expected some bytes, found an empty file", shown(path));
    (kind.check)(&bytes).with_context(|| shown(path))?;
    go_on(&mut bytes, kind.most - kind.start + 1)?;
    let most = kind.most;
    ensure!(bytes.len() as u64 <= most, "{}: expected at most {most} bytes, found more", shown(path));
    Ok(bytes)
}

/// A file, or standard input for `-`, to read line by line.
///
/// # Errors
/// If it cannot be opened.
pub fn open(path: &Path) -> Result<Box<dyn BufRead>> {
    if is_dash(path) {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", shown(path)))?;
    Ok(Box::new(BufReader::new(file)))
}

/// Writes all of a file at once, or to standard output for `-`.
///
/// # Errors
/// If it cannot be written; what stood there before then still stands.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    Sink::create(path)?.put(bytes)
}

/// Refuses an output that is also an input, by whatever name: what is read would be lost.
///
/// # Errors
/// If both are the same file.
pub fn distinct(input: &Path, output: &Path) -> Result<()> {
    let named = |path: &Path, dash: &'static str| if is_dash(path) { dash.into() } else { path.to_owned() };
    let (from, to) = (named(input, "/dev/stdin"), named(output, "/dev/stdout"));
    // Only files can be overwritten; and opening a FIFO to compare it would wait for its other end.
    let both = [&from, &to].iter().all(|path| path.metadata().is_ok_and(|data| data.is_file()));
    let same = both && same_file::is_same_file(from, to).unwrap_or(false);
    ensure!(
        !same,
        "expected an output that is not read, too, found {}; hint: name another file",
        shown(output)
    );
    Ok(())
}

/// Lets text be written where bytes are, and remembers why that failed.
pub struct Text<W> {
    out: W,
    failed: Option<io::Error>,
}

impl<W: Write> Text<W> {
    /// Has text written; gives back what it is written to.
    ///
    /// # Errors
    /// Those of `out`, for which [`std::fmt::Error`] has no room.
    pub fn write(out: W, text: impl FnOnce(&mut Self) -> std::fmt::Result) -> Result<W> {
        let mut to = Self { out, failed: None };
        let written = text(&mut to);
        match to.failed {
            Some(error) => Err(error.into()),
            None => Ok(written.map(|()| to.out)?),
        }
    }
}

impl<W: Write> std::fmt::Write for Text<W> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.out.write_all(text.as_bytes()).map_err(|error| {
            self.failed = Some(error);
            std::fmt::Error
        })
    }
}
