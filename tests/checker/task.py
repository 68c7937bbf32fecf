"""Reads a task's spec, as `trainer/src/spec/export.rs` specifies it, and checks that its teacher is one."""

import json
from itertools import product
from math import prod

from blob import BadInput, demand


def whole(numbers, below=256):
    """Gives a tuple of numbers, which have to be whole, and within bounds."""
    demand(all(type(x) is int and 0 <= x < below for x in numbers), f"numbers from 0 to {below - 1}", "others")
    return tuple(numbers)


class Program:
    """Holds what a program can be shown and called with, and what its teacher decides."""

    def __init__(self, index, entry, slots):
        self.index, self.name, self.domains = index, entry["name"], [*map(whole, entry["arguments"])]
        self.sees = [seen and whole(seen["as"]) for seen in entry["sees"]]
        self.memories, self.rows = range(*whole([entry["memories"]])), {}
        views, calls = [sorted({*seen}) if seen else [0] for seen in self.sees], self.domains or [[0]] * slots
        count = prod(map(len, [self.memories, *views, *calls]))
        demand(len(entry["rows"]) == count, f"{count} rows of {self.name!a}", len(entry["rows"]))
        self.views, self.calls = [*product(*views)], [*product(*calls)]
        for arguments, memory, view, called, *rest in entry["rows"]:
            key = whole(arguments), *whole([memory]), whole(view)
            self.rows[key] = None if called is None else self.answer(called, *rest)
        keys = [*product(self.calls, self.memories, self.views)]
        demand([*self.rows] == keys, f"a row of {self.name!a} for each call, memory and view, in order", "others")
        self.loops = any([self.comes_back(call) for call in self.calls])

    def answer(self, called, arguments, end, memory):
        """Gives a decision and the next memory."""
        demand(type(end) is bool, "true or false where a row ends a call", "something else")
        return (*whole([called]), whole(arguments), end), *whole([memory])

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
            demand(whole([spec["npi_spec"]]) == (1,), "a spec of version 1", spec["npi_spec"])
            self.name, self.observation, self.arguments = spec["task"], spec["observation"], spec["arguments"]
            self.programs = [Program(*entry, len(self.arguments)) for entry in enumerate(spec["programs"])]
            act = [range(len(slot["symbols"])) for slot in self.arguments]
            self.domains = [[], act, *(program.domains for program in self.programs)]  # of what is called, by its number
            self.check(*whole([spec["depth"]]))
            self.shape = self.counts()
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            raise BadInput(f"expected what `npi export spec` writes, found another file: {error!a}") from None

    def check(self, stack):
        """Checks that calls and memories are in their domains, and that calls which wait form no circle."""
        depths, edges = [0, 0] + [1] * len(self.programs), set()
        for number, program in enumerate(self.programs, 2):
            for (called, arguments, end), memory in filter(None, program.rows.values()):
                domains = self.domains[called] or [[0]] * len(self.arguments)
                right = len(arguments) == len(domains) and (end or memory in program.memories)
                right = right and all(symbol in domain for symbol, domain in zip(arguments, domains))
                demand(right, f"calls and memories of {program.name!a} within their domains", "others")
                edges.add((number, called, not end))
        for number, called, waits in [*edges] * len(self.programs):
            depths[number] = max(depths[number], depths[called] + waits)
        right = all(depths[number] >= depths[called] + waits for number, called, waits in edges)
        demand(right and max(depths) == stack, f"calls that wait to be {stack} deep, and no circle of them", "others")

    def counts(self):
        """Gives what a section says of its task: fingerprint, programs, symbols, and whether arguments are inputs."""
        seen = map(any, zip(*(program.sees for program in self.programs)))
        observation = [seen * len(slot["symbols"]) for seen, slot in zip(seen, self.observation)]
        arguments = [len(slot["symbols"]) for slot in self.arguments]
        return self.fingerprint(), len(self.programs), observation, arguments, any(self.domains[2:])

    def fingerprint(self):
        """Computes the hash of all names, views and domains, as `Signature::fingerprint` specifies it."""
        text = lambda *names: b"".join(name.encode() + b"\xff" for name in names)
        said = text(self.name)
        for program in self.programs:
            domains = [[len(domain), *domain] for domain in program.domains]
            sees = [[0] if not seen else [1] if seen == (*range(len(seen)),) else [2, *seen] for seen in program.sees]
            said += text(program.name) + bytes([len(program.memories), *sum(domains, []), 0xFB, *sum(sees, []), 0xFC])
        for slots in self.observation, self.arguments:
            said += b"".join(text(slot["name"], *slot["symbols"]) + b"\xfe" for slot in slots) + b"\xfd"
        value = 0xCBF29CE484222325
        for byte in said:
            value = (value ^ byte) * 0x100000001B3 % 2**64
        return value
