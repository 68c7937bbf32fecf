"""Reads a blob, as the page of `model-format/src/lib.rs` specifies it."""

import struct
import zlib
from types import SimpleNamespace


class BadInput(Exception):
    """Says in one line what was expected, and what was found."""


def demand(holds, expected, found):
    """Refuses the input if something does not hold."""
    if not holds:
        raise BadInput(f"expected {expected}, found {found}")


class Reader:
    """Takes what a blob holds off its front."""

    def __init__(self, blob):
        self.blob, self.at = blob, 0

    def bytes(self, count):
        """Takes so many bytes."""
        self.at += count
        demand(self.at <= len(self.blob), f"a blob of {self.at} bytes or more", len(self.blob))
        return self.blob[self.at - count : self.at]

    def integer(self, size, signed=False):
        """Takes an integer of so many bytes."""
        return int.from_bytes(self.bytes(size), "little", signed=signed)

    def varint(self, bits=32):
        """Takes an integer of so many bits, in no more bytes than it takes."""
        value = shift = 0
        while (byte := self.integer(1)) > 127 and shift < 28:
            value, shift = value | (byte & 127) << shift, shift + 7
        value |= byte << shift
        demand(value < 1 << bits and (byte or not shift), f"a varint of {bits} bits", f"none before byte {self.at}")
        return value

    def zeros(self):
        """Takes zeros up to a multiple of 16, and tells where that is."""
        demand(not any(self.bytes(-self.at % 16)), f"zeros before byte {self.at}", "others")
        return self.at

    def part(self, start, span, size):
        """Takes a part of a size, which stands where its span says from a start, and the zeros behind it."""
        demand(span == (self.at - start, size), f"a part at {self.at - start} of {size} bytes", span)
        part, _ = self.bytes(size), self.zeros()
        return part

    def entry(self, r):
        """Takes what the header says of a task, on a core whose weights have r fraction bits."""
        task, fingerprint, programs = self.bytes(self.varint()).decode(), self.integer(8), self.integer(1)
        observation, arguments = (list(self.bytes(self.varint())) for _ in range(2))
        flags, t, s = self.integer(1), self.integer(1, True), self.integer(1, True)
        spans = [(self.varint(), self.varint()) for _ in range(3)]
        methods = self.bytes(self.varint()) if flags & 2 else bytes(programs)
        spans += [(self.varint(), self.varint())] if flags & 2 else []
        right = 1 <= programs <= 253 and {len(observation), len(arguments)} <= {*range(1, 17)} and all(arguments)
        right = right and flags < 4 and len(methods) == programs and max(methods) < 3 and any(methods) == (flags > 1)
        right = right and {t, r, s} <= {*range(-1, 16)} and abs(t - r) < 8
        demand(right, "counts, flags, methods and scales within their limits", f"those of {task!a}")
        shape = fingerprint, programs, observation, arguments, flags & 1
        return SimpleNamespace(task=task, shape=shape, scales=(t, r, s), spans=spans, methods=methods)


def panel(stored, columns):
    """Gives the rows of a panel, in which four rows stand together, and of them four columns."""
    rows, stored = [[] for _ in range(len(stored) // columns)], iter(stored)
    for group in range(0, len(rows), 4):
        for width in [4] * (columns // 4) + [1] * (columns % 4):
            for row in rows[group : group + 4]:
                block = [next(stored) for _ in range(width)]
                row += [block[place] for place in (0, 2, 1, 3)[:width]]
    return rows


def sections(blob):
    """Gives the sections of a blob, each with the core's weights beside its own."""
    reader = Reader(blob)
    demand(reader.bytes(5) == b"npi\x1a\2", "a model of version 2", "another file")
    precision = reader.varint()
    demand(precision, "int8 or int4", "f32: sums of floats are rounded, and nothing is proven of them here")
    demand(precision < 3, "a precision below 3", precision)
    units, r, core = reader.varint(16), reader.integer(1, True), (reader.varint(), reader.varint())
    entries = [reader.entry(r) for _ in range(reader.integer(1))]
    different = len({entry.task for entry in entries}) == len({entry.shape[0] for entry in entries}) == len(entries)
    demand(1 <= units <= 1024 and entries and different, "1 to 1024 units, and tasks that differ", "others")
    start = reader.zeros()

    def take(span, count, packed=precision == 2):
        """Takes weights without their offset; of two in a byte the low one stands first."""
        part = reader.part(start, span, count >> packed)
        halves = (half - 8 for byte in part for half in (byte & 15, byte >> 4))
        return list(halves) if packed else [byte - 128 for byte in part]

    recurrent = panel(take(core, 4 * units * units), units)
    for entry in entries:
        (_, programs, observation, arguments, are_inputs), (tables, heads, bias, *boxes) = entry.shape, entry.spans
        rows, width = sum(observation) + sum(arguments) * are_inputs + programs, 4 * units
        outputs = -(-(3 + programs + sum(arguments)) // 4) * 4
        entry.recurrent, table = recurrent, take(tables, rows * width)
        entry.tables = [table[row * width : row * width + width] for row in range(rows)]
        entry.heads, entry.bias = panel(take(heads, units * outputs), units), take(bias, outputs, packed=False)
        stored = b"".join(reader.part(start, span, span[1]) for span in boxes)
        right = len(stored) % (6 * units) == 0 and bool(stored) == bool(boxes)
        demand(right, f"boxes of {6 * units} bytes", f"{len(stored)} bytes")
        ends = [((a, b), (c, d)) for a, b, c, d in struct.iter_unpack("<bbhh", stored)]
        entry.boxes = [[*zip(*ends[unit : unit + units])] for unit in range(0, len(ends), units)]
    expected, found = zlib.crc32(blob[: reader.at]), reader.integer(4)
    demand(found == expected and reader.at == len(blob), f"the checksum {expected:08x} at the end", f"{found:08x}")
    return entries
