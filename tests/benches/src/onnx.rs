//! A step of the network in ONNX: its LSTM operator, one step long, and the heads.
//!
//! ```text
//! x[1, 1, rows] ─┐
//! h[1, 1, units] ─ LSTM ─▶ h_out ─ MatMul ─ Add ─▶ scores[1, 1, outputs]
//! c[1, 1, units] ─┘    └─▶ c_out
//! ```
//!
//! `x` has a one for each row of the tables that is looked up, so that the operator's product with it is the sum of those rows.

use npi_format::convert::Checkpoint;

use crate::matrices;
use crate::protobuf::Message;

/// Where gates stand in ONNX, which has them as input, output, forget, cell, in ours: input, forget, cell, output.
const GATES: [usize; 4] = [0, 3, 1, 2];
/// The names of what goes in, in order.
pub const INPUTS: [&str; 3] = ["x", "h", "c"];
/// The names of what comes out, in order.
pub const OUTPUTS: [&str; 3] = ["scores", "h_out", "c_out"];
/// The operators' version: one that all runtimes know.
const OPSET: u64 = 17;
const FLOAT: u64 = 1;

/// How large the tensors of a step are.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// Rows of the tables, and numbers of `x`.
    pub rows: usize,
    /// Hidden units.
    pub units: usize,
    /// Scores.
    pub outputs: usize,
}

impl Sizes {
    /// The sizes of a checkpoint's step.
    #[must_use]
    pub fn of(checkpoint: &Checkpoint) -> Self {
        let [(_, [rows, _]), _, (_, [units, outputs]), _] = matrices(checkpoint);
        Self { rows, units, outputs }
    }
}

/// Writes the step of a checkpoint's network as an ONNX file.
#[must_use]
pub fn export(checkpoint: &Checkpoint) -> Vec<u8> {
    let Sizes { rows, units, outputs } = Sizes::of(checkpoint);
    let [tables, recurrent, heads, bias] = matrices(checkpoint);
    let lstm = node("LSTM", &["x", "w", "r", "", "", "h", "c"], &["", "h_out", "c_out"])
        .message(5, Message::new().text(1, "hidden_size").number(3, units as u64).number(20, 2));
    let graph = Message::new()
        .message(1, lstm)
        .message(1, node("MatMul", &["h_out", "heads"], &["product"]))
        .message(1, node("Add", &["product", "bias"], &["scores"]))
        .text(2, "step")
        .message(5, tensor("w", &[1, 4 * units, rows], &by_gate(&tables, units)))
        .message(5, tensor("r", &[1, 4 * units, units], &by_gate(&recurrent, units)))
        .message(5, tensor("heads", &[units, outputs], &heads.0))
        .message(5, tensor("bias", &[outputs], &bias.0));
    let sizes = [rows, units, units, outputs, units, units];
    let fields = [11, 11, 11, 12, 12, 12];
    let names = INPUTS.into_iter().chain(OUTPUTS).zip(sizes).zip(fields);
    let graph = names.fold(graph, |graph, ((name, size), field)| graph.message(field, value(name, size)));
    let opset = Message::new().number(2, OPSET);
    Message::new().number(1, 8).message(7, graph).message(8, opset).into_bytes()
}

/// A matrix as the operator has it: a row for each gate's unit, `[4 units, height]`, from `[height, 4 units]`.
fn by_gate((weights, [height, width]): &(Vec<f32>, [usize; 2]), units: usize) -> Vec<f32> {
    let columns = GATES.into_iter().flat_map(|gate| gate * units..(gate + 1) * units);
    columns.flat_map(|column| (0..*height).map(move |row| weights[row * width + column])).collect()
}

/// A `NodeProto`.
fn node(operator: &str, inputs: &[&str], outputs: &[&str]) -> Message {
    let node = inputs.iter().fold(Message::new(), |node, input| node.text(1, input));
    outputs.iter().fold(node, |node, output| node.text(2, output)).text(4, operator)
}

/// A `TensorProto`.
fn tensor(name: &str, dimensions: &[usize], weights: &[f32]) -> Message {
    let tensor = dimensions.iter().fold(Message::new(), |tensor, &size| tensor.number(1, size as u64));
    let bytes: Vec<u8> = weights.iter().flat_map(|weight| weight.to_le_bytes()).collect();
    tensor.number(2, FLOAT).text(8, name).bytes(9, &bytes)
}

/// A `ValueInfoProto` of a vector, for one step and one problem.
fn value(name: &str, size: usize) -> Message {
    let dimensions = [1, 1, size].into_iter();
    let shape = dimensions
        .fold(Message::new(), |shape, size| shape.message(1, Message::new().number(1, size as u64)));
    let tensor = Message::new().number(1, FLOAT).message(2, shape);
    Message::new().text(1, name).message(2, Message::new().message(1, tensor))
}
