//! The boards that QEMU emulates, the models that they run, and the firmware that has both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use npi_image::{Options, build, workspace};

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

/// Builds a board's firmware for a model, once in a run, and keeps it apart from those that are built after it.
#[track_caller]
pub(crate) fn firmware(folder: &str, kind: Kind) -> PathBuf {
    static BUILT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let kept = scratch(kind.name).join(folder);
    building(folder, |target| {
        if BUILT.lock().unwrap_or_else(PoisonError::into_inner).contains(&kept) {
            return;
        }
        let options = Options {
            model: Some(&kind.path()),
            task: kind.task,
            target: Some(target),
            ..Options::default()
        };
        let elf = build(folder, options).unwrap_or_else(|error| panic!("{error:?}"));
        std::fs::create_dir_all(scratch(kind.name)).expect("a folder");
        std::fs::copy(elf, &kept).expect("a copy");
        BUILT.lock().unwrap_or_else(PoisonError::into_inner).insert(kept.clone());
    });
    kept
}

/// Calls `act` with the folder of cargo's in which firmwares for a board's architecture are built, one after another: what they
/// have in common is compiled once, and each takes the place of the one before.
pub(crate) fn building<R>(board: &str, act: impl FnOnce(&Path) -> R) -> R {
    static FOLDERS: Mutex<BTreeMap<String, Arc<Mutex<()>>>> = Mutex::new(BTreeMap::new());
    let architecture = architecture(board);
    let mut folders = FOLDERS.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = Arc::clone(folders.entry(architecture.clone()).or_default());
    drop(folders);
    let _alone = folder.lock().unwrap_or_else(PoisonError::into_inner);
    act(&scratch(&architecture))
}

/// What a board's programs are compiled for, as its folder says to cargo.
fn architecture(board: &str) -> String {
    let path = workspace().join("boards").join(board).join(".cargo/config.toml");
    let config = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let target = config.split("target = \"").nth(1).and_then(|rest| rest.split('"').next());
    target.unwrap_or_else(|| panic!("{}: no target", path.display())).to_owned()
}

/// A folder for what a test makes.
pub(crate) fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("firmware").join(name)
}
