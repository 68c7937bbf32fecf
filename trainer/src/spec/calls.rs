//! Who calls whom: how deep the stack gets, and that it stays finite.

use crate::error::{Result, ensure};
use npi_runtime::{Machine, Symbols};

use super::Spec;

/// Frames that the teacher's calls need: a call that is no tail call waits below the one that it makes.
pub(super) fn depth<O: Symbols, A: Symbols>(spec: &Spec<O, A>) -> Result<usize> {
    let edges = edges(spec);
    let mut depths = vec![1; spec.signature().programs.len()];
    for &(caller, callee, _) in edges.iter().filter(|(_, _, waits)| *waits) {
        let name = spec.signature().programs[caller].name;
        let recursive = reached(&edges, callee, depths.len())[caller];
        ensure!(
            !recursive,
            "{name} comes to call itself while it waits: expected recursion by tail calls only"
        );
    }
    // Longest paths, by relaxation: no circle has a call that waits, so this ends.
    while let Some((caller, needed)) = edges.iter().find_map(|&(caller, callee, waits)| {
        let needed = depths[callee] + usize::from(waits);
        (needed > depths[caller]).then_some((caller, needed))
    }) {
        depths[caller] = needed;
    }
    Ok(depths.into_iter().max().unwrap_or(0))
}

/// The programs that a call of one can come to, by any calls: itself, too.
fn reached(edges: &[Edge], from: usize, programs: usize) -> Vec<bool> {
    let (mut reached, mut open) = (vec![false; programs], vec![from]);
    while let Some(program) = open.pop() {
        if !std::mem::replace(&mut reached[program], true) {
            open.extend(edges.iter().filter(|edge| edge.0 == program).map(|edge| edge.1));
        }
    }
    reached
}

/// Caller, callee, and whether the caller waits.
type Edge = (usize, usize, bool);

/// All calls in a teacher's table.
fn edges<O: Symbols, A: Symbols>(spec: &Spec<O, A>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (call, _, _, row) in spec.rows() {
        let Some((decision, _)) = row else { continue };
        if let (Some(caller), Some(callee)) = (call.program.index(), decision.call.program.index()) {
            edges.push((caller, callee, !decision.end));
        }
    }
    edges.sort_unstable();
    edges.dedup();
    edges
}
