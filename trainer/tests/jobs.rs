//! A proof is the same by any number of threads: its figures, and the sequence that refutes.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod npi;

use std::fs;

use npi::{astray, npi, shipped, talk};
use npi_format::Precision;
use npi_format::convert::convert;
use npi_runtime::verify::{Findings, Verifier, beginnings, programs, verify};
use npi_runtime::{Task, Teacher};
use npi_tasks::{Addition, Lock};
use npi_trainer::bench::random_network;

/// What is proven and what is refuted, and, as nearly all of its sequences are wrong, which of them is told: all as by one thread.
#[test]
fn threads_change_no_byte_of_a_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let drawn = |hidden| convert(&random_network::<Addition>(hidden, 1), Precision::F32).unwrap().0;
    let models = [fs::read(shipped("addition.npi")).unwrap(), astray(), drawn(8), drawn(32)];
    for (model, code) in models.into_iter().zip([0, 1, 1, 1]) {
        fs::write(folder.path().join("m.npi"), model).unwrap();
        let certificate = |jobs: &str| {
            let output = npi(folder.path(), &["verify", "m.npi", "--certificate", "-", "--jobs", jobs], b"");
            assert_eq!(output.status.code(), Some(code));
            output.stdout
        };
        let one = certificate("1");
        assert!(one.len() > 100);
        for jobs in ["2", "3", "16"] {
            assert_eq!(certificate(jobs), one, "{jobs} threads");
        }
    }
}

/// What is walked beginning by beginning, in any order, is what is walked at once.
#[test]
fn beginnings_are_all_there_is() {
    fn check<T: Task>() {
        for program in programs(&T::SIGNATURE) {
            let (machine, teacher) = (T::default(), Teacher::<T>::new());
            let (mut found, mut walked) = (Findings::NONE, Vec::new());
            let mut begun: Vec<_> = beginnings(&machine, program).collect();
            begun.reverse();
            for beginning in &begun {
                let state = npi_runtime::Policy::<T>::fresh(&teacher);
                let mut visit = |call: &_, steps: &[npi_runtime::verify::Walked<T>]| {
                    assert_eq!((*call, steps[0].view), *beginning);
                    walked.push(steps.len());
                };
                let mut verifier = Verifier::<T, _, 255>::new(state);
                verifier.walk::<T, _>(&machine, &teacher, beginning, &mut found, &mut visit).unwrap();
            }
            assert_eq!(verify::<T, T, _>(&machine, &teacher, program, &mut |_, _| {}).unwrap(), found);
            assert_eq!(walked.len(), found.sequences);
        }
    }
    check::<Addition>();
    check::<Lock>();
}

/// A number that is none is refused.
#[test]
fn no_threads_prove_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for jobs in ["0", "257", "all"] {
        let (said, code) = talk(&npi(folder.path(), &["verify", "--jobs", jobs], b""));
        assert_eq!(code, Some(2));
        assert!(said.contains("--jobs"), "{said}");
    }
}
