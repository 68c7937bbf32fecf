"""Reads a task's spec, as `trainer/src/spec/export.rs` specifies it, and checks that its teacher is one."""

import json
from itertools import product

from blob import BadInput, demand


class Program:
    """Holds what a program can be shown and called with, and what its teacher decides."""

    def __init__(self, index, entry, slots):
        self.index, self.name, self.domains = index, entry["name"], entry["arguments"]
        self.sees = [seen and seen["as"] for seen in entry["sees"]]
        self.views = [*product(*(sorted({*seen}) if seen else [0] for seen in self.sees))]
        self.calls = [*product(*self.domains)] if self.domains else [(0,) * slots]
        self.memories, self.rows = range(entry["memories"]), {}
        for arguments, memory, view, called, *rest in entry["rows"]:
            row = None if called is None else ((called, tuple(rest[0]), rest[1]), rest[2])
            self.rows[tuple(arguments), memory, tuple(view)] = row  # a decision and the next memory
        keys = [*product(self.calls, self.memories, self.views)]
        demand([*self.rows] == keys, f"a row of {self.name!a} for each call, memory and view, in order", "others")
        self.loops = any([self.comes_back(call) for call in self.calls])

    def comes_back(self, arguments):
        """Tells whether a call can have more steps than there are memories, and so comes to one of them twice."""
        comes = {0}
        for _ in self.memories:
            rows = [[row for view in self.views if (row := self.rows[arguments, memory, view])] for memory in comes]
            demand(all(rows), f"a view that can come at each memory of {self.name!a}", "none")
            comes = {next for each in rows for (_, _, end), next in each if not end}
        return bool(comes)


class Task:
    """Holds a spec that was checked."""

    def __init__(self, text):
        try:
            spec = json.loads(text)
            demand(spec["npi_spec"] == 1, "a spec of version 1", spec["npi_spec"])
            self.name, self.observation, self.arguments = spec["task"], spec["observation"], spec["arguments"]
            entries = enumerate(spec["programs"])
            self.programs = [Program(index, entry, len(self.arguments)) for index, entry in entries]
            act = [range(len(slot["symbols"])) for slot in self.arguments]
            self.domains = [[], act, *(program.domains for program in self.programs)]  # by the number of what is called
            self.check(spec["depth"])
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise BadInput(f"expected what `npi export spec` writes, found another file: {error!a}") from None

    def check(self, stack):
        """Checks that calls and memories are within their domains, and that calls which wait form no circle."""
        depths, before = [0, 0] + [1] * len(self.programs), None
        while depths != before and max(depths) <= len(self.programs):
            before = [*depths]
            for number, program in enumerate(self.programs, 2):
                for (called, arguments, end), memory in filter(None, program.rows.values()):
                    domains = self.domains[called] or [[0]] * len(self.arguments)
                    right = called >= 0 and len(arguments) == len(domains) and (end or memory in program.memories)
                    right = right and all(symbol in domain for symbol, domain in zip(arguments, domains))
                    demand(right, f"calls and memories of {program.name!a} within their domains", "others")
                    depths[number] = max(depths[number], depths[called] + (not end))
        demand(max(depths) == stack, f"calls that wait {stack} deep", "others")

    def shape(self):
        """Gives what a section says of its task."""
        seen = map(any, zip(*(program.sees for program in self.programs)))
        observation = [seen * len(slot["symbols"]) for seen, slot in zip(seen, self.observation)]
        arguments = [len(slot["symbols"]) for slot in self.arguments]
        return self.fingerprint(), len(self.programs), observation, arguments, any(self.domains[2:])

    def fingerprint(self):
        """Computes the hash of all names, views and domains, as `Signature::fingerprint` specifies it."""
        text = lambda name: name.encode() + b"\xff"
        said = text(self.name)
        for program in self.programs:
            domains = [bytes([len(domain), *domain]) for domain in program.domains]
            sees = [[0] if not seen else [1] if seen == [*range(len(seen))] else [2, *seen] for seen in program.sees]
            said += text(program.name) + bytes([len(program.memories)]) + b"".join(domains) + b"\xfb"
            said += bytes(sum(sees, [])) + b"\xfc"
        for slots in self.observation, self.arguments:
            names = (text(slot["name"]) + b"".join(map(text, slot["symbols"])) for slot in slots)
            said += b"".join(name + b"\xfe" for name in names) + b"\xfd"
        value = 0xCBF29CE484222325
        for byte in said:
            value = (value ^ byte) * 0x100000001B3 % 2**64
        return value
