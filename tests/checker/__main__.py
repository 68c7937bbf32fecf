"""Proves or refutes models by what is written about npi alone: by its formats and by docs/proof.md, and without its code."""

import argparse
import sys
from pathlib import Path

from blob import BadInput, demand, sections
from proof import Proof
from task import Task


def read(path):
    """Reads a file, or standard input for `-`."""
    return Path("/dev/stdin" if path == "-" else path).read_bytes()


def judge(words):
    """Judges the tasks of a model, a line each, and tells whether all are proven."""
    parser = argparse.ArgumentParser(prog="checker", description=__doc__)
    parser.error = lambda message: demand(False, "arguments as --help says", message)
    parser.add_argument("model", metavar="MODEL", help="a blob")
    parser.add_argument("specs", metavar="SPEC", nargs="+", help="what `npi export spec` writes of a task in it")
    options = parser.parse_args(words)
    found = {section.task: section for section in sections(read(options.model))}
    proofs = []
    for task in map(Task, map(read, options.specs)):
        demand(task.name in found, f"a section of {task.name!a}", f"{', '.join(map(ascii, found))} alone")
        proofs.append(Proof(found[task.name], task))
        print(proofs[-1], flush=True)
    return all(proof.holds() for proof in proofs)


if __name__ == "__main__":
    try:
        sys.exit(0 if judge(sys.argv[1:]) else 1)
    except (BadInput, OSError, UnicodeDecodeError) as error:
        print(f"checker: {error}", file=sys.stderr)
        sys.exit(2)
