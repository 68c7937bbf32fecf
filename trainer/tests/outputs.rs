//! Outputs land where users mean them to, and never where something would be lost.

#![allow(clippy::unwrap_used)] // clippy knows only functions marked as tests for such
#![cfg(unix)]

mod shell;

use std::fs;
use std::path::Path;

use shell::{check, folder, refuses, temporary};

/// The bytes of a file.
fn bytes(folder: &Path, name: &str) -> Vec<u8> {
    fs::read(folder.join(name)).unwrap()
}

/// The link stays a link, and what it leads to is replaced; if that is not there yet, it is made.
#[test]
fn a_symlinked_output_is_written_through() {
    let folder = folder();
    let at = folder.path();
    fs::create_dir(at.join("there")).unwrap();
    for line in
        ["echo old > there/real && ln -s there/real link", "ln -s link other", "ln -s there/new dangling"]
    {
        check(at, line, 0, "");
    }
    for (link, leads) in [("link", "there/real"), ("other", "there/real"), ("dangling", "there/new")] {
        fs::remove_file(at.join(leads)).or_else(|_| fs::write(at.join("there/none"), "")).unwrap();
        check(at, &format!("npi convert w -o {link}"), 0, "");
        assert!(at.join(link).is_symlink(), "{link}");
        assert_eq!(bytes(at, leads), bytes(at, "m"), "{link}");
    }
    assert_eq!(temporary(&at.join("there")), 0);
    refuses(at, "ln -s b a && ln -s a b && npi convert w -o a", "cannot write a: too many symbolic links");
}

/// A link that is replaced while its target is there, too: the target's name stays, its bytes are new.
#[test]
fn what_a_link_leads_to_is_replaced_at_once() {
    let folder = folder();
    let at = folder.path();
    check(
        at,
        "echo old > real && ln -s real link && exec 3< real && npi convert w -o link && cat <&3",
        0,
        "old",
    );
    assert!(at.join("link").is_symlink());
    assert_eq!(bytes(at, "real"), bytes(at, "m"));
}

/// `/dev/stdout` and its like mean what is open there, at the place where it stands.
#[test]
fn standard_output_by_its_path_is_a_stream() {
    let folder = folder();
    let at = folder.path();
    // In a folder of our own: if they were replaced, the machine's would not be.
    check(at, "mkdir dev && ln -s /proc/self/fd/1 dev/stdout && npi convert w -o dev/stdout > out", 0, "");
    assert!(at.join("dev/stdout").is_symlink());
    assert_eq!(bytes(at, "out"), bytes(at, "m"));
    check(at, "(echo a; npi convert w -o dev/stdout; echo b) > all", 0, "");
    assert_eq!(bytes(at, "all"), [b"a\n", &bytes(at, "m")[..], b"b\n"].concat());
    check(at, "(echo a >&3; npi convert w -o /dev/fd/3; echo b >&3) 3>> third", 0, "");
    assert_eq!(bytes(at, "third"), bytes(at, "all"));
    check(at, "npi convert w -o >(cat > piped; echo > done); while [ ! -e done ]; do :; done", 0, "");
    assert_eq!(bytes(at, "piped"), bytes(at, "m"));
}

/// A file keeps its mode; a new one has what the umask leaves of the usual one.
#[test]
fn the_mode_of_an_existing_output_is_kept() {
    let folder = folder();
    for mode in ["600", "640", "666", "751"] {
        let line =
            format!("touch x && chmod {mode} x && umask 077 && npi convert w -o x && stat -c 'mode %a' x");
        check(folder.path(), &line, 0, &format!("mode {mode}\n"));
    }
    check(folder.path(), "umask 027 && npi convert w -o new && stat -c 'mode %a' new", 0, "mode 640\n");
}

/// An output that is also the input is refused, whatever it is called, and nothing is lost.
#[test]
fn an_output_that_is_also_the_input_is_refused() {
    let folder = folder();
    let at = folder.path();
    check(
        at,
        "npi run addition 1 2 --trace t && ln -s w link && ln w hard && mkdir d && ln -s . here",
        0,
        "3",
    );
    let before = ["w", "m", "t"].map(|name| bytes(at, name));
    for line in [
        "npi convert w -o w",
        "npi convert w -o d/../here/w",
        "npi convert w -o link",
        "npi convert link -o w",
        "npi convert w -o hard",
        "npi convert - -o w < w",
        "npi convert w -o - >> w",
        "npi verify m --certificate m",
        "npi inspect m --svg ./m",
        "npi run m addition 1 2 --trace m",
        "npi animate t --svg t",
        "npi animate t --html t",
        "npi animate t --cast - >> t",
        "npi animate - --svg t < t",
    ] {
        refuses(at, line, "expected an output that is not read");
    }
    assert_eq!(["w", "m", "t"].map(|name| bytes(at, name)), before);
    assert!(at.join("link").is_symlink());
}

/// Of two outputs under one name, only one would be left.
#[test]
fn two_outputs_in_one_file_are_refused() {
    let folder = folder();
    check(folder.path(), "npi run addition 1 2 --trace t && ln -s x link", 0, "3");
    for line in ["npi animate t --svg x --html x", "npi animate t --svg ./x --cast link"] {
        refuses(folder.path(), line, "expected two files");
    }
}

/// What is no file is written to, not replaced.
#[test]
fn devices_and_pipes_are_written_to() {
    let folder = folder();
    let at = folder.path();
    check(at, "npi convert w -o /dev/null && [ -c /dev/null ]", 0, "");
    check(at, "mkfifo pipe && (cat pipe > got & npi convert w -o pipe; wait) && [ -p pipe ]", 0, "");
    assert_eq!(bytes(at, "got"), bytes(at, "m"));
}

/// A folder, or the name of one, is no file.
#[test]
fn folders_are_refused() {
    let folder = folder();
    let at = folder.path();
    fs::create_dir(at.join("d")).unwrap();
    for place in ["d", "d/", "new/", "."] {
        refuses(at, &format!("npi convert w -o {place}"), "expected a file, found a folder");
    }
    refuses(at, "npi convert w -o none/x", "cannot write none/x");
    refuses(at, "npi convert w -o w/x", "cannot write w/x");
}

/// Long work does not begin if its result could not be written.
#[test]
fn outputs_are_checked_before_the_work() {
    let folder = folder();
    let at = folder.path();
    // None of these models and traces is even there: their turn would come later.
    refuses(at, "npi convert none -o no/x", "cannot write no/x");
    refuses(at, "npi animate none --svg no/x", "cannot write no/x");
    refuses(at, "npi run m addition 1 x --trace no/x", "cannot write no/x");
    refuses(at, "npi verify bad --certificate no/x", "cannot write no/x");
}
