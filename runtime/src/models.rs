//! The models that ship, as blobs for [`Model::parse`](npi_format::Model::parse). README says how they were made.

/// Addition, the model that is proven in every test run.
pub static ADDITION: &[u8] = include_bytes!("../models/addition.npi");

/// Addition in single precision.
pub static ADDITION_F32: &[u8] = include_bytes!("../models/addition-f32.npi");
