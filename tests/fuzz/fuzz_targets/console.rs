//! Any keys: what the firmware's console answers is the sum that a person's screen shows, or a refusal.
#![no_main]

#[path = "../../../runtime/firmware/console/tests/screen/oracle.rs"]
mod oracle;
#[path = "../../../runtime/firmware/console/tests/screen/sum.rs"]
mod sum;
#[path = "../../../runtime/firmware/console/tests/screen/terminal.rs"]
mod terminal;

libfuzzer_sys::fuzz_target!(|keys: &[u8]| {
    oracle::check(keys, &mut oracle::Tally::default());
});
