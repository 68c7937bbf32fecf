//! Models of several tasks at the command line: joined, split, inspected, proven task after task.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;

use std::fs;
use std::path::Path;

use serde_json::Value;
use shell::{check, refuses};

/// A folder with `both`, which holds addition and a task that the command does not know, and `m`, the shipped addition.
fn folder() -> tempfile::TempDir {
    let folder = shell::folder();
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/models");
    fs::copy(models.join("addition-and-fill.npi"), folder.path().join("both")).unwrap();
    folder
}

/// What is taken out is, byte for byte, what was put in; and put together again, it is the whole.
#[test]
fn split_undoes_join() {
    let folder = folder();
    let line = "npi split both addition -o a && npi split both fill -o f && cmp a m && npi join a f -o c && cmp c both";
    check(folder.path(), line, 0, "c: 2 tasks, 4052 bytes");
    check(folder.path(), "npi join f a -o turned && npi split turned fill -o g && cmp f g", 0, "");
    check(folder.path(), "npi split both addition -o - | cmp - m", 0, "");
}

/// Another core, a task twice, a task that is not there, an output that is an input: one line, and nothing is written.
#[test]
fn what_does_not_fit_is_refused() {
    let folder = folder();
    let before = fs::read(folder.path().join("m")).unwrap();
    refuses(
        folder.path(),
        "npi convert w -p f32 -o f 2>/dev/null; npi join m f -o x",
        "expected `addition` in int8, found it in f32",
    );
    refuses(folder.path(), "npi join both m -o x", "expected every task once, found `addition` twice");
    refuses(folder.path(), "npi join m both -o m", "m");
    refuses(folder.path(), "npi split both sorting -o x", "found one of tasks `addition`, `fill`");
    refuses(folder.path(), "npi split both addition -o both", "both");
    refuses(folder.path(), "npi verify both --task sorting", "expected a model of task `sorting`");
    refuses(
        folder.path(),
        "npi verify both",
        "expected a task (addition, calculator, sorting, lock, traffic, frames, addition-loop, sorting-loop, traffic-loop), found `fill`",
    );
    refuses(folder.path(), "npi verify both --certificate c", "expected --task beside --certificate");
    assert!(!folder.path().join("x").exists() && !folder.path().join("c").exists());
    assert_eq!(fs::read(folder.path().join("m")).unwrap(), before);
}

/// A certificate of addition says the same of the model that holds it alone and of the one that holds another task, too.
#[test]
fn another_task_voids_no_certificate() {
    let folder = folder();
    let certificate = |model: &str| {
        check(folder.path(), &format!("npi verify {model} --task addition --certificate c"), 0, "proven in");
        let mut value: Value = serde_json::from_slice(&fs::read(folder.path().join("c")).unwrap()).unwrap();
        assert!(value["model"].take().as_str().unwrap().starts_with(model));
        value
    };
    let alone = certificate("m");
    assert_eq!(certificate("both"), alone);
    let line = format!("echo '{}  m' | sha256sum -c", alone["sha256"].as_str().unwrap());
    check(folder.path(), &line, 0, "m: OK");
}

/// A blob of several tasks runs the one that is asked for, and is shown as a core and its sections.
#[test]
fn several_tasks_are_run_and_inspected() {
    let folder = folder();
    check(folder.path(), "npi run both addition 579 1221", 0, "1800");
    let shown =
        check(folder.path(), "npi inspect both", 0, "both: tasks `addition`, `fill`, int8, 16 hidden units");
    for part in ["recurrent          64x16     1024", "addition, fingerprint", "fill, fingerprint", "total"] {
        assert!(shown.contains(part), "{shown}");
    }
    check(folder.path(), "npi inspect both --svg - | grep -c fill.tables", 0, "1");
    check(folder.path(), "npi bench both --task addition --size 3 | head -4", 0, "int8, 16 hidden");
}

/// A core is taken over bit by bit; of another size, or trained for another precision, it is refused before training.
#[cfg(feature = "learn")]
#[test]
fn a_core_is_kept() {
    use npi_format::convert::Checkpoint;
    let folder = folder();
    let read =
        |name: &str| Checkpoint::from_safetensors(&fs::read(folder.path().join(name)).unwrap()).unwrap();
    check(folder.path(), "npi train --core w --seed 3 -o n", 0, "int8 proven");
    let (core, new) = (read("w"), read("n"));
    assert_eq!(new.recurrent, core.recurrent);
    assert_ne!(new.own, core.own);
    assert!(new.metadata.training.ends_with("on a given core"), "{}", new.metadata.training);
    refuses(
        folder.path(),
        "npi train --core w --hidden 8 -o x",
        "expected --hidden 16, as the core's, found 8",
    );
    let rounded = "expected a core that was trained for int4, found weights that it rounds";
    refuses(folder.path(), "npi train --core w -p int4 -o x", rounded);
    refuses(folder.path(), "npi train --core w -o w", "w");
    assert!(!folder.path().join("x").exists());
}
