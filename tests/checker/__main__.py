"""Proves or refutes a model by what is written about npi alone, by its formats and docs/proof.md, without its code."""

import argparse
import sys
from pathlib import Path

from blob import BadInput, demand, sections
from proof import Proof
from task import Task


def judge(words):
    """Judges tasks of a model, a line each, and tells whether all of them are proven."""
    parser = argparse.ArgumentParser(prog="checker", description=__doc__)
    parser.error = lambda message: demand(False, "arguments as --help says", message)
    parser.add_argument("model", metavar="MODEL", help="a blob; - is standard input")
    parser.add_argument("specs", metavar="SPEC", nargs="+", help="what `npi export spec` writes of a task in it")
    options = parser.parse_args(words)
    model, *specs = (Path("/dev/stdin" if at == "-" else at).read_bytes() for at in [options.model, *options.specs])
    found, proofs = {section.task: section for section in sections(model)}, []
    for task in map(Task, specs):
        demand(task.name in found, f"a section of {task.name!a}", f"{', '.join(map(ascii, found))} alone")
        proofs.append(Proof(found[task.name], task))
        print(proofs[-1], flush=True)
    return all(proof.holds() for proof in proofs)


if __name__ == "__main__":
    try:
        sys.exit(0 if judge(sys.argv[1:]) else 1)
    except Exception as error:  # whatever it is, nothing is said of the model
        said = f"{error}" if isinstance(error, (BadInput, OSError)) else f"expected other input, found {error!a}"
        print("checker:", *said.split(), file=sys.stderr)
        sys.exit(2)
