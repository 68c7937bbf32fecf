//! `npi new`: a crate for a task of one's own, which works, and is to be changed.

mod names;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use names::Names;
use tempfile::TempDir;

use crate::error::{Context, Result, ensure};
use crate::files;
use crate::outcome::Outcome;
use crate::shown::shown;
use crate::signals::{self, Undo};
use crate::talk::say;

/// Make a crate for a task of your own, in a folder of its name: a controller that works, its tests, and its command.
///
/// It depends on npi by paths, so that it builds without a network wherever npi itself was built.
#[derive(Debug, Args)]
#[command(after_help = "example: npi new ../water-pump")]
pub struct Cmd {
    /// The folder to make. Its name becomes that of the crate and of the task: small letters, digits, `-` and `_`.
    #[arg(value_name = "[FOLDER/]NAME")]
    folder: PathBuf,
    /// The checkout of npi that the crate is to depend on [default: the one that this command was built from].
    #[arg(long, value_name = "DIR")]
    npi: Option<PathBuf>,
}

/// The checkout that this command was built from.
const BUILT_FROM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Where each file goes, and what is in it before the names are its own.
const FILES: [(&str, &str); 8] = [
    (".gitignore", include_str!("new/template/gitignore")),
    ("Cargo.toml", include_str!("new/template/manifest.toml")),
    ("README.md", include_str!("new/template/README.md")),
    ("src/lib.rs", include_str!("new/template/src/lib.rs")),
    ("src/main.rs", include_str!("new/template/src/main.rs")),
    ("src/world.rs", include_str!("new/template/src/world.rs")),
    ("tests/network.rs", include_str!("new/template/tests/network.rs")),
    ("tests/teacher.rs", include_str!("new/template/tests/teacher.rs")),
];

impl Cmd {
    /// Runs the verb.
    ///
    /// # Errors
    /// A name that a crate cannot have, a folder that is there already, or no checkout.
    pub fn run(self) -> Result<Outcome> {
        create(&self.folder, self.npi.as_deref())?;
        let name = shown(&self.folder);
        say(format_args!("{name}: a controller that works, to be made yours; now"));
        for next in [&format!("cd {name}"), "cargo test --release", "cargo run --release -- demo --hidden 8"]
        {
            say(format_args!("  {next}"));
        }
        say("and README.md there goes on");
        Ok(Outcome::Done)
    }
}

/// Makes a crate in a folder, whose name it takes, depending on a checkout of npi, or on the one that this was built from.
///
/// It is written beside its folder and renamed: it is there in full, or not at all.
///
/// # Errors
/// A name that a crate cannot have, a folder that is there already, or no checkout.
pub fn create(folder: &Path, npi: Option<&Path>) -> Result<()> {
    let names = Names::of(&folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy())?;
    let npi = checkout(npi.unwrap_or(Path::new(BUILT_FROM)))?;
    ensure!(
        folder.symlink_metadata().is_err(),
        "expected a folder that is not there yet, found {}; hint: another name, or remove it",
        shown(folder)
    );
    let within = || format!("cannot make {}", shown(folder));
    let (temporary, undo) = temporary(files::folder(folder)).with_context(within)?;
    fill(temporary.path(), &names, &npi).with_context(within)?;
    fs::rename(temporary.path(), folder).with_context(within)?;
    drop(undo);
    let _ = temporary.keep(); // nothing stands there any more
    Ok(())
}

/// The full path of a checkout of npi.
fn checkout(folder: &Path) -> Result<String> {
    let there = |part| folder.join(part).join("Cargo.toml").is_file();
    ensure!(
        ["runtime", "trainer"].into_iter().all(there),
        "expected a checkout of npi in {}, found no runtime/Cargo.toml and trainer/Cargo.toml; hint: --npi DIR",
        shown(folder)
    );
    let full = folder.canonicalize().with_context(|| shown(folder))?;
    let text = full.to_str().with_context(|| format!("expected a path in UTF-8, found {}", shown(&full)))?;
    Ok(text.to_owned())
}

/// A folder under a temporary name, which a signal would remove.
fn temporary(within: &Path) -> Result<(TempDir, Undo)> {
    let mut held = signals::hold()?; // a signal between the two would leave the folder
    let mut builder = tempfile::Builder::new();
    builder.prefix(".npi-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777)); // less what the umask takes
    let folder = builder.tempdir_in(within)?;
    let path = folder.path().to_owned();
    let undo = held.undo(move || drop(fs::remove_dir_all(path)));
    Ok((folder, undo))
}

/// Puts every file into a folder, and the versions that npi was tested with.
fn fill(folder: &Path, names: &Names, npi: &str) -> Result<()> {
    for (path, text) in FILES {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, named(text, names, npi)?)?;
    }
    let lock = Path::new(npi).join("Cargo.lock");
    if lock.is_file() {
        fs::copy(lock, folder.join("Cargo.lock"))?; // cargo takes out of it what is not needed
    }
    Ok(())
}

/// A file's text with the names in it.
fn named(text: &str, names: &Names, npi: &str) -> Result<String> {
    let text = text.replace("my-task", &names.given).replace("my_task", &names.library);
    let mut named = text.replace("MyTask", &names.task);
    for part in ["runtime", "trainer"] {
        let quoted = serde_json::to_string(&format!("{npi}/{part}"))?; // TOML quotes as JSON does
        named = named.replace(&format!("\"NPI/{part}\""), &quoted);
    }
    Ok(named)
}
