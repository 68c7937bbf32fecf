//! What must hold between the libraries: tasks, format, converter, runtime, proofs.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod addition;
mod box_format;
mod boxes;
mod calculator;
mod check;
mod checkpoints;
mod coq;
mod documents;
mod fill;
mod format;
mod frames;
mod hash;
mod hostile;
mod instructions;
mod intervals;
mod loader;
mod lock;
mod loops;
mod pins;
mod proof;
mod properties;
mod refused_specs;
mod save;
mod sorting;
mod spec;
mod traffic;
