//! Boxes in files: the bytes that are written, what is refused and with which error, and what conversion and joining keep.

use npi_fill::Fill;
use npi_format::convert::{Checkpoint, ConvertError, alone, convert, join};
use npi_format::{Bounds, Method, Model, ParseError, Part, Place, Precision, Signature, Tensor};
use npi_runtime::{Misfit, Task, boxes};
use npi_tasks::Addition;
use npi_tests::random;
use npi_tests::tiny::{boxed, boxed_blob, sealed, tiny, tiny_blob};

const PRECISIONS: [Precision; 3] = [Precision::F32, Precision::Int8, Precision::Int4];

#[track_caller]
fn check(bytes: &[u8], expected: ParseError) {
    assert_eq!(Model::parse(bytes), Err(expected));
}

/// The bounds of all boxes of a blob's first task.
fn bounds(blob: &[u8]) -> Vec<Bounds> {
    let boxes = Model::parse(blob).unwrap().sections().next().unwrap().boxes();
    let each = (0..boxes.count()).flat_map(|number| boxes.get(number).unwrap());
    each.map(Bounds::read).collect()
}

/// Every byte that boxes add to a small int8 blob, as the format's specification says.
#[test]
fn boxes_are_these_bytes() {
    let (plain, bytes) = (tiny_blob(Precision::Int8), boxed_blob(Precision::Int8));
    let mut expected = plain[..plain.len() - 4].to_vec();
    assert_eq!(expected[29], 1); // the flags: arguments are inputs
    expected[29] = 3; // and there are boxes
    expected[38..43].copy_from_slice(&[2, 0, 1, 96, 18]); // two methods: sequences, boxes; where the boxes are
    expected.extend([0xfe, 3, 0xfb, 0xfb, 7, 6]); // hidden -2 to 3; cell -0x405 to 0x607
    expected.extend([1, 0xff, 1, 0, 0xff, 0xff]); // nothing: 1 to -1
    expected.extend([0x80, 0x7f, 0, 0x80, 0xff, 0x7f]); // everything
    expected.resize(expected.len().next_multiple_of(16), 0);
    assert_eq!(bytes, sealed([expected, vec![0; 4]].concat()));
    assert_eq!(bounds(&bytes), boxed(Precision::Int8).boxes[0]);
}

/// Bytes of a blob with boxes, some of which are replaced.
fn spoiled(at: usize, new: &[u8]) -> Vec<u8> {
    let mut bytes = boxed_blob(Precision::Int8);
    bytes[at..at + new.len()].copy_from_slice(new);
    sealed(bytes)
}

/// Each way in which boxes can be wrong has its own error.
#[test]
fn each_fault_of_boxes_has_its_own_error() {
    let place = Place { task: Some(0), part: Part::Boxes };
    assert_eq!(place.to_string(), "`boxes` of task number 0");
    for wrong in [[2, 0, 0], [2, 0, 3], [2, 255, 1], [1, 1, 96], [0, 96, 18]] {
        check(&spoiled(38, &wrong), ParseError::Methods { task: 0 });
    }
    assert!(Model::parse(&spoiled(38, &[2, 2, 1])).is_ok());
    check(&spoiled(42, &[19]), ParseError::Length { place, expected: 24, found: 19 });
    check(&spoiled(42, &[17]), ParseError::Length { place, expected: 18, found: 17 });
    check(&spoiled(42, &[0]), ParseError::Length { place, expected: 6, found: 0 });
    check(&spoiled(41, &[97]), ParseError::Unaligned { place, found: 97 });
    check(&spoiled(41, &[80]), ParseError::Overlap { place, expected: 96, found: 80 });
    check(&spoiled(41, &[112]), ParseError::Gap { place, expected: 96, found: 112 });
    check(&spoiled(42, &[12]), ParseError::Trailing(16)); // a box fewer needs sixteen bytes less
    check(&spoiled(144 + 18, &[1]), ParseError::Padding { at: 144 + 18 });
    check(&spoiled(29, &[1]), ParseError::Trailing(32)); // nobody says that there are boxes
    check(&spoiled(29, &[7]), ParseError::Malformed); // no such flag
    let tables = Place::of(0, Tensor::Tables);
    check(&spoiled(29, &[2]), ParseError::Length { place: tables, expected: 24, found: 36 }); // no inputs
}

/// Every truncation of a blob with boxes, and a byte too many, is refused; in whatever place the whole stands, it is read.
#[test]
fn wrong_lengths_are_refused() {
    for precision in [Precision::Int8, Precision::Int4] {
        let mut bytes = boxed_blob(precision);
        for end in 0..bytes.len() {
            check(&bytes[..end], ParseError::Truncated);
        }
        for shift in 0..16 {
            let shifted = [&vec![0; shift][..], &bytes].concat();
            assert_eq!(bounds(&shifted[shift..]), boxed(precision).boxes[0]);
        }
        bytes.push(0);
        check(&bytes, ParseError::Trailing(1));
    }
}

/// Floats have no boxes: not in a blob that somebody put some into.
#[test]
fn boxes_of_floats_are_refused() {
    let mut bytes = tiny_blob(Precision::F32);
    let end = bytes.len() - 4;
    bytes[29] = 3;
    bytes[41..47].copy_from_slice(&[2, 0, 1, 224, 1, 6]); // methods; six bytes at 224
    bytes.splice(end..end, [0; 16]);
    check(&sealed(bytes), ParseError::FloatBoxes { task: 0 });
}

/// A checkpoint gives boxes to a blob of the precision in which it was checked, and to no other; the weights are the same.
#[test]
fn other_precisions_have_no_boxes() {
    for checked in PRECISIONS {
        for precision in PRECISIONS {
            let result = convert(&boxed(checked), precision);
            match (checked == precision, precision) {
                (false, _) => assert_eq!(result.unwrap().0, tiny_blob(precision)),
                (true, Precision::F32) => {
                    assert_eq!(result, Err(ConvertError::Blob(ParseError::FloatBoxes { task: 0 })));
                }
                (true, _) => assert_eq!(bounds(&result.unwrap().0), boxed(precision).boxes[0]),
            }
        }
    }
    let unchecked = Checkpoint { boxes: boxed(Precision::Int8).boxes, ..tiny() };
    assert!(convert(&unchecked, Precision::Int8).is_err(), "boxes without methods");
    let mut unchecked = boxed(Precision::Int8);
    unchecked.metadata.checked = None;
    assert_eq!(convert(&unchecked, Precision::Int8).unwrap().0, tiny_blob(Precision::Int8));
}

/// Boxes survive the safetensors file to the bit, as 16-bit integers beside the weights, and the file is the same each time.
#[test]
fn boxes_round_trip_through_safetensors() {
    let bytes = boxed(Precision::Int4).to_safetensors().unwrap();
    assert_eq!(Checkpoint::from_safetensors(&bytes), Ok(boxed(Precision::Int4)));
    assert_eq!(boxed(Precision::Int4).to_safetensors().unwrap(), bytes);
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains(r#""fill.boxes":{"dtype":"I16","shape":[3,1,4]"#), "{text}");
    assert!(text.contains(r#"\"methods\":[\"sequences\",\"boxes\"]"#), "{text}");
    let plain = tiny().to_safetensors().unwrap();
    assert!(
        !String::from_utf8_lossy(&plain).contains("boxes")
            && !String::from_utf8_lossy(&plain).contains("methods")
    );
}

/// A safetensors file in which some bytes are replaced by as many.
fn replaced(old: &[u8], new: &[u8]) -> Result<Checkpoint, ConvertError> {
    let mut bytes = boxed(Precision::Int8).to_safetensors().unwrap();
    let at = bytes.windows(old.len()).position(|window| window == old).unwrap();
    bytes[at..at + old.len()].copy_from_slice(new);
    Checkpoint::from_safetensors(&bytes)
}

/// Boxes of a file that are missing, of another type or shape, or beyond what a hidden state can be, are named.
#[test]
fn bad_boxes_of_a_file_are_named() {
    let tensor = || "fill.boxes".to_owned();
    let shape = |expected: [usize; 3], found: &[usize]| {
        Err(ConvertError::Shape { tensor: tensor(), expected: expected.to_vec(), found: found.to_vec() })
    };
    assert_eq!(replaced(b"fill.boxes", b"fill.foxes"), Err(ConvertError::Missing(tensor())));
    let other = |found: &str| Err(ConvertError::Boxes { tensor: tensor(), found: found.to_owned() });
    assert_eq!(replaced(b"I16", b"F16"), other("F16"));
    assert_eq!(replaced(b"[3,1,4]", b"[1,3,4]"), shape([1, 1, 4], &[1, 3, 4]));
    assert_eq!(replaced(b"[3,1,4]", b"[12,1] "), shape([12, 1, 4], &[12, 1]));
    assert_eq!(replaced(b"[3,1,4]", b"[12]   "), shape([12, 1, 4], &[12]));
    let beyond = "hidden states beyond -128 to 127";
    assert_eq!(replaced(&[0xfe, 0xff, 3, 0, 0xfb, 0xfb], &[0x7f, 0xff, 3, 0, 0xfb, 0xfb]), other(beyond)); // -129
    assert_eq!(replaced(&[3, 0, 0xfb, 0xfb], &[0x80, 0, 0xfb, 0xfb]), other(beyond)); // 128
}

/// A checkpoint that somebody filled in wrongly is an error, not a panic and not a blob.
#[test]
fn hand_made_boxes_are_refused() {
    #[track_caller]
    fn check(spoil: impl Fn(&mut Checkpoint), expected: &ConvertError) {
        let mut spoiled = boxed(Precision::Int8);
        spoil(&mut spoiled);
        assert_eq!(convert(&spoiled, Precision::Int8).err().as_ref(), Some(expected));
    }
    let shape = |count| ConvertError::Shape {
        tensor: "fill.boxes".to_owned(),
        expected: vec![count, 1, 4],
        found: vec![count],
    };
    check(|spoiled| spoiled.boxes[0].clear(), &shape(0));
    check(|spoiled| spoiled.metadata.tasks[0].methods.clear(), &shape(3));
    check(|spoiled| spoiled.metadata.tasks[0].methods.truncate(1), &shape(3));
    let wrong = ConvertError::Metadata("other tasks than there are weights for".to_owned());
    check(|spoiled| spoiled.boxes.clear(), &wrong);
    let methods = ConvertError::Blob(ParseError::Methods { task: 0 });
    check(|spoiled| spoiled.metadata.tasks[0].methods = vec![Method::Sequences; 2], &methods);
}

/// Whether a model's boxes are as many as the task demands is for the task to say.
#[test]
fn other_numbers_of_boxes_are_misfits() {
    let found = |methods: [Method; 2]| {
        let mut checkpoint = boxed(Precision::Int8);
        checkpoint.metadata.tasks[0].methods = methods.to_vec();
        let blob = convert(&checkpoint, Precision::Int8).unwrap().0;
        boxes::<Fill>(&Model::parse(&blob).unwrap()).map(|boxes| boxes.count())
    };
    let misfit = |expected| Err(Misfit::Boxes { expected, found: 3 });
    assert_eq!(found([Method::Sequences, Method::Boxes]), Ok(3));
    assert_eq!(found([Method::Boxes, Method::Sequences]), Ok(3));
    assert_eq!(found([Method::Boxes, Method::Boxes]), misfit(6));
    assert_eq!(found([Method::Sequences, Method::Split]), misfit(6)); // two views
    assert_eq!(found([Method::Split, Method::Boxes]), misfit(15)); // four views, and another program
    let plain = tiny_blob(Precision::Int8);
    assert_eq!(boxes::<Fill>(&Model::parse(&plain).unwrap()).map(|boxes| boxes.count()), Ok(0));
}

/// Boxes stay with their task: joined with another, in either order, and alone again.
#[test]
fn joining_and_splitting_keep_boxes() {
    let mut state = 1;
    let mut random = random(&mut state);
    let mut addition = |signature: &Signature| Checkpoint::drawn(signature, 1, || random(255) as f32 - 127.0);
    let fill = boxed(Precision::Int8);
    let addition = Checkpoint { recurrent: fill.recurrent.clone(), ..addition(&Addition::SIGNATURE) };
    let [fill, addition] = [fill, addition].map(|one| convert(&one, Precision::Int8).unwrap().0);
    let section = |blob| Model::parse(blob).unwrap().sections().next().unwrap();
    for blobs in [[&fill, &addition], [&addition, &fill]] {
        let joined = join(&blobs.map(|blob| section(blob))).unwrap();
        let model = Model::parse(&joined).unwrap();
        let parts: Vec<_> = model.sections().map(|section| alone(&section)).collect();
        assert_eq!(parts, blobs.map(Clone::clone));
        assert_eq!(boxes::<Fill>(&model).unwrap(), section(&fill).boxes());
        assert_eq!(boxes::<Addition>(&model).unwrap().count(), 0);
    }
}
