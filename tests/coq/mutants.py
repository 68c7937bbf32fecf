#!/usr/bin/env python3
"""Changes one byte of the weights or boxes of shipped models, and asks Coq and `npi verify` whether they are still right: they have to
agree, and have to prove some and to refuse others.
usage: mutants.py NPI LIBRARY FOLDER MODEL=COUNT...     the compiled tests/coq, where to work, and how many mutants of each model"""
import os, random, subprocess, sys, zlib

npi, library, folder, *models = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))
ASK = """From Npi Require Import Options Obeys.
From Model Require Import Blob Specs.
Eval vm_compute in model_is_right blob specs.
"""


def mutants(model):
    """Bytes of a model with one of them changed, and their checksum made right, without end. The header is a hundred bytes or two."""
    shipped = open(f"{here}/../../runtime/tasks/models/{model}.npi", "rb").read()
    draw = random.Random(model)
    while True:
        at, step = draw.randrange(256, len(shipped) - 4), draw.choice([1, 16, 64, 128])
        body = bytearray(shipped[:-4])
        body[at] = (body[at] + step) % 256
        yield at, step, bytes(body) + zlib.crc32(body).to_bytes(4, "little")


def coqc(file):
    words = ["coqc", "-q", "-Q", library, "Npi", "-Q", folder, "Model", f"{folder}/{file}.v"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def by_coq(path):
    subprocess.run([npi, "export", "coq", path, "-o", folder], check=True, capture_output=True)
    open(f"{folder}/Ask.v", "w").write(ASK)
    said = [coqc(file) for file in ["Blob", "Specs", "Ask"]][2].split()
    assert said[0] == "=" and said[1] in ("true", "false"), f"{path}: Coq said {said}"
    return said[1] == "true"


def by_verify(path):
    """Whether it is proven; None of what is no model at all, as where a changed byte is a zero between two parts."""
    code = subprocess.run([npi, "verify", path], capture_output=True).returncode
    assert code in (0, 1, 2), f"{path}: verify ended with {code}"
    return None if code == 2 else code == 0


os.makedirs(folder, exist_ok=True)
path, verdicts = f"{folder}/mutant.npi", []
for model, count in (words.split("=") for words in models):
    drawn = mutants(model)
    for _ in range(int(count)):
        verify = None
        while verify is None:
            at, step, data = next(drawn)
            open(path, "wb").write(data)
            verify = by_verify(path)
        coq = by_coq(path)
        verdicts.append(coq)
        print(f"{model}, byte {at} + {step}: Coq {'proves' if coq else 'refuses'} it, verify {'proves' if verify else 'refuses'} it", flush=True)
        if coq != verify:
            sys.exit("mutants: Coq and verify disagree")
print(f"mutants: {verdicts.count(True)} proven and {verdicts.count(False)} refused, by both")
if len({*verdicts}) < 2:
    sys.exit("mutants: expected some that are proven and some that are refused; hint: ask about more")
