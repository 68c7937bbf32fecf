//! Problems and their traces, in one step or in two.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;

use std::fs;

use npi_runtime::Task;
use npi_tasks::Shipped;
use npi_trainer::error::Result;
use npi_trainer::tasks::{ForTask, Tasks};
use shell::{check, refuses};

/// What is made in one step is made in two, byte for byte: problems first, then their traces; of every task.
#[test]
fn two_steps_make_what_one_makes() {
    let folder = tempfile::tempdir().unwrap();
    for task in Shipped::NAMES {
        let both = format!(
            "npi generate {task} --examples-per 2 --seed 7 -o one && \
             npi generate {task} --examples-per 2 --seed 7 --problems | npi generate {task} --from - -o two && cmp one two"
        );
        check(folder.path(), &both, 0, "");
    }
}

/// Problems stand one a line, as `run -` reads them, and each is one of its task.
#[test]
fn problems_are_lines() {
    struct Problem(Vec<u8>);
    impl ForTask for Problem {
        type Output = bool;

        fn for_task<T: Task>(self) -> Result<bool> {
            Ok(T::world(&self.0, &mut vec![0; T::memory(&self.0)]).is_ok())
        }
    }
    let folder = tempfile::tempdir().unwrap();
    for task in Shipped::NAMES {
        check(folder.path(), &format!("npi generate {task} --problems --max 4 -o p"), 0, "");
        let text = fs::read_to_string(folder.path().join("p")).unwrap();
        assert_eq!(text.lines().count(), 4 * 32, "{task}");
        for line in text.lines() {
            assert!(Shipped::for_task(task, Problem(line.into())).unwrap(), "{task}: {line}");
        }
    }
}

/// People's own problems: blank lines do not count, a bad line is named, and then nothing is written.
#[test]
fn given_problems_are_traced() {
    let folder = tempfile::tempdir().unwrap();
    let check = |line, says| check(folder.path(), line, 0, says);
    check("printf '1+2\\n\\n 30 4 \\r\\n' > p && npi generate addition --from p -o t && wc -l < t", "2");
    check("grep -c '\"answer\":\"34\"' t", "1");
    check("npi generate addition --from p | npi animate - --idx 1", "34");
    let refuses = |line, says| refuses(folder.path(), line, says);
    refuses(
        "printf '1+2\\n1x2\\n' > bad; npi generate addition --from bad -o none",
        "npi: bad: line 2: expected two whole numbers, such as 579+1221; found `x` at character 2",
    );
    refuses("printf '\\n' | npi generate addition --from - -o none", "expected problems, found none");
    refuses("npi generate addition --from p -o p", "expected an output that is not read, too");
    assert!(!folder.path().join("none").exists());
    assert_eq!(fs::read_to_string(folder.path().join("p")).unwrap().lines().count(), 3);
}
