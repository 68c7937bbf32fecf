#!/usr/bin/env python3
"""Changes one byte of the weights or boxes of a shipped model, and asks Coq and `npi verify` whether it is still right: they have to agree.
usage: mutants.py NPI LIBRARY FOLDER MODEL COUNT     the compiled tests/coq, where to work, and how many mutants of the model"""
import os, random, subprocess, sys, zlib

npi, library, folder, model, count = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))
shipped = open(f"{here}/../../runtime/tasks/models/{model}.npi", "rb").read()
draw = random.Random(model)
ASK = """From Npi Require Import Options Obeys.
From Model Require Import Blob Specs.
Eval vm_compute in model_is_right blob specs.
"""


def mutant():
    """The bytes with one of them changed, and their checksum made right. The header is a hundred bytes or two."""
    at, step = draw.randrange(256, len(shipped) - 4), draw.choice([1, 16, 64, 128])
    body = bytearray(shipped[:-4])
    body[at] = (body[at] + step) % 256
    return at, step, bytes(body) + zlib.crc32(body).to_bytes(4, "little")


def coqc(file):
    words = ["coqc", "-q", "-Q", library, "Npi", "-Q", folder, "Model", f"{folder}/{file}.v"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def by_coq(path):
    subprocess.run([npi, "export", "coq", path, "-o", folder], check=True, capture_output=True)
    open(f"{folder}/Ask.v", "w").write(ASK)
    return [coqc(file) for file in ["Blob", "Specs", "Ask"]][2].split()[1] == "true"


def by_verify(path):
    code = subprocess.run([npi, "verify", path], capture_output=True).returncode
    assert code in (0, 1), f"{path}: verify ended with {code}"
    return code == 0


os.makedirs(folder, exist_ok=True)
for _ in range(int(count)):
    at, step, data = mutant()
    path = f"{folder}/mutant.npi"
    open(path, "wb").write(data)
    coq, verify = by_coq(path), by_verify(path)
    print(f"{model}, byte {at} + {step}: Coq {'proves' if coq else 'refuses'} it, verify {'proves' if verify else 'refuses'} it", flush=True)
    if coq != verify:
        sys.exit("mutants: Coq and verify disagree")
