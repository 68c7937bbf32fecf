//! What a path means as an output, once its links are followed.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::is_dash;

/// Links that are followed at most, as Linux does.
const LINKS: usize = 40;

/// Where output goes.
pub enum Place {
    /// Standard output, by any of its names.
    Output,
    /// An open file by its number, as in `/dev/fd/3`: only its end is ours.
    Descriptor(PathBuf),
    /// A device or a FIFO.
    Device(PathBuf),
    /// A file, with what is known of it if it is there.
    File(PathBuf, Option<Metadata>),
}

impl Place {
    /// Follows a path's links; a last one that leads nowhere names a file to come.
    ///
    /// # Errors
    /// If it leads to a folder or in a circle, or cannot be looked at.
    pub fn of(path: &Path) -> io::Result<Self> {
        if is_dash(path) {
            return Ok(Self::Output);
        }
        let mut path = path.to_owned();
        for _ in 0..LINKS {
            if let Some(number) = descriptor(&path) {
                return Ok(if number == "1" { Self::Output } else { Self::Descriptor(path) });
            }
            match path.symlink_metadata() {
                Ok(data) if data.is_symlink() => path = folder(&path).join(fs::read_link(&path)?),
                Ok(data) if data.is_dir() => return Err(is_folder()),
                Ok(data) if data.is_file() => return Ok(Self::File(path, Some(data))),
                Ok(_) => return Ok(Self::Device(path)),
                Err(error) if error.kind() == ErrorKind::NotFound => return to_come(path),
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::new(ErrorKind::InvalidInput, "too many symbolic links"))
    }
}

/// The folder that a path's last part stands in.
pub fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file that is not there yet; its name must not be that of a folder.
fn to_come(path: PathBuf) -> io::Result<Place> {
    let last = path.as_os_str().as_encoded_bytes().last();
    match last.is_some_and(|&last| std::path::is_separator(char::from(last))) {
        true => Err(is_folder()),
        false => Ok(Place::File(path, None)),
    }
}

fn is_folder() -> io::Error {
    io::Error::new(ErrorKind::IsADirectory, "expected a file, found a folder; hint: name a file in it")
}

/// The number of an open file, if the path is a name of one. Its link must not be followed: the file that it leads to
/// is open already, perhaps half-written by somebody else.
fn descriptor(path: &Path) -> Option<&str> {
    let known = |all: &&str| fs::canonicalize(all).ok();
    let folder = fs::canonicalize(folder(path)).ok()?;
    let open = ["/proc/self/fd", "/dev/fd"].iter().filter_map(known).any(|all| all == folder);
    path.file_name().filter(|_| open)?.to_str()
}
