//! The blob, byte by byte: what is written, what is refused, and with which error.

use npi_fill::Fill;
use npi_format::convert::{JoinError, alone, join};
use npi_format::{ALIGNMENT, Model, ParseError, Place, Precision, Scales, Tensor};
use npi_runtime::{Int4, Int8, Lstm, Misfit, Network, Task};
use npi_tasks::{Addition, models};
use npi_tests::tiny::{sealed, tiny_blob};

#[track_caller]
fn check(bytes: &[u8], expected: ParseError) {
    assert_eq!(Model::parse(bytes), Err(expected));
}

/// Every byte of a small int8 blob, as the format's specification says.
#[test]
fn int8_blob_is_these_bytes() {
    let bytes = tiny_blob(Precision::Int8);
    let mut expected = b"npi\x1a".to_vec();
    expected.extend([2, 1, 1]); // version, precision int8, hidden
    let Scales { tables: t, recurrent: r, heads: h } =
        Model::parse(&bytes).unwrap().sections().next().unwrap().scales();
    // 4.375 · 2^4 = 70, 4.875 · 2^4 = 78, 6.875 · 2^4 = 110.
    assert_eq!((t, r, h), (4, 4, 4));
    expected.extend([r as u8, 0, 4, 1]); // its scale, where the recurrent weights are and how many, tasks
    expected.extend([4, b'f', b'i', b'l', b'l']);
    expected.extend(Fill::SIGNATURE.fingerprint().to_le_bytes());
    expected.extend([2, 1, 4, 1, 3, 1]); // programs, observation, arguments, arguments are inputs
    expected.extend([t as u8, h as u8, 16, 36, 64, 8, 80, 8]); // scales; where tables, heads, bias are
    let pad = |bytes: &mut Vec<u8>| bytes.resize(bytes.len().next_multiple_of(16), 0);
    pad(&mut expected);
    // Weights 36 to 39, an eighth each, in 16ths; then those before, and the others: the heads' rows are end, NOP, ACT,
    // MAIN, FILL, 0, 1, RIGHT.
    for weights in [36..40, 0..36, 40..48, 48..56] {
        expected.extend(weights.map(|weight| 128 + 2 * weight));
        pad(&mut expected);
    }
    expected.extend(&bytes[bytes.len() - 4..]);
    assert_eq!(bytes, expected);
    assert_eq!(sealed(bytes.clone()), bytes);
}

/// A blob stores the same model in every precision, and parses back, wherever in memory it stands.
#[test]
fn every_precision_parses_back_at_every_address() {
    for (precision, length) in [(Precision::F32, 276), (Precision::Int8, 148), (Precision::Int4, 132)] {
        let bytes = tiny_blob(precision);
        assert_eq!(bytes.len(), length, "{precision:?}");
        for shift in 0..16 {
            let shifted = [&vec![0; shift][..], &bytes].concat();
            let model = Model::parse(&shifted[shift..]).unwrap();
            assert_eq!((model.precision(), model.hidden()), (precision, 1));
            assert_eq!(model.sections().map(|section| section.task()).collect::<Vec<_>>(), ["fill"]);
        }
    }
}

/// Every tensor begins at a multiple of sixteen bytes from the blob's start.
#[test]
fn tensors_are_aligned() {
    for shipped in [models::ADDITION, models::ADDITION_F32] {
        assert_eq!(shipped.as_ptr() as usize % ALIGNMENT, 0);
    }
    for bytes in [models::ADDITION, models::ADDITION_F32, &tiny_blob(Precision::Int4)] {
        let model = Model::parse(bytes).unwrap();
        for tensor in model.sections().flat_map(|section| section.tensors()) {
            let offset = tensor.bytes.as_ptr() as usize - bytes.as_ptr() as usize;
            assert_eq!(offset % ALIGNMENT, 0, "{:?}", tensor.tensor);
        }
    }
}

/// Every truncation, and a byte too many, is refused.
#[test]
fn wrong_lengths_are_refused() {
    for precision in [Precision::F32, Precision::Int8, Precision::Int4] {
        let mut bytes = tiny_blob(precision);
        for end in 0..bytes.len() {
            check(&bytes[..end], ParseError::Truncated);
        }
        bytes.push(0);
        check(&bytes, ParseError::Trailing(1));
    }
}

/// Each way to be wrong has its own error, with what was expected and what was found.
#[test]
fn each_fault_has_its_own_error() {
    let bytes = tiny_blob(Precision::Int8);
    let with = |at: usize, byte: u8| {
        let mut bytes = bytes.clone();
        bytes[at] = byte;
        sealed(bytes)
    };
    let place = |tensor| Place::of(0, tensor);
    let [tables, heads, bias] = Tensor::OWN.map(place);
    check(b"PK\x03\x04 and more", ParseError::Magic);
    check(&with(4, 1), ParseError::Version(1));
    check(&with(5, 9), ParseError::Precision(9));
    check(&with(6, 0), ParseError::Hidden(0));
    check(&with(6, 2), ParseError::Length { place: Place::CORE, expected: 16, found: 4 });
    check(&with(10, 0), ParseError::NoTask);
    check(&with(24, 0), ParseError::Programs { task: 0, found: 0 });
    check(&with(24, 254), ParseError::Programs { task: 0, found: 254 });
    check(&with(28, 0), ParseError::NoSymbol { task: 0 });
    check(&with(29, 4), ParseError::Malformed); // no such flag
    check(&with(12, 0xff), ParseError::Malformed); // no UTF-8
    check(&with(26, 5), ParseError::Length { place: tables, expected: 40, found: 36 });
    let scales =
        |tables, recurrent| ParseError::Scales { task: 0, found: Scales { tables, recurrent, heads: 4 } };
    check(&with(30, 16), scales(16, 4));
    check(&with(30, 12), scales(12, 4)); // finer than the products'
    assert!(Model::parse(&with(7, 11)).is_ok()); // recurrent weights as fine as they may be beside the table
    check(&with(7, 12), scales(4, 12));
    check(&with(32, 17), ParseError::Unaligned { place: tables, found: 17 });
    check(&with(32, 0), ParseError::Overlap { place: tables, expected: 16, found: 0 });
    check(&with(34, 16), ParseError::Overlap { place: heads, expected: 64, found: 16 });
    let mut unsorted = with(34, 80);
    unsorted[36] = 64;
    check(&sealed(unsorted), ParseError::Gap { place: heads, expected: 64, found: 80 });
    check(&with(36, 96), ParseError::Gap { place: bias, expected: 80, found: 96 });
    check(&with(8, 16), ParseError::Gap { place: Place::CORE, expected: 0, found: 16 });
    check(&with(33, 37), ParseError::Length { place: tables, expected: 36, found: 37 });
    check(&with(40, 1), ParseError::Padding { at: 38 }); // behind the header
    check(&with(53, 1), ParseError::Padding { at: 52 }); // behind the recurrent weights
    let mut damaged = bytes.clone();
    damaged[50] ^= 1;
    let found = Model::parse(&bytes).unwrap().checksum();
    let expected = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(&damaged[..144]);
    check(&damaged, ParseError::Checksum { expected, found });
}

/// A number has one way to be written, and so a model one blob: longer ways are refused.
#[test]
fn numbers_are_as_short_as_they_can_be() {
    let mut longer = tiny_blob(Precision::Int8);
    longer.splice(6..7, [0x81, 0x00]); // hidden, still 1
    longer.remove(47); // a zero less, so that the tensors stand where they did
    check(&sealed(longer), ParseError::Malformed);
}

/// More slots than there may be, and none.
#[test]
fn absurd_numbers_of_slots_are_refused() {
    let bytes = tiny_blob(Precision::Int8);
    for found in [0, 17] {
        let mut slots = bytes.clone();
        slots.splice(25..27, [&[found as u8][..], &vec![1; found]].concat());
        check(&sealed(slots), ParseError::Slots { task: 0, found });
    }
}

/// An f32 weight that is not finite is named by its tensor, and f32 has no scales.
#[test]
fn floats_that_are_none_are_refused() {
    let bytes = tiny_blob(Precision::F32);
    let with = |at: usize, new: &[u8]| {
        let mut bytes = bytes.clone();
        bytes[at..at + new.len()].copy_from_slice(new);
        sealed(bytes)
    };
    let place = |tensor| Place::of(0, tensor);
    let tables = |weight: f32| with(48 + 16 + 8, &weight.to_le_bytes());
    check(&tables(f32::NAN), ParseError::NotFinite(place(Tensor::Tables)));
    check(&tables(f32::INFINITY), ParseError::NotFinite(place(Tensor::Tables)));
    let core = with(48, &f32::NEG_INFINITY.to_le_bytes());
    check(&core, ParseError::NotFinite(Place::CORE));
    let found = Scales { tables: 0, recurrent: 1, heads: 0 };
    check(&with(7, &[1]), ParseError::Scales { task: 0, found });
    assert!(Model::parse(&tables(f32::MAX)).is_ok());
}

/// A model of another task, of another precision, or too large for its buffers, is refused by name.
#[test]
fn misfits_are_refused() {
    let bytes = tiny_blob(Precision::Int8);
    let model = Model::parse(&bytes).unwrap();
    let other = Network::<Addition, 16>::new(&model).err();
    let fingerprint = Addition::SIGNATURE.fingerprint();
    assert_eq!(other, Some(Misfit::Task { expected: "addition", fingerprint }));
    assert_eq!(Network::<Fill, 0>::new(&model).err(), Some(Misfit::Hidden { found: 1, capacity: 0 }));
    assert!(Network::<Fill, 1>::new(&model).is_ok());
    let exactly = Lstm::<Fill, Int8, 2, _>::exactly(&model);
    assert_eq!(exactly.err(), Some(Misfit::Units { found: 1, expected: 2 }));
    let other = Lstm::<Fill, Int4, 1>::new(&model);
    let precision = Misfit::Precision { expected: Precision::Int4, found: Precision::Int8 };
    assert_eq!(other.err(), Some(precision));
    // A symbol more to see and one less to say need no row and no weight that is not there.
    let mut wider = tiny_blob(Precision::Int8);
    (wider[26], wider[28]) = (5, 2);
    let wider = sealed(wider);
    let model = Model::parse(&wider).unwrap();
    assert_eq!(Network::<Fill, 1>::new(&model).err(), Some(Misfit::Shape { expected: "fill" }));
}

/// Two tasks stand in one blob on one core, each byte of them where it can be found again.
#[test]
fn tasks_are_joined_and_split() {
    let both = include_bytes!("../../models/addition-and-fill.npi");
    let model = Model::parse(both).unwrap();
    let [addition, fill] = &model.sections().collect::<Vec<_>>()[..] else { panic!("two sections") };
    assert_eq!((addition.task(), fill.task()), ("addition", "fill"));
    assert_eq!(alone(addition), models::ADDITION);
    assert_eq!(addition.core(), fill.core());
    assert_eq!(join(&[*addition, *fill]).unwrap(), both);
    // In the other order the sections are the same, and so are the blobs of each alone.
    let turned = join(&[*fill, *addition]).unwrap();
    assert_ne!(turned, both);
    let turned = Model::parse(&turned).unwrap();
    let parts = |model: &Model<'_>, task: u64| alone(&model.section(task).unwrap());
    for task in [addition.fingerprint(), fill.fingerprint()] {
        assert_eq!(parts(&turned, task), parts(&model, task));
    }
}

/// What cannot stand in one blob is refused, each with its own error.
#[test]
fn other_cores_and_twins_are_refused() {
    let (tiny, addition) = (tiny_blob(Precision::Int8), models::ADDITION);
    let [tiny, addition] =
        [&tiny, addition].map(|bytes| Model::parse(bytes).unwrap().sections().next().unwrap());
    let task = || "fill".to_owned();
    assert_eq!(join(&[addition, tiny]), Err(JoinError::Hidden { task: task(), expected: 16, found: 1 }));
    let int4 = tiny_blob(Precision::Int4);
    let int4 = Model::parse(&int4).unwrap().sections().next().unwrap();
    let (expected, found) = (Precision::Int8, Precision::Int4);
    assert_eq!(join(&[tiny, int4]), Err(JoinError::Precision { task: task(), expected, found }));
    let mut other = tiny_blob(Precision::Int8);
    other[48] ^= 1; // a recurrent weight
    let other = sealed(other);
    let other = Model::parse(&other).unwrap().sections().next().unwrap();
    assert_eq!(join(&[tiny, other]), Err(JoinError::Core { expected: task(), found: task() }));
    assert_eq!(join(&[addition, addition]), Err(JoinError::Twice("addition".to_owned())));
    assert_eq!(join(&[]), Err(JoinError::Nothing));
    // A parser is not told what `join` refuses: the second entry's fingerprint is made the first one's.
    let mut both = include_bytes!("../../models/addition-and-fill.npi").to_vec();
    let [first, second] = [Addition::SIGNATURE, Fill::SIGNATURE].map(|of| of.fingerprint().to_le_bytes());
    let at = both.windows(8).position(|window| window == second).unwrap();
    both[at..at + 8].copy_from_slice(&first);
    check(&sealed(both), ParseError::Twins { first: 0, second: 1 });
}
