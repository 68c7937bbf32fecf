//! What holds of any sizes and any weights: where each weight stands in a blob, and what rounding makes of it.

use npi_fill::Fill;
use npi_format::convert::{Checkpoint, ConvertError, convert};
use npi_format::layout::{gate_row, panel};
use npi_format::{Model, Precision, Tensor, TensorView};
use npi_runtime::Task;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::spec::config;

/// The most fraction bits that a scale may have, the fewest, and how far those of tables and recurrent weights may be apart.
const MOST: i8 = 15;
const FEWEST: i8 = -1;
const APART: i8 = 7;

/// Where the format's page says that a weight of a panel of so many columns stands.
fn place(row: usize, column: usize, columns: usize) -> usize {
    let (group, whole) = (row / 4 * 4 * columns, columns / 4 * 4);
    group
        + if column < whole {
            column / 4 * 16 + row % 4 * 4 + [0, 2, 1, 3][column % 4]
        } else {
            column * 4 + row % 4
        }
}

/// A network of some units for the fill example: tensors of very different sizes, some weights of which are zero.
fn weights() -> impl Strategy<Value = Checkpoint> {
    let size = -18..9_i32;
    (1..9_usize, vec(size, 4), vec(-1.0_f32..=1.0, 1..60)).prop_map(|(units, sizes, weights)| {
        let mut next = weights.iter().copied().cycle();
        let mut drawn = Checkpoint::drawn(&Fill::SIGNATURE, units, || next.next().unwrap_or_default());
        let [tables, heads, bias] = &mut drawn.own[0];
        for (tensor, size) in [tables, heads, bias, &mut drawn.recurrent].into_iter().zip(sizes) {
            tensor.iter_mut().for_each(|weight| {
                *weight = if weight.abs() < 0.1 { 0.0 } else { *weight * 2_f32.powi(size) };
            });
        }
        drawn
    })
}

/// The weights of a stored tensor as whole numbers, in the order of their bytes.
fn whole(view: &TensorView<'_>, precision: Precision) -> Vec<i32> {
    let nibbles = |byte: &u8| [i32::from(byte & 15) - 8, i32::from(byte >> 4) - 8];
    match (precision, view.tensor) {
        (Precision::Int4, Tensor::Tables | Tensor::Recurrent | Tensor::Heads) => {
            view.bytes.iter().flat_map(nibbles).collect()
        }
        _ => view.bytes.iter().map(|&byte| i32::from(byte) - 128).collect(),
    }
}

/// Each weight of a tensor as trained, with where it stands in the stored one.
fn trained(checkpoint: &Checkpoint, view: &TensorView<'_>) -> Vec<(f32, usize)> {
    let units = checkpoint.metadata.hidden;
    let [tables, heads, bias] = &checkpoint.own[0];
    let outputs = bias.len();
    // As trained, gates stand gate by gate; as stored, unit by unit.
    let gate = |gate: usize| 4 * (gate % units) + gate / units;
    let at = |index: usize| match view.tensor {
        Tensor::Tables => index / (4 * units) * 4 * units + gate(index % (4 * units)),
        Tensor::Recurrent => place(gate(index % (4 * units)), index / (4 * units), units),
        Tensor::Heads => place(index % outputs, index / outputs, units),
        Tensor::Bias => index,
    };
    let weights = match view.tensor {
        Tensor::Tables => tables,
        Tensor::Recurrent => &checkpoint.recurrent,
        Tensor::Heads => heads,
        Tensor::Bias => bias,
    };
    weights.iter().enumerate().map(|(index, &weight)| (weight, at(index))).collect()
}

fn largest(weights: &[(f32, usize)]) -> f32 {
    weights.iter().fold(0.0, |most, (weight, _)| weight.abs().max(most))
}

/// The largest whole number that a weight of a tensor is rounded to.
fn limit(tensor: Tensor, precision: Precision) -> i32 {
    if precision == Precision::Int4 && tensor != Tensor::Bias { 7 } else { 127 }
}

proptest! {
    #![proptest_config(config())]

    /// A panel holds each weight once, where the format says.
    #[test]
    fn a_panel_is_what_the_format_says(groups in 1..20_usize, columns in 1..70_usize) {
        let stored: Vec<_> = panel(4 * groups, columns).collect();
        prop_assert_eq!(stored.len(), 4 * groups * columns);
        for (index, &(row, column)) in stored.iter().enumerate() {
            prop_assert_eq!(place(row, column, columns), index);
        }
    }

    /// A unit's four gates stand side by side, and each gate of each unit has its row.
    #[test]
    fn gates_stand_unit_by_unit(units in 1..200_usize) {
        for (unit, gate) in (0..units).flat_map(|unit| (0..4).map(move |gate| (unit, gate))) {
            prop_assert_eq!(gate_row(4 * unit + gate, units), gate * units + unit);
        }
    }

    /// Floats are stored as they are; of whole numbers each is the weight's nearest, and what only pads is zero.
    #[test]
    fn every_weight_is_stored_as_its_nearest(checkpoint in weights(), precision in 0..3_usize) {
        let precision = [Precision::F32, Precision::Int8, Precision::Int4][precision];
        let Ok((blob, _)) = convert(&checkpoint, precision) else { return Ok(()) };
        let model = Model::parse(&blob).unwrap();
        for view in model.section(Fill::SIGNATURE.fingerprint()).unwrap().tensors() {
            let weights = trained(&checkpoint, &view);
            if precision == Precision::F32 {
                for (weight, at) in weights {
                    prop_assert_eq!(&view.bytes[4 * at..][..4], weight.to_le_bytes());
                }
                continue;
            }
            let (mut stored, step) = (whole(&view, precision), 2_f64.powi(-i32::from(view.fraction.unwrap())));
            for (weight, at) in weights {
                prop_assert!(stored[at].abs() <= limit(view.tensor, precision));
                prop_assert!((f64::from(stored[at]) * step - f64::from(weight)).abs() <= step / 2.0);
                stored[at] = 0;
            }
            prop_assert!(stored.iter().all(|&padding| padding == 0));
        }
    }

    /// A scale is the finest that holds its tensors and is not too far from the other; weights that none holds are refused.
    #[test]
    fn scales_are_the_finest(checkpoint in weights(), int4 in any::<bool>()) {
        let precision = if int4 { Precision::Int4 } else { Precision::Int8 };
        // Refused, or as fine as it can be: one bit more would take a weight beyond the limit.
        let fits = |tensor, largest: f32, bits: i8| {
            (f64::from(largest) * 2_f64.powi(bits.into())).round() <= f64::from(limit(tensor, precision))
        };
        let blob = match convert(&checkpoint, precision) {
            Ok((blob, _)) => blob,
            Err(ConvertError::TooLarge { found, limit, .. }) => {
                prop_assert!((f64::from(found) / 2.0).round() > f64::from(limit));
                return Ok(());
            }
            Err(other) => panic!("{other}"),
        };
        let model = Model::parse(&blob).unwrap();
        let [tables, recurrent, heads, bias] = model.section(Fill::SIGNATURE.fingerprint()).unwrap().tensors();
        let holds = |view: &TensorView<'_>, bits| fits(view.tensor, largest(&trained(&checkpoint, view)), bits);
        let (of_table, core, of_heads) = (tables.fraction.unwrap(), recurrent.fraction.unwrap(), heads.fraction.unwrap());
        for view in [&tables, &recurrent, &heads, &bias] {
            prop_assert!(view.fraction >= Some(FEWEST) && holds(view, view.fraction.unwrap()));
        }
        prop_assert!(core == FEWEST + APART || !holds(&recurrent, core + 1));
        prop_assert!(of_table == MOST.min(core + APART) || !holds(&tables, of_table + 1));
        prop_assert!(of_heads == MOST || !holds(&heads, of_heads + 1) || !holds(&bias, of_heads + 1));
    }
}
