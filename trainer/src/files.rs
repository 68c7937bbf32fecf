//! Reading and writing files, such that nothing is ever half-written.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tempfile::NamedTempFile;

use crate::shown::shown;

/// Whether a path means standard input or output.
fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A file's bytes, or those of standard input for `-`.
///
/// # Errors
/// If it cannot be read, or is empty.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes).with_context(|| format!("cannot read {}", shown(path)))?;
    ensure!(!bytes.is_empty(), "{}: expected some bytes, found an empty file", shown(path));
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
    let mut sink = Sink::create(path)?;
    sink.write_all(bytes).with_context(|| format!("cannot write {}", shown(path)))?;
    sink.finish()
}

/// Somewhere to write: standard output, or a temporary file that takes its
/// place under its name only once everything is in it.
pub struct Sink {
    path: PathBuf,
    into: Into,
}

enum Into {
    /// A stream, or a device, that cannot be replaced.
    Stream(BufWriter<Box<dyn Write>>),
    File(BufWriter<NamedTempFile>),
}

impl Sink {
    /// Opens a sink; `-` is standard output.
    ///
    /// # Errors
    /// If the folder cannot be written to.
    pub fn create(path: &Path) -> Result<Self> {
        let cannot = || format!("cannot write {}", shown(path));
        let into = if is_dash(path) {
            Into::Stream(BufWriter::new(Box::new(io::stdout())))
        } else if path.metadata().is_ok_and(|data| !data.is_file()) {
            Into::Stream(BufWriter::new(Box::new(
                File::options().write(true).open(path).with_context(cannot)?,
            )))
        } else {
            let folder =
                path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Into::File(BufWriter::new(temporary().tempfile_in(folder).with_context(cannot)?))
        };
        Ok(Self { path: path.to_owned(), into })
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// If not everything could be written; what stood there before then still stands.
    pub fn finish(self) -> Result<()> {
        let cannot = || format!("cannot write {}", shown(&self.path));
        match self.into {
            Into::Stream(mut stream) => stream.flush().with_context(cannot),
            Into::File(file) => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error).with_context(cannot)?;
                file.as_file().sync_all().with_context(cannot)?;
                file.persist(&self.path).map_err(|error| error.error).with_context(cannot)?;
                Ok(())
            }
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.into {
            Into::Stream(stream) => stream.write(bytes),
            Into::File(file) => file.write(bytes),
        };
        written.map_err(|error| {
            io::Error::new(error.kind(), format!("cannot write {}: {error}", shown(&self.path)))
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.into {
            Into::Stream(stream) => stream.flush(),
            Into::File(file) => file.flush(),
        }
    }
}

/// Temporary files with the permissions of any new file, where there are such.
fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".npi-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// Lets text be written where bytes are.
pub struct Text<W>(pub W);

impl<W: Write> std::fmt::Write for Text<W> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.write_all(text.as_bytes()).map_err(|_| std::fmt::Error)
    }
}
