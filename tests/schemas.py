"""Holds the values of standard input, one a line, against a schema of docs/schemas. Of each it writes a line: what is wrong with it, or nothing.

usage: target/python/bin/python tests/schemas.py SCHEMA     after tests/setup-pypi.sh
"""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

FOLDER = pathlib.Path(__file__).parent.parent / "docs" / "schemas"


def schema(name):
    """A schema, which is one itself, of the draft that it says."""
    text = json.loads((FOLDER / name).read_text())
    if text["$schema"] != Draft202012Validator.META_SCHEMA["$id"]:
        sys.exit(f"{name}: expected draft 2020-12, found {text['$schema']}")
    Draft202012Validator.check_schema(text)
    return text


def main(name):
    # Others may refer to the certificate's.
    certificate = Resource.from_contents(schema("certificate.json"))
    registry = Registry().with_resource("certificate.json", certificate)
    validator = Draft202012Validator(schema(name), registry=registry)
    for line in sys.stdin:
        print("; ".join(error.message for error in validator.iter_errors(json.loads(line))).replace("\n", " "))


main(*sys.argv[1:])
