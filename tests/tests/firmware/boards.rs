//! The boards that emulators run, the models that they run, and the firmware that has both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use npi_image::{Options, build, workspace};

/// What runs a board, with its serial port on standard streams.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Emulator {
    /// QEMU's program and machine.
    Qemu(&'static str),
    /// `tests/pico.py`: the Raspberry Pi Pico with its boot ROM, some 250 steps a second.
    Pico,
}

/// A board that an emulator runs.
#[derive(Debug)]
pub(crate) struct Board {
    /// Its folder in `runtime/firmware/boards`.
    pub(crate) folder: &'static str,
    /// What runs it.
    pub(crate) emulator: Emulator,
    /// The emulated core's clock, of which an instruction takes a nanosecond: 10⁹ / this is instructions per tick.
    pub(crate) ticks_per_second: u64,
    /// The clock that the firmware leaves the chip at.
    pub(crate) megahertz: u64,
    /// Whether floats are computed by the core, and not by a library at 300,000 instructions a step.
    pub(crate) hardware_floats: bool,
}

/// Steps that a slow emulator is given for one answer: two seconds.
const PATIENT_STEPS: u64 = 500;

impl Board {
    /// Whether the emulator is so slow that long runs, and proofs of many steps, are left to the other boards.
    pub(crate) fn is_slow(&self) -> bool {
        self.emulator == Emulator::Pico
    }

    /// Whether another board has a core that runs the same instructions of a network's: what is about networks alone is left to that one.
    pub(crate) fn is_another(&self) -> bool {
        ["pico", "riscv32-virt"].contains(&self.folder)
    }

    /// Whether so many steps are computed while a test waits.
    pub(crate) fn has_time_for(&self, steps: u64) -> bool {
        !self.is_slow() || steps <= PATIENT_STEPS
    }
}

/// The boards that are tested: all, or those that `NPI_BOARDS` names, `pico hifive1` say, so that a new board need not wait for the others.
pub(crate) fn boards() -> impl Iterator<Item = &'static Board> {
    let names = chosen();
    let of = |name: &String| BOARDS.iter().any(|board| board.folder == name);
    assert!(names.iter().flatten().all(of), "NPI_BOARDS: expected names of boards, found {names:?}");
    BOARDS
        .iter()
        .filter(move |board| names.as_ref().is_none_or(|names| names.iter().any(|name| board.folder == name)))
}

/// The names that stand in `NPI_BOARDS`.
pub(crate) fn chosen() -> Option<Vec<String>> {
    Some(std::env::var("NPI_BOARDS").ok()?.split_whitespace().map(str::to_owned).collect())
}

/// Every board of a console that has an emulator.
pub(crate) const BOARDS: [Board; 9] = [
    Board {
        folder: "microbit",
        emulator: Emulator::Qemu("qemu-system-arm -M microbit -serial stdio"),
        ticks_per_second: 16_000_000,
        megahertz: 16,
        hardware_floats: false,
    },
    Board {
        folder: "stm32vldiscovery",
        emulator: Emulator::Qemu("qemu-system-arm -M stm32vldiscovery -serial stdio"),
        ticks_per_second: 24_000_000,
        megahertz: 8,
        hardware_floats: false,
    },
    Board {
        folder: "netduinoplus2", // the console is on USART6, the other five come first
        emulator: Emulator::Qemu(
            "qemu-system-arm -M netduinoplus2 -serial null -serial null -serial null -serial null -serial null -serial stdio",
        ),
        ticks_per_second: 168_000_000,
        megahertz: 16,
        hardware_floats: true,
    },
    Board {
        folder: "mps2-an500",
        emulator: Emulator::Qemu("qemu-system-arm -M mps2-an500 -serial stdio"),
        ticks_per_second: 25_000_000,
        megahertz: 25,
        hardware_floats: true,
    },
    Board {
        folder: "mps2-an505",
        emulator: Emulator::Qemu("qemu-system-arm -M mps2-an505 -serial stdio"),
        ticks_per_second: 20_000_000,
        megahertz: 20,
        hardware_floats: true,
    },
    Board {
        folder: "mps3-an547",
        emulator: Emulator::Qemu("qemu-system-arm -M mps3-an547 -serial stdio"),
        ticks_per_second: 32_000_000,
        megahertz: 32,
        hardware_floats: true,
    },
    Board {
        folder: "hifive1",
        emulator: Emulator::Qemu("qemu-system-riscv32 -M sifive_e,revb=true -bios none -serial stdio"),
        ticks_per_second: 1_000_000_000,
        megahertz: 16,
        hardware_floats: false,
    },
    Board {
        folder: "pico",
        emulator: Emulator::Pico,
        ticks_per_second: 1_000_000_000,
        megahertz: 12,
        hardware_floats: false,
    },
    Board {
        folder: "riscv32-virt", // a core without atomics and floats, as the ESP32-C3's
        emulator: Emulator::Qemu(
            "qemu-system-riscv32 -M virt -cpu rv32,a=false,f=false,d=false -bios none -serial stdio",
        ),
        ticks_per_second: 1_000_000_000,
        megahertz: 1_000, // it is no chip: an instruction takes a nanosecond
        hardware_floats: false,
    },
];

/// The Nucleo, on a larger chip of its family, which has the same core, serial port and addresses; the console is on USART2.
pub(crate) const NUCLEO: Board = Board {
    folder: "nucleo-f401re",
    emulator: Emulator::Qemu("qemu-system-arm -M netduinoplus2 -serial null -serial stdio"),
    ticks_per_second: 168_000_000,
    megahertz: 16,
    hardware_floats: true,
};

/// The boards that no emulator runs, all of which have the same core as one that is run.
pub(crate) const BUILT: [&str; 3] = ["microbit-v2", "pico2", "esp32-c3"];

/// A model that boards run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    /// The folder that its firmwares are built in.
    pub(crate) name: &'static str,
    /// The blob's file, from the project's root.
    file: &'static str,
    /// The type of its task that does not ship.
    task: Option<&'static str>,
    /// The console's commands that are left out, with spaces between them.
    pub(crate) without: &'static str,
}

/// The shipped model: 8-bit weights, 16 hidden units.
pub(crate) const INT8: Kind = Kind::new("int8", "runtime/tasks/models/addition.npi");
/// The same network in single precision.
pub(crate) const F32: Kind = Kind::new("f32", "runtime/tasks/models/addition-f32.npi");
/// 8-bit weights, 32 hidden units: to be measured beside other people's kernels.
pub(crate) const WIDE: Kind = Kind::new("int8-h32", "tests/models/addition-h32.npi");

/// 8-bit weights, 64 hidden units: loops over sixteen units that are not unrolled.
pub(crate) const WIDEST: Kind = Kind::new("int8-h64", "tests/models/addition-h64.npi");
/// 8-bit weights, 6 hidden units: no multiple of four.
pub(crate) const SMALL: Kind = Kind::new("int8-h6", "tests/models/addition-h6.npi");
/// Networks in 8 bits of which no price was made.
pub(crate) const ADDITION_24: Kind = Kind::new("int8-h24", "tests/models/addition-h24.npi");
pub(crate) const LOCK_24: Kind = Kind::new("int8-lock-h24", "tests/models/lock-h24.npi");
pub(crate) const SORTING_48: Kind = Kind::new("int8-sorting-h48", "tests/models/sorting-h48.npi");
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
        Self { name, file, task: None, without: "" }
    }

    /// The shipped addition, without some of the console's commands.
    pub(crate) const fn without(name: &'static str, commands: &'static str) -> Self {
        Self { name, without: commands, ..INT8 }
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
            without: Some(kind.without), // whatever the environment says
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
