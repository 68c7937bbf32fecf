//! Every example of every help text works as typed.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;

use std::fs;
use std::path::{Path, PathBuf};

use shell::shell;

/// The words that name a verb in the command's help.
fn verbs(help: &str) -> Vec<String> {
    let listed =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let verbs = listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    verbs.filter(|verb| !verb.is_empty() && *verb != "help").map(str::to_owned).collect()
}

/// The examples at the end of a help text.
fn examples(help: &str) -> Vec<&str> {
    let mut lines = help.lines().skip_while(|line| !line.starts_with("example"));
    let first = lines.next().and_then(|line| line.strip_prefix("example: "));
    first.into_iter().chain(lines.filter_map(|line| line.strip_prefix("  "))).collect()
}

/// Where shells look for completions, below a person's home.
const SHELLS: [&str; 3] = [".local/share/bash-completion/completions", ".zfunc", ".config/fish/completions"];

/// A folder in a home, as examples may leave it, with what they take for granted: models and weights.
fn folder(home: &Path) -> PathBuf {
    let folder = home.join("here");
    fs::create_dir(&folder).unwrap();
    SHELLS.iter().for_each(|at| fs::create_dir_all(home.join(at)).unwrap());
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/tasks/models");
    for (from, to) in [
        ("addition.npi", "model.npi"),
        ("addition.npi", "addition.npi"),
        ("addition.safetensors", "model.safetensors"),
        ("all.npi", "all.npi"),
    ] {
        fs::copy(models.join(from), folder.join(to)).unwrap();
    }
    folder
}

/// In a folder with models, weights and a trace, each example ends well.
#[test]
fn examples_work_as_typed() {
    let home = tempfile::tempdir().unwrap();
    let folder = folder(home.path());
    let run = |line: &str| {
        let output = shell(&folder, &format!("export HOME={}; {line}", home.path().display()));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "$ {line}\n{said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run("npi run addition 579 1221 --trace t.json && npi split all.npi sorting -o new.npi");
    let verbs = verbs(&run("npi --help"));
    assert!(verbs.len() > 12, "{verbs:?}");
    for verb in verbs {
        let help = run(&format!("npi {verb} --help"));
        let examples = examples(&help);
        assert!(!examples.is_empty(), "npi {verb} --help shows no example:\n{help}");
        for example in examples {
            run(example);
        }
    }
}
