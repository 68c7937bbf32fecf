//! The blob, byte by byte: what is written, what is refused, and with which error.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

use npi_format::convert::{Checked, Checkpoint, ConvertError, Metadata, convert, power_of_two};
use npi_format::{Model, ParseError, Precision, Scales};
use npi_runtime::{Addition, Int8, Lstm, Misfit, Network, Task};
use npi_tests::fill::Fill;

/// A network of one unit whose weights count up by an eighth.
fn tiny() -> Checkpoint {
    let metadata = Metadata::new(&Fill::SIGNATURE, 1, "by hand".to_owned());
    let mut next = -0.125;
    let mut count = |shape: Vec<usize>| {
        let weight = |_| {
            next += 0.125;
            next
        };
        (0..shape.iter().product()).map(weight).collect()
    };
    let tensors = metadata.tensor_shapes().map(&mut count);
    Checkpoint { metadata, tensors }
}

fn blob(precision: Precision) -> Vec<u8> {
    convert(&tiny(), precision).unwrap().0
}

#[track_caller]
fn check(bytes: &[u8], expected: ParseError) {
    assert_eq!(Model::parse(bytes), Err(expected));
}

/// With the checksum made right again, so that what follows it is reached.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.len() - 4;
    let crc = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(&bytes[..end]);
    bytes[end..].copy_from_slice(&crc.to_le_bytes());
    bytes
}

/// Every byte of a small int8 blob, as the format's specification says.
#[test]
fn int8_blob_is_these_bytes() {
    let bytes = blob(Precision::Int8);
    let mut expected = b"npi\x1a".to_vec();
    expected.extend([1, 1]); // version, precision int8
    expected.extend(Fill::SIGNATURE.fingerprint().to_le_bytes());
    expected.extend([4, b'f', b'i', b'l', b'l']);
    expected.extend([1, 2]); // hidden, programs
    expected.extend([1, 4, 1, 3, 1]); // observation, arguments, arguments are inputs
    let tables: Vec<u8> = (0..36).map(|weight| 128 + 4 * weight / 2).collect();
    let Scales { tables: t, recurrent: r, heads: h } = Model::parse(&bytes).unwrap().scales;
    // 4.375 · 2^4 = 70, 4.875 · 2^4 = 78, 6.875 · 2^4 = 110.
    assert_eq!((t, r, h), (4, 4, 4));
    expected.extend([t, r, h].map(|fraction| fraction as u8));
    expected.push(36);
    expected.extend(tables);
    expected.extend([4, 200, 202, 204, 206]); // weights 36 to 39, an eighth each, in 16ths
    expected.push(8); // end, NOP, ACT, MAIN, FILL, 0, 1, RIGHT
    expected.extend((40..48).map(|weight| 128 + 2 * weight));
    expected.push(8);
    expected.extend((48..56).map(|weight| 128 + 2 * weight));
    expected.extend(&bytes[bytes.len() - 4..]);
    assert_eq!(bytes, expected);
    assert_eq!(sealed(bytes.clone()), bytes);
}

/// A blob stores the same model in every precision, and parses back.
#[test]
fn every_precision_parses_back() {
    for (precision, length) in [(Precision::F32, 262), (Precision::Int8, 93), (Precision::Int4, 69)] {
        let bytes = blob(precision);
        let model = Model::parse(&bytes).unwrap();
        assert_eq!((model.precision, model.shape.hidden, model.task), (precision, 1, "fill"));
        assert_eq!(bytes.len(), length, "{precision:?}");
    }
}

/// Every truncation, and a byte too many, is refused.
#[test]
fn wrong_lengths_are_refused() {
    for precision in [Precision::F32, Precision::Int8, Precision::Int4] {
        let mut bytes = blob(precision);
        for end in 0..bytes.len() {
            check(&bytes[..end], ParseError::Truncated);
        }
        bytes.push(0);
        check(&bytes, ParseError::Trailing(1));
    }
}

/// Every single flipped bit is refused.
#[test]
fn every_flipped_bit_is_refused() {
    let bytes = blob(Precision::Int8);
    for bit in 0..8 * bytes.len() {
        let mut damaged = bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert!(Model::parse(&damaged).is_err(), "bit {bit}");
    }
}

/// Each way to be wrong has its own error.
#[test]
fn each_fault_has_its_own_error() {
    let bytes = blob(Precision::Int8);
    let with = |at: usize, byte: u8| {
        let mut bytes = bytes.clone();
        bytes[at] = byte;
        sealed(bytes)
    };
    check(b"PK\x03\x04 and more", ParseError::Magic);
    check(&with(4, 2), ParseError::Version(2));
    check(&with(5, 9), ParseError::Malformed);
    check(&with(19, 0), ParseError::Dimensions);
    check(&with(19, 2), ParseError::Length { tensor: 0, expected: 72, found: 36 });
    check(&with(26, 16), ParseError::Overflow); // scale of the tables
    check(&with(26, 12), ParseError::Overflow); // finer than the products'
    assert!(Model::parse(&with(27, 11)).is_ok()); // recurrent weights as fine as they may be beside the table
    check(&with(27, 12), ParseError::Overflow);
    let mut damaged = bytes.clone();
    damaged[40] ^= 1;
    check(&damaged, ParseError::Checksum);
    let mut float = blob(Precision::F32);
    float[35..39].copy_from_slice(&f32::NAN.to_le_bytes());
    check(&sealed(float), ParseError::NotFinite);
}

/// A model of another task, or too large for its buffers, is refused by name.
#[test]
fn misfits_are_refused() {
    let bytes = blob(Precision::Int8);
    let model = Model::parse(&bytes).unwrap();
    assert_eq!(Network::<16>::new::<Addition>(&model).err(), Some(Misfit::Task));
    assert_eq!(Network::<0>::new::<Fill>(&model).err(), Some(Misfit::Hidden { found: 1, capacity: 0 }));
    assert!(Network::<1>::new::<Fill>(&model).is_ok());
    let exactly = Lstm::<Int8, 2, _>::exactly::<Fill>(&model);
    assert_eq!(exactly.err(), Some(Misfit::Units { found: 1, expected: 2 }));
}

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
    large.tensors[1][0] = 1000.0;
    let limit = ConvertError::TooLarge { tensor: "recurrent", found: 1000.0, limit: 127.0 };
    assert_eq!(refused(&large), Some(limit));
    let mut broken = tiny();
    broken.tensors[2][3] = f32::NAN;
    let bytes = broken.to_safetensors().unwrap();
    let error = ConvertError::NotFinite { tensor: "heads.weight", index: 3 };
    assert_eq!(Checkpoint::from_safetensors(&bytes), Err(error));
    let bytes = tiny().to_safetensors().unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let missing = text.replace("\"recurrent\"", "\"recurrenz\"");
    let Err(error) = Checkpoint::from_safetensors(missing.as_bytes()) else { panic!("accepted") };
    assert!(matches!(error, ConvertError::Missing("recurrent") | ConvertError::Unreadable(_)), "{error:?}");
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
        (Precision::Int8, &include_bytes!("../../runtime/models/addition.safetensors")[..]),
        (Precision::F32, include_bytes!("../../runtime/models/addition-f32.safetensors")),
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
    let shape = |tensor, expected: &[usize], found| ConvertError::Shape {
        tensor,
        expected: expected.to_vec(),
        found: vec![found],
    };
    check(|spoiled| spoiled.tensors[0].truncate(3), &shape("tables", &[9, 4], 3));
    check(|spoiled| spoiled.tensors[1].clear(), &shape("recurrent", &[1, 4], 0));
    check(|spoiled| spoiled.tensors[2].push(0.0), &shape("heads.weight", &[1, 8], 9));
    check(|spoiled| spoiled.tensors[3].clear(), &shape("heads.bias", &[8], 0));
    let not_finite = |tensor, index| ConvertError::NotFinite { tensor, index };
    check(|spoiled| spoiled.tensors[0][5] = f32::NAN, &not_finite("tables", 5));
    check(|spoiled| spoiled.tensors[3][7] = f32::NEG_INFINITY, &not_finite("heads.bias", 7));
    let absurd = ConvertError::Metadata("empty or absurd dimensions".to_owned());
    check(|spoiled| spoiled.metadata.hidden = 0, &absurd);
    check(|spoiled| spoiled.metadata.hidden = usize::MAX, &absurd);
    check(|spoiled| spoiled.metadata.observation.clear(), &absurd);
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
