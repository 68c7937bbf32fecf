//! The command's manners: warnings, colours, binary and terminals, what is suggested, completions and manual pages.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;
mod terminal;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;

use npi_format::convert::Checkpoint;
use shell::{check, command, folder, refuses, shell};

/// All verbs that the command has in every build.
const VERBS: [&str; 15] = [
    "new",
    "generate",
    "convert",
    "run",
    "animate",
    "verify",
    "check",
    "export",
    "inspect",
    "join",
    "split",
    "bench",
    "demo",
    "completions",
    "man",
];

/// What a line writes to standard output, and to standard error.
fn streams(folder: &Path, line: &str) -> [String; 2] {
    let output = shell(folder, line);
    [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap())
}

/// What a line writes into a terminal of its own, which is its standard output and standard error; and its exit code.
fn typed(folder: &Path, line: &str) -> (String, Option<i32>) {
    let (mut ours, theirs) = terminal::open(80, 24);
    let mut command = command(folder, line);
    command.env("TERM", "xterm").env_remove("NO_COLOR");
    let ends = [Stdio::from(theirs.try_clone().unwrap()), Stdio::from(theirs)];
    let [out, err] = ends;
    let mut child = command.stdout(out).stderr(err).spawn().unwrap();
    drop(command); // which has the terminal's other end
    let (mut shown, mut more) = (Vec::new(), [0; 4096]);
    while let Ok(count @ 1..) = ours.read(&mut more) {
        shown.extend_from_slice(&more[..count]);
    }
    (String::from_utf8(shown).unwrap(), child.wait().unwrap().code())
}

/// A model file that is refuted, or cannot be proven at all, is warned of in one line, which changes neither answer nor exit code.
#[test]
fn an_unproven_model_is_warned_of() {
    let folder = folder();
    let at = folder.path();
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/tasks/models");
    let mut weights = Checkpoint::from_safetensors(&fs::read(at.join("w")).unwrap()).unwrap();
    weights.own[0][2][0] += 4.0; // some calls end too early
    let (off, _) = npi_format::convert::convert(&weights, npi_format::Precision::Int8).unwrap();
    fs::write(at.join("off"), off).unwrap();
    check(at, "npi verify off", 1, "disagree");
    let warning = "npi: warning: off is not proven; hint: `npi verify off` says what is wrong\n";
    let [answer, said] = streams(at, "npi run off addition 0 0");
    assert_eq!(answer, "0\n");
    assert!(said.starts_with(warning), "{said}");
    let [quiet, nothing] = streams(at, "npi run off addition 0 0 -q");
    assert_eq!((quiet, nothing), (answer, said.replacen(warning, "", 1)));
    for line in [
        "echo 1+2 | npi run off addition -",
        "npi run off addition 1+2 --trace t",
        "npi run off addition 1+2 --json",
    ] {
        assert_eq!(streams(at, line)[1].matches("warning").count(), 1, "{line}");
    }
    let loops = models.join("loops.safetensors");
    check(at, &format!("npi convert {} -p f32 -o f32", loops.display()), 0, "");
    let said = &streams(at, "npi run f32 addition-loop 1 2")[1];
    assert!(said.starts_with("npi: warning: f32 is not proven: program ADD: expected boxes"), "{said}");
    for line in [
        "npi run addition 1 2",
        "npi run m addition 1 2",
        "npi run - addition 1 2 < m",
        "npi run bad addition 1 2 -q",
    ] {
        assert!(!streams(at, line)[1].contains("warning"), "{line}");
    }
    for name in [
        "all.npi addition",
        "loops.npi addition-loop",
        "addition-boxes.npi addition",
        "addition-f32.npi addition",
    ] {
        assert_eq!(streams(&models, &format!("npi run {name} 1 2")), ["3\n", ""], "{name}");
    }
}

/// What takes too long to prove at each run is not proven, and is said not to be.
#[test]
fn a_large_model_is_not_proven_at_each_run() {
    let folder = folder();
    let random = npi_trainer::bench::random_network::<npi_tasks::Addition>(128, 0);
    let (blob, _) = npi_format::convert::convert(&random, npi_format::Precision::Int8).unwrap();
    fs::write(folder.path().join("large"), blob).unwrap();
    let said = &streams(folder.path(), "npi run large addition 1 2")[1];
    let warning = "npi: warning: whether large is proven takes more than a moment to find out; hint: `npi verify large`\n";
    assert!(said.starts_with(warning), "{said}");
}

/// What is no text goes to files and pipes, but not to a terminal, by whatever name.
#[test]
fn binary_is_not_written_to_a_terminal() {
    let folder = folder();
    for line in [
        "npi convert w -o -",
        "npi convert w -o /dev/stdout",
        "npi convert w -o /dev/fd/2",
        "npi join m -o -",
        "npi split m addition -o -",
    ] {
        let (said, code) = typed(folder.path(), line);
        let one = said.lines().count() == 1
            && said
                .contains("expected a file or a pipe for what is no text, found a terminal; hint: -o FILE");
        assert!(one && code == Some(2), "{line}: {said}");
    }
    let (said, code) =
        typed(folder.path(), "npi split m addition -o - | cmp - m && npi export spec addition | head -c 8");
    assert!(said.ends_with("{\"npi_sp") && code == Some(0), "{said}");
}

/// Colours are on terminals alone, unless the user, or the environment, says otherwise.
#[test]
fn colours_are_for_terminals() {
    let folder = folder();
    let at = folder.path();
    let is_coloured = |text: &str| text.contains('\x1b');
    for (line, coloured) in [
        ("npi verify none", true),
        ("npi nonsense", true),
        ("npi --help", true),
        ("NO_COLOR=1 npi verify none", false),
        ("NO_COLOR=1 npi --help", false),
        ("npi verify none --color never", false),
        ("npi --color=never --help", false),
    ] {
        assert_eq!(is_coloured(&typed(at, line).0), coloured, "{line}");
    }
    for (line, coloured) in [
        ("npi verify none", false),
        ("npi --help", false),
        ("npi nonsense", false),
        ("npi verify none --color always", true),
        ("npi --color=always --help", true),
        ("npi run addition 1 2 --color=always", false),
    ] {
        assert_eq!(is_coloured(&streams(at, line).concat()), coloured, "{line}");
    }
    refuses(
        at,
        "npi verify --color red",
        "expected --color <WHEN> to be one of auto, always, never, found `red`",
    );
}

/// Verbs, options, values and tasks that are nearly right are told what they may have meant.
#[test]
fn what_was_probably_meant_is_said() {
    let folder = folder();
    let at = folder.path();
    refuses(at, "npi verfy", "npi: expected a verb, found `verfy`; hint: `verify`");
    refuses(at, "npi verify --certificat x", "found `--certificat`; hint: `--certificate`");
    refuses(at, "npi convert w -p in8 -o x", "to be one of f32, int8, int4, found `in8`; hint: `int8`");
    for line in [
        "run adition 1 2",
        "run m adition 1 2",
        "generate adition",
        "export spec adition",
        "demo adition 1 2",
    ] {
        refuses(at, &format!("npi {line}"), "found `adition`; hint: `addition`");
    }
    refuses(at, "npi run xyz 1 2", "traffic-loop), found `xyz`\n");
}

/// Numbers are spoken of without the names of types, and so is what stands in files.
#[test]
fn no_types_are_named() {
    let folder = folder();
    let at = folder.path();
    refuses(
        at,
        "npi bench --size x",
        "expected --size <N> to be a whole number, found `x`; hint: `npi bench --help`",
    );
    refuses(
        at,
        "npi bench --size 0",
        "expected --size <N> to be a whole number from 1 to 4294967295, found `0`",
    );
    refuses(
        at,
        "npi generate --min 99999999999999999999",
        "expected --min <MIN> to be a smaller whole number",
    );
    refuses(
        at,
        "npi run addition 1+1 --json --trace x",
        "expected --json without --trace <FILE>, found both",
    );
    refuses(at, "npi verify m n", "expected no more words of `npi verify`, found `n`");
    for words in ["verify none", "animate none", "run none addition 1", "check m --certificate none"] {
        let said =
            check(at, &format!("npi {words}"), 2, "npi: cannot open none: No such file or directory\n");
        assert!(!said.contains("os error"), "{said}");
    }
    refuses(
        at,
        "echo '{\"npi\":-1}' | npi animate -",
        "expected a whole number, found integer `-1`, at column",
    );
}

/// What is done with one of something is said of one.
#[test]
fn one_is_singular() {
    let folder = folder();
    let at = folder.path();
    check(at, "npi join m -o x", 0, "x: 1 task, 3300 bytes\n");
    check(at, "echo x | npi run addition -", 2, "expected 1 problem, found 1 line that is none\n");
}

/// Each verb says its version.
#[test]
fn every_verb_has_a_version() {
    for verb in VERBS {
        let said = check(Path::new("."), &format!("npi {verb} --version"), 0, "npi");
        assert_eq!(said, format!("npi-{verb} {}\n", env!("CARGO_PKG_VERSION")));
    }
}

/// The scripts know verbs, options and tasks; bash reads its own.
#[test]
fn shells_are_told_all_words() {
    for name in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let [script, said] = streams(Path::new("."), &format!("npi completions {name}"));
        for word in VERBS.into_iter().chain(["certificate", "golden", "color"]) {
            assert!(script.contains(word), "{name} lacks {word}");
        }
        let has_values = ["bash", "zsh", "fish"].contains(&name); // other scripts of clap's complete no values
        assert_eq!(script.contains("addition-loop"), has_values, "{name}");
        assert_eq!(said, "");
    }
    let complete = "source <(npi completions bash); COMP_WORDS=(npi verify --cert); COMP_CWORD=2; _npi npi --cert verify; echo ${COMPREPLY[@]}";
    assert_eq!(streams(Path::new("."), complete), ["--certificate\n", ""]);
}

/// There is a page for the command and for each verb; without a folder, the command's is written.
#[test]
fn there_is_a_page_for_each_verb() {
    let folder = folder();
    let at = folder.path();
    let [page, _] = streams(at, "npi man");
    assert!(page.contains(".SH SYNOPSIS") && page.contains("npi\\-verify(1)"), "{page}");
    check(at, "npi man -o pages", 0, "pages\n");
    for verb in VERBS {
        let page = fs::read_to_string(at.join(format!("pages/npi-{verb}.1"))).unwrap();
        assert!(page.contains(&format!("npi\\-{verb} \\- ")), "{page}");
    }
    assert_eq!(fs::read_to_string(at.join("pages/npi.1")).unwrap(), page);
}

/// A run's hash is what boards print, and what the goldens hold.
#[test]
fn hashes_are_the_boards() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(root.join("runtime/firmware/README.md")).unwrap();
    let [_, session] = readme.split_once("> trace 0+0\n").map(<[&str; 2]>::from).unwrap();
    let [_, board] = session.split_once("\n> hash\n").map(<[&str; 2]>::from).unwrap();
    let hash = streams(&root, "npi run addition 0+0 --hash")[0].clone();
    assert!(!hash.is_empty() && board.starts_with(&hash), "{hash} is not {board:.40}");
    let again = r#"grep -o '"problem":"[^"]*' tests/golden/hashes.jsonl | cut -d '"' -f 4 | npi run addition - --hash --json"#;
    let golden = fs::read_to_string(root.join("tests/golden/hashes.jsonl")).unwrap();
    assert_eq!(streams(&root, again), [golden, String::new()]);
}
