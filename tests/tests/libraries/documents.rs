//! What the documents name is there.

use std::fs;
use std::path::Path;

/// Folders that a path in a document may be counted from, beside the project's root.
const FOLDERS: [&str; 6] =
    ["", "runtime/src", "trainer/src", "model-format/src", "tests", "trainer/src/cmd/new/template"];

/// Every file that is named in backticks exists, so that whoever follows a path arrives.
#[test]
fn every_file_that_a_document_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut checked = 0;
    for document in [
        "ARCHITECTURE.md",
        "README.md",
        "docs/CONTRIBUTING.md",
        "docs/SECURITY.md",
        "docs/ci.md",
        "docs/commands.md",
        "docs/decisions.md",
        "docs/embedding.md",
        "docs/fuzzing.md",
        "docs/in-your-firmware.md",
        "docs/numbers.md",
        "docs/performance.md",
        "docs/proof.md",
        "docs/questions.md",
        "docs/tasks.md",
        "docs/teacher.md",
        "docs/your-own-task.md",
    ] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        let named = text.split('`').skip(1).step_by(2).filter(|named| is_source(named));
        for path in named {
            let there = |folder: &&str| root.join(folder).join(path).exists();
            assert!(FOLDERS.iter().any(there), "{document} names `{path}`, which is not there");
            checked += 1;
        }
    }
    assert!(checked > 30, "{checked} paths");
}

/// The Rust that `docs/embedding.md` shows stands in some example, line for line, which is built; of how far it is indented nothing is said.
#[test]
fn the_code_that_is_shown_is_built() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let lines = |text: &str| text.lines().map(|line| format!("{}\n", line.trim())).collect::<String>();
    let examples: Vec<_> = [
        "bare/src/main.rs",
        "bare/src/panic.rs",
        "embassy-rp/src/main.rs",
        "embassy-nrf/src/main.rs",
        "defmt-rtt/src/main.rs",
    ]
    .map(|file| lines(&fs::read_to_string(root.join("runtime/firmware/examples").join(file)).unwrap()))
    .into();
    let text = fs::read_to_string(root.join("docs/embedding.md")).unwrap();
    let shown: Vec<_> =
        text.split("```rust\n").skip(1).map(|block| block.split("```").next().unwrap()).collect();
    for block in &shown {
        assert!(examples.iter().any(|code| code.contains(&lines(block))), "no example has\n{block}");
    }
    assert!(shown.len() > 6, "{} blocks", shown.len());
}

/// Each promise names tests that are there: in the files of its row of the table.
#[test]
fn every_promise_has_its_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("docs/SECURITY.md")).unwrap();
    let mut checked = 0;
    for row in text.lines().filter(|line| line.contains(".rs` |")) {
        let cells: Vec<_> = row.split('|').collect();
        let quoted = |cell: usize| cells[cell].split('`').skip(1).step_by(2);
        let sources: String = quoted(2).map(|path| fs::read_to_string(root.join(path)).unwrap()).collect();
        for test in quoted(3) {
            let there = sources.split("#[test]").skip(1).any(|code| name(code) == Some(test));
            assert!(there, "no test `{test}` in {}", cells[2]);
            checked += 1;
        }
    }
    assert!(checked > 20, "{checked} tests");
}

/// Each fuzz target is built, holds a promise, has seeds, and its figures are in the document.
#[test]
fn every_fuzz_target_holds_a_promise() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let [security, figures, manifest] =
        ["docs/SECURITY.md", "docs/fuzzing.md", "tests/fuzz/Cargo.toml"].map(read);
    let targets = fs::read_dir(root.join("tests/fuzz/fuzz_targets")).unwrap();
    let paths: Vec<_> = targets.map(|target| target.unwrap().path()).collect();
    for path in &paths {
        let target = path.file_stem().unwrap().to_str().unwrap();
        assert!(security.contains(&format!("| `tests/fuzz/fuzz_targets/{target}.rs` |")), "{target}");
        assert!(figures.contains(&format!("| `{target}` |")), "{target}");
        assert!(manifest.contains(&format!("name = \"{target}\"")), "{target}");
        assert!(root.join("tests/fuzz/corpus").join(target).is_dir(), "{target}");
    }
    assert_eq!(paths.len(), 9);
}

/// A file that no `main.rs` names would never be compiled, and nobody would miss its tests.
#[test]
fn every_file_of_tests_is_a_module() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut files = 0;
    for binary in ["libraries", "learning", "pictures", "firmware"] {
        let main = fs::read_to_string(tests.join(binary).join("main.rs")).unwrap();
        for entry in fs::read_dir(tests.join(binary)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let Some(module) = name.strip_suffix(".rs").filter(|&module| module != "main") else { continue };
            assert!(main.contains(&format!("\nmod {module};\n")), "{binary}/{name}");
            files += 1;
        }
    }
    assert!(files > 40, "{files} files");
}

/// The name of the first function of some code.
fn name(code: &str) -> Option<&str> {
    Some(code.split("fn ").nth(1)?.split_once('(')?.0)
}

/// A path with a folder in it, of a file that is no output of an example.
fn is_source(named: &str) -> bool {
    let plain = named.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    plain && named.contains('/') && [".rs", ".md", ".sh", ".toml"].iter().any(|end| named.ends_with(end))
}
