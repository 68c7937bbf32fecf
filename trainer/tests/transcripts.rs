//! What documents show of the command happens: every ```` ```console ```` block is typed, and says what stands below.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;

use std::fs;
use std::path::Path;

use shell::shell;

/// What stands for any text in a line, and alone for any lines.
const ANY: &str = "…";

/// Lines of ```` ```sh ```` blocks, which are not typed here: the first two are for those who have no clone yet, `tests/all.sh` is what runs
/// this test, and it installs the command, too.
const TYPED_ELSEWHERE: [&str; 5] = [
    "git clone https://github.com/npi-rs/npi",
    "cd npi",
    "cargo install --locked --path trainer",
    "cargo install --locked --path trainer --no-default-features",
    "tests/all.sh",
];

/// A line that is typed, and what is said then.
struct Exchange {
    command: String,
    says: Vec<String>,
}

/// The fenced blocks of a document in a language.
fn blocks<'d>(document: &'d str, language: &str) -> Vec<Vec<&'d str>> {
    let (mut blocks, mut lines) = (Vec::new(), document.lines());
    while let Some(line) = lines.next() {
        if let Some(found) = line.strip_prefix("```").filter(|found| !found.is_empty()) {
            let block = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.extend((found == language).then_some(block));
        }
    }
    blocks
}

/// What is typed in a block and said to it. A line that ends with a backslash goes on in the next.
fn exchanges(block: &[&str]) -> Vec<Exchange> {
    let (mut all, mut goes_on): (Vec<Exchange>, _) = (Vec::new(), false);
    for line in block {
        match (line.strip_prefix("$ "), all.last_mut()) {
            (None, Some(last)) if goes_on => last.command += &format!("\n{line}"),
            (Some(command), _) => all.push(Exchange { command: command.to_owned(), says: Vec::new() }),
            (None, last) => last.expect("a command first").says.push((*line).to_owned()),
        }
        goes_on = line.ends_with('\\');
    }
    all
}

/// A line without what is another one in each run: seconds, such as `0.02 s`.
fn timeless(line: &str) -> String {
    let is_seconds =
        |word: &str| word.strip_prefix('s').is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let is_figure =
        |word: &str| word.contains('.') && word.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit());
    let mut words: Vec<&str> = line.split(' ').collect();
    for at in 1..words.len() {
        if is_seconds(words[at]) && is_figure(words[at - 1]) {
            words[at - 1] = ANY;
        }
    }
    words.join(" ")
}

/// Whether a line is what is expected, in which [`ANY`] stands for any text.
fn is_line(expected: &str, found: &str) -> bool {
    let Some((before, after)) = expected.split_once(ANY) else { return expected == found };
    let Some(rest) = found.strip_prefix(before) else { return false };
    let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    ends.into_iter().any(|at| is_line(after, &rest[at..]))
}

/// Whether lines are what is expected, among which [`ANY`] stands for any number of them.
fn are_lines(expected: &[String], found: &[String]) -> bool {
    match expected.split_first() {
        None => found.is_empty(),
        Some((first, rest)) if first == ANY => (0..=found.len()).any(|skip| are_lines(rest, &found[skip..])),
        Some((first, rest)) => found
            .split_first()
            .is_some_and(|(line, left)| is_line(&timeless(first), &timeless(line)) && are_lines(rest, left)),
    }
}

/// A document whose commands have been typed, from its beginning to its end: it says what was found wherever that is not what it said.
fn retold(document: &str, mut typed: impl FnMut(&str) -> String) -> String {
    let (mut told, mut lines) = (String::new(), document.lines());
    while let Some(line) = lines.next() {
        told += &format!("{line}\n");
        if line != "```console" {
            continue;
        }
        let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        for Exchange { command, says } in exchanges(&block) {
            let said = typed(&command);
            let found: Vec<_> = said.lines().map(str::to_owned).collect();
            let same = are_lines(&says, &found);
            told += &format!("$ {command}\n");
            for line in if same { &says } else { &found } {
                told += &format!("{line}\n");
            }
        }
        told += "```\n";
    }
    told
}

/// Types all that a document shows, in one new folder; `NPI_BLESS=1` writes what is said then.
#[track_caller]
fn check(document: &str, at_least: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(document);
    let (text, folder, mut count) = (fs::read_to_string(&path).unwrap(), tempfile::tempdir().unwrap(), 0);
    for line in blocks(&text, "sh").iter().flatten() {
        assert!(TYPED_ELSEWHERE.contains(line), "{document}: nobody types `{line}`");
    }
    let told = retold(&text, |command| {
        count += 1;
        let line = format!("exec 2>&1; cargo() {{ shift; npi \"$@\"; }}; {command}");
        String::from_utf8_lossy(&shell(folder.path(), &line).stdout).into_owned()
    });
    assert!(count >= at_least, "{document}: {count} commands");
    if std::env::var_os("NPI_BLESS").is_some() {
        fs::write(path, told).unwrap();
        return;
    }
    for (number, (expected, found)) in text.lines().zip(told.lines()).enumerate() {
        assert_eq!(expected, found, "{document}, line {}; hint: NPI_BLESS=1 writes what is said", number + 1);
    }
    assert_eq!(text, told);
}

/// The first minutes.
#[test]
fn the_readme_shows_what_happens() {
    check("README.md", 5);
}

/// Every verb.
#[test]
fn the_page_of_commands_shows_what_happens() {
    check("docs/commands.md", 20);
}

/// The comparison itself tells lines apart, but not seconds.
#[test]
fn what_is_shown_is_held_against_what_happens() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let check = |expected, found, same| {
        assert_eq!(are_lines(&lines(expected), &lines(found)), same, "{expected}|{found}")
    };
    check("a\nb", "a\nb", true);
    check("a\nb", "a", false);
    check("a", "a\nb", false);
    check("a\n…\nd", "a\nb\nc\nd", true);
    check("a\n…\nd", "a\nd", true);
    check("a\n…\nd", "a\nd\ne", false);
    check("sha …, 3 bytes", "sha 12ab, 3 bytes", true);
    check("sha …, 3 bytes", "sha 12ab, 4 bytes", false);
    check("in …", "in a while", true);
    check("proven in 0.02 s: so", "proven in 1.73 s: so", true);
    check("proven in 0.02 s: so", "proven in 1.73 s: no", false);
    check("margin 1.389 logits", "margin 1.388 logits", false);
}
