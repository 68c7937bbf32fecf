//! What the fuzz targets share: a check that any bytes must pass, and blobs that are right in form.

use npi_fill::Fill;
use npi_format::convert::alone;
use npi_format::{Bounds, Counts, Method, Model, Precision, Scales, Signature, Stored, Tensor};
use npi_runtime::verify::{check_boxes, count_boxes, programs, sample};
use npi_runtime::{Error, Machine, Network, Task, boxes, solve};
use npi_tasks::Addition;

/// Hidden units that runs have room for.
const HIDDEN: usize = 128;
/// Hidden units up to which boxes are checked: of more it takes long, and differs in nothing.
const BOXED: usize = 8;

/// Parses bytes; what is accepted is looked at in full, is again a model when it is split, and runs.
pub fn check(bytes: &[u8]) {
    let Ok(model) = Model::parse(bytes) else { return };
    let single = model.sections().count() == 1;
    for section in model.sections() {
        let views = section.tensors().map(|view| view.bytes.len());
        assert!(views.iter().sum::<usize>() < bytes.len());
        let alone = alone(&section);
        assert!(!single || alone == bytes, "a model has one blob");
        let split = Model::parse(&alone).expect("a section alone is a model");
        let other = split.section(section.fingerprint());
        let found = other.map(|other| (other.tensors(), other.boxes()));
        assert_eq!(found, Some((section.tensors(), section.boxes())));
    }
    run::<Addition>(&model, b"905+1195");
    run::<Fill>(&model, b"1____");
}

/// Runs a task's network, if there is one: it may go astray, but neither panics nor overflows.
fn run<T: Task>(model: &Model<'_>, problem: &[u8]) {
    let Ok(network) = Network::<T, HIDDEN>::new(model) else { return };
    let mut memory = vec![0; T::memory(problem)];
    let mut world = T::world(problem, &mut memory).expect("a problem");
    let ended = solve(network, &mut world, |event, state| {
        let hidden = state.hidden().fold(0_i32, |sum, value| sum + i32::from(value));
        assert!(hidden.abs() <= 128 * 128 && event.evidence.is_some());
    });
    assert!(!matches!(ended, Err(Error::Symbol { .. } | Error::Program(_) | Error::State | Error::Weights)));
    sample(&T::default(), &network, programs(&T::SIGNATURE), 8, 1).expect("a walk along the teacher");
    check_all_boxes(model, &network);
}

/// Checks the boxes of a task, if there are as many as it demands: the check ends, whatever they are.
fn check_all_boxes<T: Task>(model: &Model<'_>, network: &Network<'_, T, HIDDEN>) {
    let Ok(boxes) = boxes::<T>(model) else { return };
    let mut image = [Bounds::REST; BOXED];
    let programs = programs(&T::SIGNATURE).enumerate();
    for (_, program) in programs.filter(|&(index, _)| boxes.method(index) != Method::Sequences) {
        let found = check_boxes::<T, _, _>(&T::default(), network, &boxes, program, &mut image, &mut |_| {});
        assert_eq!(found.is_ok(), model.hidden() <= BOXED);
    }
}

/// The bytes with a checksum behind them that is right: over the last four, if there are so many.
pub fn sealed(bytes: &[u8]) -> Vec<u8> {
    let body = &bytes[..bytes.len().saturating_sub(4)];
    let crc = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(body);
    [body, &crc.to_le_bytes()].concat()
}

/// A blob of two tasks that is right in form but, perhaps, for its scales; its weights and bounds repeat the bytes given, and its
/// programs are proven by the methods that `boxes` says.
pub fn shaped(
    precision: u8,
    hidden: u8,
    [tables, recurrent, heads]: [i8; 3],
    boxes: u8,
    weights: &[u8],
) -> Vec<u8> {
    let precision = [Precision::F32, Precision::Int8, Precision::Int4][usize::from(precision) % 3];
    let hidden = usize::from(hidden) % HIDDEN + 1;
    let scales = match precision {
        Precision::F32 => Scales::default(),
        _ => Scales { tables, recurrent, heads },
    };
    let mut blob = Blob { header: b"npi\x1a\x02".to_vec(), tensors: Vec::new(), weights };
    blob.header.extend([precision as u8]);
    blob.varint(hidden);
    blob.header.push(scales.recurrent as u8);
    blob.tensor(Tensor::Recurrent, precision, 4 * hidden * hidden);
    blob.header.push(2);
    blob.task::<Addition>(precision, hidden, scales, boxes);
    blob.task::<Fill>(precision, hidden, scales, boxes);
    blob.finish()
}

/// The method of each program: digits of a number to base three, again and again; none of floats, and if all are by sequences.
fn methods(of: &Signature, precision: Precision, boxes: u8) -> Vec<u8> {
    let digits = (0..of.programs.len() as u32).map(|program| boxes / 3_u8.pow(program % 5) % 3);
    let methods: Vec<u8> = digits.collect();
    let some = precision != Precision::F32 && methods.iter().any(|&method| method != 0);
    if some { methods } else { Vec::new() }
}

/// Counts the boxes of a task whose programs are proven by these methods.
fn count<T: Task>(methods: &[u8]) -> usize {
    let each = programs(&T::SIGNATURE).zip(methods.iter().filter_map(|&method| Method::of(method)));
    each.map(|(program, method)| count_boxes::<<T as Machine>::Observation>(&T::SIGNATURE, program, method))
        .sum()
}

/// A blob in the making, written by the format's specification and not by its crate.
struct Blob<'w> {
    header: Vec<u8>,
    tensors: Vec<u8>,
    weights: &'w [u8],
}

impl Blob<'_> {
    fn varint(&mut self, mut number: usize) {
        while number > 127 {
            self.header.push(number as u8 | 128);
            number >>= 7;
        }
        self.header.push(number as u8);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.varint(bytes.len());
        self.header.extend(bytes);
    }

    fn task<T: Task>(&mut self, precision: Precision, hidden: usize, scales: Scales, boxes: u8) {
        let of = &T::SIGNATURE;
        let methods = methods(of, precision, boxes);
        let counts = Counts::of(of);
        let shape = counts.shape();
        let flags = shape.arguments_are_inputs as u8 + 2 * u8::from(!methods.is_empty());
        self.bytes(of.task.as_bytes());
        self.header.extend(of.fingerprint().to_le_bytes());
        self.header.push(shape.programs);
        self.bytes(shape.observation);
        self.bytes(shape.arguments);
        self.header.extend([flags, scales.tables as u8, scales.heads as u8]);
        for tensor in Tensor::OWN {
            let [rows, columns] = tensor.stored(&shape, hidden);
            self.tensor(tensor, precision, rows * columns);
        }
        if !methods.is_empty() {
            self.bytes(&methods);
            self.part(count::<T>(&methods) * hidden * size_of::<Stored>());
            self.pad();
        }
    }

    fn tensor(&mut self, tensor: Tensor, precision: Precision, weights: usize) {
        let from = self.tensors.len();
        self.part(tensor.bytes(precision, weights));
        if precision == Precision::F32 {
            // Finite: an exponent's lowest bit is cleared.
            self.tensors[from..].iter_mut().skip(2).step_by(4).for_each(|byte| *byte &= 0x7f);
        }
        self.pad();
    }

    /// So many of the bytes given, and their span.
    fn part(&mut self, length: usize) {
        let from = self.tensors.len();
        self.varint(from);
        self.varint(length);
        self.tensors.extend(self.weights.iter().copied().cycle().take(length));
        self.tensors.resize(from + length, 0x80);
    }

    fn pad(&mut self) {
        self.tensors.resize(self.tensors.len().next_multiple_of(16), 0);
    }

    fn finish(mut self) -> Vec<u8> {
        self.header.resize(self.header.len().next_multiple_of(16), 0);
        self.header.extend(self.tensors);
        self.header.extend([0; 4]);
        sealed(&self.header)
    }
}
