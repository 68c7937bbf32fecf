//! Trained weights in a safetensors file: what is written, what is read, what is refused.

use npi_fill::Fill;
use npi_format::convert::{Checked, Checkpoint, ConvertError, alone, convert, power_of_two};
use npi_format::{Model, Precision, Signature};
use npi_runtime::Task;
use npi_tasks::Addition;
use npi_tests::random;
use npi_tests::tiny::tiny;

/// Weights survive the safetensors file to the bit, and the file is the same each time.
#[test]
fn checkpoints_round_trip() {
    let bytes = tiny().to_safetensors().unwrap();
    assert_eq!(Checkpoint::from_safetensors(&bytes), Ok(tiny()));
    assert_eq!(tiny().to_safetensors().unwrap(), bytes);
}

/// A missing, misshapen or broken tensor is named.
#[test]
fn bad_weights_are_named() {
    let refused = |checkpoint: &Checkpoint| convert(checkpoint, Precision::Int8).err();
    let mut large = tiny();
    large.recurrent[0] = 1000.0;
    let limit = ConvertError::TooLarge { tensor: "recurrent".to_owned(), found: 1000.0, limit: 127.0 };
    assert_eq!(refused(&large), Some(limit));
    let bytes = tiny().to_safetensors().unwrap();
    let mut broken = tiny();
    broken.own[0][1][3] = f32::NAN;
    let broken = broken.to_safetensors().unwrap();
    let error = ConvertError::NotFinite { tensor: "fill.heads".to_owned(), index: 3 };
    assert_eq!(Checkpoint::from_safetensors(&broken), Err(error));
    let mut missing = bytes.clone();
    let at = missing.windows(11).position(|window| window == b"\"recurrent\"").unwrap();
    missing[at + 1] = b'R';
    let error = Checkpoint::from_safetensors(&missing).unwrap_err();
    assert_eq!(error, ConvertError::Missing("recurrent".to_owned()));
}

/// Two tasks with weights of very different sizes, on one core: the file holds both, and each is converted as it is alone.
#[test]
fn a_task_is_converted_as_it_is_alone() {
    let mut state = 1;
    let mut random = random(&mut state);
    let mut task = |signature: &Signature, size: f32| {
        Checkpoint::drawn(signature, 5, || size * (random(201) as f32 - 100.0))
    };
    let first = task(&Addition::SIGNATURE, 0.3);
    let second = Checkpoint { recurrent: first.recurrent.clone(), ..task(&Fill::SIGNATURE, 0.000_1) };
    let mut both = first.clone();
    both.metadata.tasks.extend(second.metadata.tasks.clone());
    both.own.extend(second.own.clone());
    both.boxes.extend(second.boxes.clone());
    let bytes = both.to_safetensors().unwrap();
    assert_eq!(Checkpoint::from_safetensors(&bytes).as_ref(), Ok(&both));
    for precision in [Precision::F32, Precision::Int8] {
        let (blob, reports) = convert(&both, precision).unwrap();
        let names: Vec<_> = reports.iter().map(|report| report.tensor.as_str()).collect();
        let own =
            ["addition.tables", "addition.heads", "addition.bias", "fill.tables", "fill.heads", "fill.bias"];
        assert_eq!(names, [&["recurrent"][..], &own].concat());
        let model = Model::parse(&blob).unwrap();
        for (section, checkpoint) in model.sections().zip([&first, &second]) {
            assert_eq!(alone(&section), convert(checkpoint, precision).unwrap().0, "{}", section.task());
        }
    }
}

/// What training says of its blob survives the file, in whose metadata the precision stands by its name.
#[test]
fn what_was_checked_survives_the_file() {
    let mut checked = tiny();
    checked.metadata.checked = Some(Checked { precision: Precision::Int4, proven: true });
    let bytes = checked.to_safetensors().unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(text.contains(r#"\"checked\":{\"precision\":\"int4\",\"proven\":true}"#), "{text}");
    assert_eq!(Checkpoint::from_safetensors(&bytes), Ok(checked));
}

/// A file without such an entry is read, from before there was one; the shipped ones have one.
#[test]
fn checkpoints_without_the_entry_are_read() {
    let bytes = tiny().to_safetensors().unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("checked"));
    assert_eq!(Checkpoint::from_safetensors(&bytes).unwrap().metadata.checked, None);
    let shipped = [
        (Precision::Int8, &include_bytes!("../../../runtime/tasks/models/addition.safetensors")[..]),
        (Precision::F32, include_bytes!("../../../runtime/tasks/models/addition-f32.safetensors")),
    ];
    for (precision, bytes) in shipped {
        let checked = Checkpoint::from_safetensors(bytes).unwrap().metadata.checked;
        assert_eq!(checked, Some(Checked { precision, proven: true }));
    }
}

/// A checkpoint that somebody filled in wrongly is an error in every precision, not a panic and not a blob.
#[test]
fn hand_made_checkpoints_are_refused() {
    #[track_caller]
    fn check(spoil: impl Fn(&mut Checkpoint), expected: &ConvertError) {
        let mut spoiled = tiny();
        spoil(&mut spoiled);
        for precision in [Precision::F32, Precision::Int8, Precision::Int4] {
            assert_eq!(convert(&spoiled, precision).err().as_ref(), Some(expected), "{precision:?}");
        }
    }
    let shape = |tensor: &str, expected: &[usize], found| ConvertError::Shape {
        tensor: tensor.to_owned(),
        expected: expected.to_vec(),
        found: vec![found],
    };
    check(|spoiled| spoiled.recurrent.clear(), &shape("recurrent", &[1, 4], 0));
    check(|spoiled| spoiled.own[0][0].truncate(3), &shape("fill.tables", &[9, 4], 3));
    check(|spoiled| spoiled.own[0][1].push(0.0), &shape("fill.heads", &[1, 8], 9));
    check(|spoiled| spoiled.own[0][2].clear(), &shape("fill.bias", &[8], 0));
    let not_finite = |tensor: &str, index| ConvertError::NotFinite { tensor: tensor.to_owned(), index };
    check(|spoiled| spoiled.own[0][0][5] = f32::NAN, &not_finite("fill.tables", 5));
    check(|spoiled| spoiled.own[0][2][7] = f32::NEG_INFINITY, &not_finite("fill.bias", 7));
    let wrong = |what: &str| ConvertError::Metadata(what.to_owned());
    let absurd = wrong("no hidden units, or absurdly many");
    check(|spoiled| spoiled.metadata.hidden = 0, &absurd);
    check(|spoiled| spoiled.metadata.hidden = usize::MAX, &absurd);
    let counts = wrong("empty or absurd counts of programs, slots or symbols");
    check(|spoiled| spoiled.metadata.tasks[0].observation.clear(), &counts);
    check(|spoiled| spoiled.metadata.tasks.clear(), &wrong("no tasks, or absurdly many"));
    check(|spoiled| spoiled.own.clear(), &wrong("other tasks than there are weights for"));
    let twice = |spoiled: &mut Checkpoint| spoiled.metadata.tasks.extend(tiny().metadata.tasks);
    check(twice, &wrong("task `fill` twice"));
    let mut spoiled = tiny();
    spoiled.metadata.hidden = usize::MAX;
    assert_eq!(spoiled.to_safetensors(), Err(absurd));
}

/// Every power of two that a float has without losing bits is the one that doubling and halving give.
#[test]
fn powers_of_two_are_exact() {
    let (mut up, mut down) = (1.0_f32, 1.0_f32);
    for exponent in 0..=126 {
        assert_eq!((power_of_two(exponent), power_of_two(-exponent)), (up, down), "{exponent}");
        (up, down) = (up * 2.0, down / 2.0);
    }
    assert_eq!(power_of_two(127), up);
    assert_eq!((power_of_two(i32::MAX), power_of_two(i32::MIN)), (up, f32::MIN_POSITIVE));
}
