//! What must hold of training, by either backend: each test trains networks.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such

mod custom_task;
mod new_crate;
mod parity;
mod plain;
mod proven_loops;
mod together;
mod views;
