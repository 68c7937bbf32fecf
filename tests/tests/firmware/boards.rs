//! The boards that QEMU emulates, the models that they run, and the firmware that has both.

use std::path::{Path, PathBuf};

use npi_image::{Options, build};

/// A board that QEMU emulates.
#[derive(Debug)]
pub(crate) struct Board {
    /// Its folder in `runtime/firmware/boards`.
    pub(crate) folder: &'static str,
    /// QEMU's program and machine, with the serial port on its standard streams.
    pub(crate) qemu: &'static str,
    /// The emulated core's clock: 10⁹ / this is instructions per tick under `-icount shift=0`.
    pub(crate) ticks_per_second: u64,
    /// The clock that the firmware leaves the chip at.
    pub(crate) megahertz: u64,
    /// Whether floats are computed by the core, and not by a library at 300,000 instructions a step.
    pub(crate) hardware_floats: bool,
}

/// Every board but the Pico, which QEMU does not know.
pub(crate) const BOARDS: [Board; 7] = [
    Board {
        folder: "microbit",
        qemu: "qemu-system-arm -M microbit -serial stdio",
        ticks_per_second: 16_000_000,
        megahertz: 16,
        hardware_floats: false,
    },
    Board {
        folder: "stm32vldiscovery",
        qemu: "qemu-system-arm -M stm32vldiscovery -serial stdio",
        ticks_per_second: 24_000_000,
        megahertz: 8,
        hardware_floats: false,
    },
    Board {
        folder: "netduinoplus2", // the console is on USART6, the other five come first
        qemu: "qemu-system-arm -M netduinoplus2 -serial null -serial null -serial null -serial null -serial null -serial stdio",
        ticks_per_second: 168_000_000,
        megahertz: 16,
        hardware_floats: true,
    },
    Board {
        folder: "mps2-an500",
        qemu: "qemu-system-arm -M mps2-an500 -serial stdio",
        ticks_per_second: 25_000_000,
        megahertz: 25,
        hardware_floats: true,
    },
    Board {
        folder: "mps2-an505",
        qemu: "qemu-system-arm -M mps2-an505 -serial stdio",
        ticks_per_second: 20_000_000,
        megahertz: 20,
        hardware_floats: true,
    },
    Board {
        folder: "mps3-an547",
        qemu: "qemu-system-arm -M mps3-an547 -serial stdio",
        ticks_per_second: 32_000_000,
        megahertz: 32,
        hardware_floats: true,
    },
    Board {
        folder: "hifive1",
        qemu: "qemu-system-riscv32 -M sifive_e,revb=true -bios none -serial stdio",
        ticks_per_second: 1_000_000_000,
        megahertz: 16,
        hardware_floats: false,
    },
];

/// A model that boards run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    /// The folder that its firmwares are built in.
    pub(crate) name: &'static str,
    /// The blob's file, from the project's root.
    file: &'static str,
    /// The type of its task that does not ship.
    task: Option<&'static str>,
}

/// The shipped model: 8-bit weights, 16 hidden units.
pub(crate) const INT8: Kind = Kind::new("int8", "runtime/tasks/models/addition.npi");
/// The same network in single precision.
pub(crate) const F32: Kind = Kind::new("f32", "runtime/tasks/models/addition-f32.npi");
/// 8-bit weights, 32 hidden units: to be measured beside other people's kernels.
pub(crate) const WIDE: Kind = Kind::new("int8-h32", "tests/models/addition-h32.npi");

/// 8-bit weights, 6 hidden units: no multiple of four.
pub(crate) const SMALL: Kind = Kind::new("int8-h6", "tests/models/addition-h6.npi");
/// 4-bit weights, 9 hidden units: not even even.
pub(crate) const INT4: Kind = Kind::new("int4-h9", "tests/models/addition-int4-h9.npi");
/// The controllers, each on its own, with 8 hidden units.
pub(crate) const LOCK: Kind = Kind::new("int8-lock", "runtime/tasks/models/lock.npi");
pub(crate) const TRAFFIC: Kind = Kind::new("int8-traffic", "runtime/tasks/models/traffic.npi");
pub(crate) const FRAMES: Kind = Kind::new("int8-frames", "runtime/tasks/models/frames.npi");
/// Addition by boxes alone, with 16 hidden units.
pub(crate) const BOXES: Kind = Kind::new("int8-boxes", "runtime/tasks/models/addition-boxes.npi");
/// Addition and sorting that loop, on one core, by boxes and by sequences.
pub(crate) const LOOPS: Kind = Kind::new("int8-loops", "runtime/tasks/models/loops.npi");
/// Traffic lights that loop, by split boxes, with 32 hidden units.
pub(crate) const TRAFFIC_LOOP: Kind = Kind::new("int8-traffic-loop", "runtime/tasks/models/traffic-loop.npi");
/// All tasks that ship, on one core.
pub(crate) const ALL: Kind = Kind::new("int8-all", "runtime/tasks/models/all.npi");
/// Addition and the fill example on one core.
pub(crate) const BOTH: Kind =
    Kind { task: Some("npi_fill::Fill"), ..Kind::new("int8-both", "tests/models/addition-and-fill.npi") };

impl Kind {
    const fn new(name: &'static str, file: &'static str) -> Self {
        Self { name, file, task: None }
    }

    /// The blob's path.
    pub(crate) fn path(self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(self.file)
    }

    /// The blob's name in a table.
    pub(crate) fn model(self) -> String {
        let name = Path::new(self.file).file_name().unwrap_or_default();
        format!("`{}`", name.display())
    }

    /// The blob's bytes.
    #[track_caller]
    pub(crate) fn blob(self) -> Vec<u8> {
        std::fs::read(self.path()).unwrap_or_else(|error| panic!("cannot read {}: {error}", self.file))
    }
}

/// Builds a board's firmware; one that is built already costs nothing.
#[track_caller]
pub(crate) fn firmware(folder: &str, kind: Kind) -> PathBuf {
    let (model, target) = (kind.path(), target(kind.name));
    let options =
        Options { model: Some(&model), task: kind.task, target: Some(&target), ..Options::default() };
    build(folder, options).unwrap_or_else(|error| panic!("{error:?}"))
}

/// A folder of cargo's for each kind, so that each finds what it built last time.
pub(crate) fn target(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("firmware").join(name)
}
