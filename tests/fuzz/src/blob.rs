//! Blobs that are right in form, of every size, precision and scale, written by the format's specification and not by its crate.

use npi_fill::Fill;
use npi_format::{Counts, Method, Precision, Scales, Signature, Stored, Tensor};
use npi_runtime::verify::{count_boxes, programs};
use npi_runtime::{Machine, Task};
use npi_tasks::Addition;
use npi_tests::tiny::sealed;

use crate::HIDDEN;

/// The bytes of a blob that fuzzing may choose.
#[derive(Debug, Clone, Copy)]
pub struct Shape<'w> {
    /// F32, int8 or int4, modulo three.
    pub precision: u8,
    /// Units, modulo [`HIDDEN`], and one more.
    pub hidden: u8,
    /// The scales of tables, recurrent weights and heads: modulo 20, and two less, which goes a little beyond what is allowed.
    pub scales: [u8; 3],
    /// How each program is proven: its digits to base three.
    pub boxes: u8,
    /// Weights and bounds, again and again.
    pub weights: &'w [u8],
}

impl<'w> Shape<'w> {
    /// Takes the choices from the first bytes, and the rest for weights; `None` if there are too few.
    #[must_use]
    pub fn of(bytes: &'w [u8]) -> Option<Self> {
        let &[precision, hidden, tables, recurrent, heads, boxes, ref weights @ ..] = bytes else {
            return None;
        };
        Some(Self { precision, hidden, scales: [tables, recurrent, heads], boxes, weights })
    }

    /// Writes the blob, of two tasks. It is right in form but, perhaps, for its scales.
    #[must_use]
    pub fn blob(&self) -> Vec<u8> {
        let precision = [Precision::F32, Precision::Int8, Precision::Int4][usize::from(self.precision) % 3];
        let (hidden, scales) = (usize::from(self.hidden) % HIDDEN + 1, self.scales(precision));
        let mut blob = Blob { header: b"npi\x1a\x02".to_vec(), tensors: Vec::new(), weights: self.weights };
        blob.header.extend([precision as u8]);
        blob.varint(hidden);
        blob.header.push(scales.recurrent as u8);
        blob.tensor(Tensor::Recurrent, precision, 4 * hidden * hidden);
        blob.header.push(2);
        blob.task::<Addition>(precision, hidden, scales, self.boxes);
        blob.task::<Fill>(precision, hidden, scales, self.boxes);
        blob.finish()
    }

    fn scales(&self, precision: Precision) -> Scales {
        let [tables, recurrent, heads] = self.scales.map(|byte| (byte % 20) as i8 - 2);
        match precision {
            Precision::F32 => Scales::default(),
            _ => Scales { tables, recurrent, heads },
        }
    }
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

/// A blob in the making.
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
        sealed(self.header)
    }
}
