//! A blob that has been read: a core and its tasks.

use crate::blob::{Entry, Reader};
use crate::{Boxes, Precision, Scales, Shape, Tensor, TensorView};

/// The core of a blob, which all of its tasks share: the recurrent weights, and how weights are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Core<'a> {
    pub(crate) precision: Precision,
    pub(crate) hidden: u16,
    pub(crate) fraction: i8,
    pub(crate) recurrent: &'a [u8],
}

impl<'a> Core<'a> {
    /// Tells how its weights are stored, and those of all sections.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Counts the units of the LSTM layer, `H`.
    #[must_use]
    pub fn hidden(&self) -> usize {
        usize::from(self.hidden)
    }

    /// Gives the recurrent weights, a panel `[4·H, H]`.
    #[must_use]
    pub fn tensor(&self) -> TensorView<'a> {
        let hidden = self.hidden();
        TensorView {
            tensor: Tensor::Recurrent,
            rows: 4 * hidden,
            columns: hidden,
            fraction: self.fraction(self.fraction),
            bytes: self.recurrent,
        }
    }

    fn fraction(&self, bits: i8) -> Option<i8> {
        match self.precision {
            Precision::F32 => None,
            _ => Some(bits),
        }
    }
}

/// A parsed blob: one recurrent core, and a section for each task. Only [`Model::parse`] makes one, so that what was
/// checked is what runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Model<'a> {
    pub(crate) core: Core<'a>,
    /// The header's entries, a postcard record each.
    pub(crate) entries: &'a [u8],
    pub(crate) tasks: u8,
    /// All tensors with their padding.
    pub(crate) tensors: &'a [u8],
    pub(crate) checksum: u32,
}

impl<'a> Model<'a> {
    /// The largest hidden size that a blob may state.
    pub const MAX_HIDDEN: usize = 1024;

    /// Gives the core, which all tasks share.
    #[must_use]
    pub fn core(&self) -> Core<'a> {
        self.core
    }

    /// Tells how the weights of core and sections are stored.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.core.precision
    }

    /// Counts the units of the LSTM layer, `H`.
    #[must_use]
    pub fn hidden(&self) -> usize {
        self.core.hidden()
    }

    /// Gives the blob's CRC-32, a short name for these very bytes.
    #[must_use]
    pub fn checksum(&self) -> u32 {
        self.checksum
    }

    /// Gives the sections of its tasks, in the blob's order; there is at least one.
    pub fn sections(&self) -> impl Iterator<Item = Section<'a>> + use<'a> {
        let (model, mut reader, mut index) = (*self, Reader::new(self.entries), 0);
        core::iter::from_fn(move || {
            if index == model.tasks {
                return None;
            }
            index += 1;
            Section::new(model.core, model.tensors, &reader.entry())
        })
    }

    /// Finds the section of the task that has this [`fingerprint`](crate::Signature::fingerprint).
    #[must_use]
    pub fn section(&self, fingerprint: u64) -> Option<Section<'a>> {
        self.sections().find(|section| section.fingerprint == fingerprint)
    }
}

/// A section of a blob: the network of one task, its own weights and the core's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section<'a> {
    pub(crate) core: Core<'a>,
    /// The task's name, which the parser has found to be UTF-8.
    pub(crate) task: &'a [u8],
    pub(crate) fingerprint: u64,
    pub(crate) shape: Shape<'a>,
    pub(crate) scales: Scales,
    pub(crate) tensors: [&'a [u8]; 4],
    pub(crate) boxes: Boxes<'a>,
}

impl<'a> Section<'a> {
    /// The section that an entry describes; none if its tensors stand outside of the blob.
    #[inline(never)] // the parser and the look-up call it: flash
    pub(crate) fn new(core: Core<'a>, all: &'a [u8], entry: &Entry<'a>) -> Option<Self> {
        let [tables, heads, bias, boxes] = entry.spans;
        Some(Self {
            core,
            task: entry.task,
            fingerprint: u64::from_le_bytes(entry.fingerprint),
            shape: entry.shape(),
            scales: entry.scales(core.fraction),
            tensors: [tables.of(all)?, core.recurrent, heads.of(all)?, bias.of(all)?],
            boxes: Boxes { methods: entry.methods, bounds: boxes.of(all)?, hidden: core.hidden() },
        })
    }

    /// Gives the core, which it shares with the blob's other sections.
    #[must_use]
    pub fn core(&self) -> Core<'a> {
        self.core
    }

    /// Names the task.
    #[must_use]
    pub fn task(&self) -> &'a str {
        core::str::from_utf8(self.task).unwrap_or_default()
    }

    /// Whether the task has this name: to ask takes 400 bytes of flash less than to have it told.
    #[must_use]
    pub fn is_of(&self, task: &str) -> bool {
        self.task == task.as_bytes()
    }

    /// Gives the [`Signature::fingerprint`](crate::Signature::fingerprint) of the task.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Gives the counts of the task's slots and programs.
    #[must_use]
    pub fn shape(&self) -> Shape<'a> {
        self.shape
    }

    /// Gives the scales of its integer weights; all are zero in f32.
    #[must_use]
    pub fn scales(&self) -> Scales {
        self.scales
    }

    /// Gives the bytes of its tensors as stored, in the order of [`Tensor::ALL`]: its own, and the core's as the second.
    #[must_use]
    pub fn weights(&self) -> [&'a [u8]; 4] {
        self.tensors
    }

    /// Gives its tensors with names, dimensions and scales, in the order of [`Tensor::ALL`]: its own, and the core's as the
    /// second.
    #[must_use]
    pub fn tensors(&self) -> [TensorView<'a>; 4] {
        let view = |tensor: Tensor| {
            let [rows, columns] = tensor.stored(&self.shape, self.core.hidden());
            let fraction = self.core.fraction(tensor.fraction(self.scales));
            TensorView { tensor, rows, columns, fraction, bytes: self.tensors[tensor as usize] }
        };
        Tensor::ALL.map(view)
    }

    /// Gives the boxes of its programs' states; without any if each is proven by sequences.
    #[must_use]
    pub fn boxes(&self) -> Boxes<'a> {
        self.boxes
    }

    /// Counts the trainable parameters of its tensors, the core's among them, padding not.
    #[must_use]
    pub fn parameters(&self) -> usize {
        let count = |tensor: Tensor| {
            let [rows, columns] = tensor.trained(&self.shape, self.core.hidden());
            rows * columns
        };
        Tensor::ALL.into_iter().map(count).sum()
    }
}
