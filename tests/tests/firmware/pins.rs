//! The lock on pins in QEMU, which can be watched writing to its pins, and whose keypad nobody touches.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// Registers of the port, and what is written there: each of the rows' pins, from above, and the bolt's.
const LOW: &str = "0x50c";
const HIGH: &str = "0x508";
const ROWS: [u32; 4] = [1 << 23, 1 << 22, 1 << 21, 1 << 16];
const BOLT: u32 = 1 << 18;
/// How many samples are watched.
const SAMPLES: usize = 20;

/// Runs an image, and checks what it does with its pins: after it has started, a sample pulls each row low, alone, and the bolt
/// stays where it is.
#[track_caller]
pub(crate) fn asks_its_rows(elf: &Path) {
    let row = |&mask: &u32| [(LOW.to_owned(), mask), (HIGH.to_owned(), mask)];
    let rows: Vec<_> = ROWS.iter().flat_map(row).collect();
    let tick = [&rows[..], &[(LOW.to_owned(), BOLT)]].concat();
    let writes = watch(elf, 40 + SAMPLES * tick.len());
    let first = writes.windows(rows.len()).position(|some| some == rows);
    let samples = &writes[first.expect("a first sample") + rows.len()..];
    assert!(samples.chunks_exact(tick.len()).take(SAMPLES).all(|sample| sample == tick), "{samples:?}");
    assert!(samples.len() >= SAMPLES * tick.len());
}

/// The first writes to the port's pins: where, and what.
#[track_caller]
fn watch(elf: &Path, count: usize) -> Vec<(String, u32)> {
    let mut command = Command::new("qemu-system-arm");
    command.args(["-M", "microbit", "-display", "none", "-monitor", "none", "-serial", "none"]);
    command.args(["-trace", "nrf51_gpio_write", "-kernel"]).arg(elf).stderr(Stdio::piped());
    let mut qemu = command.spawn().expect("QEMU, which `tests/setup.sh` installs");
    let lines = BufReader::new(qemu.stderr.take().expect("piped")).lines().map_while(Result::ok);
    let writes: Vec<_> = lines.filter_map(|line| written(&line)).take(count).collect();
    let _ = qemu.kill(); // it may have ended by itself; then there are too few
    let _ = qemu.wait();
    assert_eq!(writes.len(), count, "QEMU ended");
    writes
}

/// What a line of QEMU's trace says.
fn written(line: &str) -> Option<(String, u32)> {
    let (register, value) = line.split_once("nrf51_gpio_write offset ")?.1.split_once(" value 0x")?;
    Some((register.to_owned(), u32::from_str_radix(value.trim(), 16).ok()?))
}
