//! The shipped models are proven, on their very bytes; a model that is not right is refuted.

use npi_fill::Fill;
use npi_format::Model;
use npi_format::convert::alone;
use npi_runtime::verify::{Findings, verify_all};
use npi_runtime::{Machine, Misfit, Network, Task};
use npi_tasks::{Addition, Calculator, Framing, Lock, Sorting, Traffic, models};
use npi_tests::tiny::sealed;
use npi_tests::{add, answer, calculated, check_sum, random};
use npi_trainer::proof::prove;
use npi_trainer::refutation::{Counterexample, Run};
use npi_trainer::spec::SpecOf;

const HIDDEN: usize = 16;

fn findings<T: Task>(blob: &[u8]) -> Findings {
    let network = Network::<T, HIDDEN>::new(&Model::parse(blob).unwrap()).unwrap();
    verify_all(&T::default(), &network).unwrap()
}

/// The blob with one stored weight changed and the checksum made right again.
fn with_weight(blob: &[u8], at: usize, byte: u8) -> Vec<u8> {
    let mut blob = blob.to_vec();
    blob[at] = byte;
    sealed(blob)
}

/// Where the bias of `end` stands.
fn bias(blob: &[u8]) -> usize {
    let [.., bias] = Model::parse(blob).unwrap().sections().next().unwrap().tensors();
    bias.bytes.as_ptr() as usize - blob.as_ptr() as usize
}

/// Every sequence that a call can see, with the margin that README states as the floor.
#[test]
fn shipped_models_are_proven() {
    for blob in [models::ADDITION, models::ADDITION_F32] {
        let findings = findings::<Addition>(blob);
        assert_eq!((findings.sequences, findings.steps, findings.wrong), (25_338, 51_051, 0));
        let margin = findings.margin.unwrap();
        assert!(margin >= 1 << 15, "margin of {margin} / 65536 logits");
    }
}

/// Checks that a blob's network is right on all of a task's sequences, by half a logit.
#[track_caller]
fn is_proven<T: Task>(blob: &[u8], sequences: usize) {
    let findings = findings::<T>(blob);
    assert_eq!((findings.sequences, findings.wrong, findings.excluded), (sequences, 0, 0));
    let margin = findings.margin.unwrap();
    assert!(margin >= 1 << 15, "margin of {margin} / 65536 logits");
}

/// The controllers' models, of eight units each, are proven on their very bytes.
#[test]
fn shipped_controllers_are_proven() {
    is_proven::<Lock>(Lock::MODEL.unwrap(), 280);
    is_proven::<Traffic>(Traffic::MODEL.unwrap(), 209);
    is_proven::<Framing>(Framing::MODEL.unwrap(), 73);
}

/// One core runs every task that ships, in 20 KB; addition's part is the very model that ships alone.
#[test]
fn all_tasks_of_one_core_are_proven() {
    is_proven::<Calculator>(models::ALL, 2179);
    is_proven::<Sorting>(models::ALL, 45);
    is_proven::<Lock>(models::ALL, 280);
    is_proven::<Traffic>(models::ALL, 209);
    is_proven::<Framing>(models::ALL, 73);
    let all = Model::parse(models::ALL).unwrap();
    let addition = all.section(Addition::SIGNATURE.fingerprint()).unwrap();
    assert_eq!(alone(&addition), models::ADDITION);
    assert_eq!((all.sections().count(), models::ALL.len()), (6, 20_420));
}

/// The network itself calculates and sorts, as its proof says.
#[test]
fn the_network_of_all_tasks_solves_problems() {
    let all = Model::parse(models::ALL).unwrap();
    for problem in ["12*34", "5-123", "99999/7", "0*0", "1000000-1", "12345678901234567890/987654321"] {
        let network = Network::<Calculator, HIDDEN>::new(&all).unwrap();
        assert_eq!(answer(network, problem), Ok(calculated(problem)), "{problem}");
    }
    let network = || Network::<Sorting, HIDDEN>::new(&all).unwrap();
    assert_eq!(answer(network(), "3 -1 2 3").as_deref(), Ok("-1 2 3 3"));
    assert_eq!(answer(network(), "max 3 -1 2").as_deref(), Ok("3"));
}

/// Two tasks in one blob, on one core: each is proven on these bytes, addition as it is alone.
#[test]
fn both_tasks_of_one_blob_are_proven() {
    let both = include_bytes!("../../models/addition-and-fill.npi");
    assert_eq!(findings::<Addition>(both), findings::<Addition>(models::ADDITION));
    let fill = findings::<Fill>(both);
    assert!(fill.is_proven());
    assert_eq!((fill.sequences, fill.steps, fill.excluded), (24, 64, 2));
}

/// One weight changed so that an answer changes: refuted, with a counterexample that does differ.
#[test]
fn mutated_model_is_refuted() {
    let blob = models::ADDITION;
    let first_bias = bias(blob);
    let mutated = with_weight(blob, first_bias, 255); // `end`, always
    let (spec, mutated) =
        (SpecOf::<Addition>::of_task::<Addition>().unwrap(), Model::parse(&mutated).unwrap());
    let proof = prove::<Addition>(&spec, &mutated).unwrap();
    assert!(proof.findings.wrong > 0 && !proof.findings.is_proven());
    let Counterexample { call, steps, found } = proof.counterexample.unwrap();
    let mut memory = 0;
    for (view, expected) in &steps {
        let (decision, next) = Addition.teach(&call, memory, view).unwrap();
        (memory, _) = (next, assert_eq!(decision, *expected));
    }
    assert_ne!(found, steps.last().unwrap().1);
    let run = Run::find::<Addition>(&mutated, &["579+1221".to_owned()]).unwrap().unwrap();
    assert_eq!((run.problem.as_str(), run.step), ("579+1221", 0));
}

/// What the network does on a sequence is what the interpreter does with it in a whole problem.
#[test]
fn mutated_model_adds_wrongly() {
    let blob = models::ADDITION;
    let mutated = with_weight(blob, bias(blob), 255);
    let network = Network::<Addition, HIDDEN>::new(&Model::parse(&mutated).unwrap()).unwrap();
    assert_ne!(add(network, "579+1221"), Ok("1800".to_owned()));
}

/// The proven network against big integers: random problems, carries all the way, zeros.
#[test]
fn shipped_models_add() {
    for blob in [models::ADDITION, models::ADDITION_F32] {
        let network = Network::<Addition, HIDDEN>::new(&Model::parse(blob).unwrap()).unwrap();
        let (mut state, nines) = (3, "9".repeat(3000));
        let mut random = random(&mut state);
        for size in [1, 2, 3, 20, 100, 1000, 3000] {
            let mut problem = String::new();
            Addition::sample(size, 1, &mut random, &mut problem).unwrap();
            check_sum(network, &problem);
        }
        for problem in ["0+0", "007+5", &format!("{nines}+1"), &format!("1+{nines}")] {
            check_sum(network, problem);
        }
    }
}

/// A model of 16 units does not fit buffers of 8.
#[test]
fn small_buffers_are_refused() {
    let model = Model::parse(models::ADDITION).unwrap();
    let misfit = Misfit::Hidden { found: 16, capacity: 8 };
    assert_eq!(Network::<Addition, 8>::new(&model).err(), Some(misfit));
}
