//! What the fuzz targets share: a check that any bytes must pass, and blobs that are right in form.

use npi_fill::Fill;
use npi_format::convert::alone;
use npi_format::{Counts, Model, Precision, Scales, Signature, Tensor};
use npi_runtime::{Error, Network, Task, solve, verify};
use npi_tasks::Addition;

/// Hidden units that runs have room for.
const HIDDEN: usize = 128;

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
        assert_eq!(
            split.section(section.fingerprint()).map(|other| other.tensors()),
            Some(section.tensors())
        );
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
    verify::sample(&T::default(), &network, verify::programs(&T::SIGNATURE), 8, 1).expect("a walk along the teacher");
}

/// The bytes with a checksum behind them that is right: over the last four, if there are so many.
pub fn sealed(bytes: &[u8]) -> Vec<u8> {
    let body = &bytes[..bytes.len().saturating_sub(4)];
    let crc = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(body);
    [body, &crc.to_le_bytes()].concat()
}

/// A blob of two tasks that is right in form but, perhaps, for its scales; its weights repeat the bytes given.
pub fn shaped(precision: u8, hidden: u8, [tables, recurrent, heads]: [i8; 3], weights: &[u8]) -> Vec<u8> {
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
    blob.task(&Addition::SIGNATURE, precision, hidden, scales);
    blob.task(&Fill::SIGNATURE, precision, hidden, scales);
    blob.finish()
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

    fn task(&mut self, of: &Signature, precision: Precision, hidden: usize, scales: Scales) {
        let counts = Counts::of(of);
        let shape = counts.shape();
        self.bytes(of.task.as_bytes());
        self.header.extend(of.fingerprint().to_le_bytes());
        self.header.push(shape.programs);
        self.bytes(shape.observation);
        self.bytes(shape.arguments);
        self.header.extend([shape.arguments_are_inputs as u8, scales.tables as u8, scales.heads as u8]);
        for tensor in Tensor::OWN {
            let [rows, columns] = tensor.stored(&shape, hidden);
            self.tensor(tensor, precision, rows * columns);
        }
    }

    fn tensor(&mut self, tensor: Tensor, precision: Precision, weights: usize) {
        let length = tensor.bytes(precision, weights);
        self.varint(self.tensors.len());
        self.varint(length);
        let repeated = self.weights.iter().copied().cycle().take(length);
        let from = self.tensors.len();
        self.tensors.extend(repeated);
        self.tensors.resize(from + length, 0x80);
        if precision == Precision::F32 {
            // Finite: an exponent's lowest bit is cleared.
            self.tensors[from..].iter_mut().skip(2).step_by(4).for_each(|byte| *byte &= 0x7f);
        }
        self.tensors.resize(self.tensors.len().next_multiple_of(16), 0);
    }

    fn finish(mut self) -> Vec<u8> {
        self.header.resize(self.header.len().next_multiple_of(16), 0);
        self.header.extend(self.tensors);
        self.header.extend([0; 4]);
        sealed(&self.header)
    }
}
