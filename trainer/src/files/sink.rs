//! Somewhere to write.

use std::fs::{File, Metadata};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::is_dash;
use super::place::{Place, folder};
use crate::error::{Context, Error, Result, ensure};
use crate::shown::shown;
use crate::signals::{self, Undo};

/// Somewhere to write: a stream, or a temporary file that takes its place under its name only once everything is in it.
/// A file that is replaced keeps its mode, and its owner if that may be; a link to it stays a link.
pub struct Sink {
    name: String,
    into: Into,
}

enum Into {
    /// A stream, or a device, that cannot be replaced.
    Stream(BufWriter<Box<dyn Write>>),
    File {
        file: BufWriter<NamedTempFile>,
        target: PathBuf,
        undo: Undo,
    },
}

impl Sink {
    /// Opens a sink; `-` is standard output. Whoever works for long opens it first.
    ///
    /// # Errors
    /// If nothing can be written there.
    pub fn create(path: &Path) -> Result<Self> {
        let into = Place::of(path).map_err(Error::from).and_then(Into::open);
        let name = if is_dash(path) { "standard output".to_owned() } else { shown(path) };
        Ok(Self { into: into.with_context(|| format!("cannot write {name}"))?, name })
    }

    /// Opens a sink for what is no text, which a terminal is not to be given.
    ///
    /// # Errors
    /// As [`Sink::create`]; or if it is a terminal.
    pub fn binary(path: &Path) -> Result<Self> {
        let terminal = match Place::of(path) {
            Ok(Place::Output) => io::stdout().is_terminal(),
            Ok(Place::Descriptor(path) | Place::Device(path)) => is_terminal(&path),
            _ => false,
        };
        ensure!(
            !terminal,
            "expected a file or a pipe for what is no text, found a terminal; hint: -o FILE, or `> FILE` behind `-o -`"
        );
        Self::create(path)
    }

    /// Refuses another sink with the same file, of which only the later one would be left.
    ///
    /// # Errors
    /// If both have the same.
    pub fn distinct(&self, other: &Self) -> Result<()> {
        let same = match (&self.into, &other.into) {
            (Into::File { target, .. }, Into::File { target: other, .. }) => target == other,
            _ => false,
        };
        ensure!(!same, "expected two files, found {} twice; hint: name another file", self.name);
        Ok(())
    }

    /// The name of where it writes, as it may be shown.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Writes all that there is to write.
    ///
    /// # Errors
    /// As [`Sink::finish`].
    pub fn put(mut self, bytes: &[u8]) -> Result<()> {
        self.write_all(bytes)?;
        self.finish()
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// If not everything could be written; what stood there before then still stands.
    pub fn finish(self) -> Result<()> {
        self.into.finish().with_context(|| format!("cannot write {}", self.name))
    }
}

impl Into {
    fn open(place: Place) -> Result<Self> {
        let stream = |stream: Box<dyn Write>| Self::Stream(BufWriter::new(stream));
        Ok(match place {
            Place::Output => stream(Box::new(io::stdout())),
            Place::Descriptor(path) => stream(Box::new(File::options().append(true).open(path)?)),
            Place::Device(path) => stream(Box::new(File::options().write(true).open(path)?)),
            Place::File(path, known) => Self::file(path, known.as_ref())?,
        })
    }

    fn file(target: PathBuf, known: Option<&Metadata>) -> Result<Self> {
        if known.is_some() {
            File::options().write(true).open(&target)?; // refused, if it is protected
        }
        let folder = folder(&target).canonicalize()?;
        let target = folder.join(target.file_name().unwrap_or_default());
        let mut held = signals::hold()?; // a signal between the two would leave the file
        let file = temporary(&folder, known)?;
        let path = file.path().to_owned();
        let undo = held.undo(move || drop(std::fs::remove_file(path)));
        Ok(Self::File { file: BufWriter::new(file), target, undo })
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Stream(mut stream) => stream.flush(),
            Self::File { file, target, undo } => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.as_file().sync_all()?;
                file.persist(target)?;
                drop(undo);
                Ok(())
            }
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.into {
            Into::Stream(stream) => stream.write(bytes),
            Into::File { file, .. } => file.write(bytes),
        };
        written.map_err(|error| io::Error::new(error.kind(), format!("cannot write {}: {error}", self.name)))
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.into {
            Into::Stream(stream) => stream.flush(),
            Into::File { file, .. } => file.flush(),
        }
    }
}

/// Whether a device is a terminal. A FIFO is none, and is not opened, as that would wait for its other end.
fn is_terminal(path: &Path) -> bool {
    let pipe = path.metadata().is_ok_and(|data| is_fifo(&data));
    !pipe && File::options().append(true).open(path).is_ok_and(|file| file.is_terminal())
}

#[cfg(unix)]
fn is_fifo(data: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&data.file_type())
}

#[cfg(not(unix))]
fn is_fifo(_: &Metadata) -> bool {
    false
}

/// A temporary file with the permissions of the file that it will replace, or else of any new file.
#[cfg(unix)]
fn temporary(folder: &Path, known: Option<&Metadata>) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let permissions = known.map_or_else(|| PermissionsExt::from_mode(0o666), Metadata::permissions);
    let file = named().permissions(permissions.clone()).tempfile_in(folder); // less what the umask takes
    let file = file.map_err(without_name)?;
    if let Some(known) = known {
        let _ = fchown(file.as_file(), Some(known.uid()), Some(known.gid())); // only the superuser may
        file.as_file().set_permissions(permissions)?;
    }
    Ok(file)
}

#[cfg(not(unix))]
fn temporary(folder: &Path, _: Option<&Metadata>) -> io::Result<NamedTempFile> {
    named().tempfile_in(folder).map_err(without_name)
}

/// Why there is no temporary file, without its name, which means nothing to anybody.
fn without_name(error: io::Error) -> io::Error {
    let cause = error.get_ref().and_then(|error| error.source());
    let code = cause.and_then(|cause| cause.downcast_ref::<io::Error>()).and_then(io::Error::raw_os_error);
    code.map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

fn named() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".npi-").suffix(".tmp");
    builder
}
