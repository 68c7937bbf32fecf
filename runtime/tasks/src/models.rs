//! The models that ship, as blobs for [`Model::parse`](npi_format::Model::parse). docs/tasks.md says how they were made.
//!
//! # Example
//!
//! ```
//! use npi_runtime::{Int8, Lstm, format::Model, verify::verify_all};
//! use npi_tasks::{Addition, models};
//! let model = Model::parse(models::ADDITION)?;
//! let network = Lstm::<Addition, Int8, 16>::new(&model)?;
//! assert!(verify_all(&Addition, &network)?.is_proven());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

/// Bytes at a multiple of [`ALIGNMENT`](npi_format::ALIGNMENT), so that a blob's tensors stand at one, too.
#[repr(align(16))]
struct Aligned<const N: usize>([u8; N]);

/// Addition, the model that is proven in every test run.
pub static ADDITION: &[u8] = &Aligned(*include_bytes!("../models/addition.npi")).0;

/// Addition, proven by boxes: a board proves all of it when it is switched on.
pub static ADDITION_BOXES: &[u8] = &Aligned(*include_bytes!("../models/addition-boxes.npi")).0;

/// Looping addition and looping sort, on the core of [`ADDITION`].
pub static LOOPS: &[u8] = &Aligned(*include_bytes!("../models/loops.npi")).0;

/// The looping traffic light, of 32 hidden units.
pub static TRAFFIC_LOOP: &[u8] = &Aligned(*include_bytes!("../models/traffic-loop.npi")).0;

/// Addition in single precision.
pub static ADDITION_F32: &[u8] = &Aligned(*include_bytes!("../models/addition-f32.npi")).0;

/// The lock.
pub static LOCK: &[u8] = &Aligned(*include_bytes!("../models/lock.npi")).0;

/// The traffic lights.
pub static TRAFFIC: &[u8] = &Aligned(*include_bytes!("../models/traffic.npi")).0;

/// The parser of frames.
pub static FRAMES: &[u8] = &Aligned(*include_bytes!("../models/frames.npi")).0;

/// All tasks that ship and do not loop, on one core of 16 hidden units; addition's part of it is [`ADDITION`].
pub static ALL: &[u8] = &Aligned(*include_bytes!("../models/all.npi")).0;
