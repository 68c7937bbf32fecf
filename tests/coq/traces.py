#!/usr/bin/env python3
"""Writes what the runtime's networks do, step by step, as a file of Coq: for each task of a model, in its order, calls of a few runs; and
runs of addition and of sorting as a whole, each with the number of its task, what it begins with, and what it ends with.
usage: traces.py NPI MODEL"""
import json, subprocess, sys

npi, model = sys.argv[1:]


def run(*words):
    return subprocess.run([npi, *words], check=True, capture_output=True, text=True).stdout.splitlines()


def listed(numbers):
    return "[" + "; ".join(map(str, numbers)) + "]"


class Task:
    """Turns a trace's names back into the numbers of a spec."""

    def __init__(self, name):
        self.name = name
        spec = json.loads(run("export", "spec", name)[0])
        self.programs, self.arguments = spec["programs"], [slot["symbols"] for slot in spec["arguments"]]
        self.numbers = {p["name"]: i for i, p in enumerate([{"name": "NOP"}, {"name": "ACT"}, *self.programs])}

    def given(self, names):
        return [slot.index(name) for slot, name in zip(self.arguments, names)] if names else [0] * len(self.arguments)

    def view(self, program, names):
        sees = self.programs[self.numbers[program] - 2]["sees"]
        return [seen["as"][seen["names"].index(name)] if seen else 0 for seen, name in zip(sees, names)]

    def steps(self, trace):
        """The steps of a run: depth, whether a call begins, and in Coq the call, the view, the hidden state and the decision."""
        for step in trace["steps"]:
            program = step["program"]
            call = f"({self.numbers[program]}, {listed(self.given(step['arguments']))})"
            decision = f"Decision {self.numbers[step['call']]} {listed(self.given(step['with']))} {str(step['end']).lower()}"
            view, hidden = self.view(program, step["sees"]), step["hidden"]
            yield step["depth"], step["step"] == 0, call, listed(view), listed(hidden), decision

    def calls(self, trace):
        """The calls of a run, each with its steps: a call's steps are those at its depth until another begins there."""
        open_, calls = {}, []
        for depth, begins, call, *event in self.steps(trace):
            if begins:
                open_[depth] = []
                calls.append((call, open_[depth]))
            open_[depth].append(f"({', '.join(event)})")
        return [f"({call}, [{'; '.join(steps)}])" for call, steps in calls]

    def run(self, trace, numbers):
        """A whole run, and before it what its problem and its answer are made of."""
        steps = (f"({call}, {view}, {decision})" for _, _, call, view, _, decision in self.steps(trace))
        return ", ".join([*map(listed, [*map(numbers, trace["problem"].split("+")), numbers(trace["answer"])]), f"[{'; '.join(steps)}]"])


def digits(number):
    """A number's digits, the lowest first."""
    return [int(digit) for digit in reversed(number)]


def traces(name):
    problems = run("generate", name, "--problems", "--min", "3", "--max", "4", "--examples-per", "1")
    return [json.loads(run("run", model, name, problem, "--trace", "-", "--quiet")[0]) for problem in problems]


tasks = [task["task"] for task in json.loads(run("inspect", model, "--json")[0])["tasks"]]
found = [(Task(name), traces(name)) for name in tasks]


def runs(kind, numbers):
    """All runs of addition, or of sorting; of sorting not those that begin with another program than its first."""
    of_kind = [(i, task, traces) for i, (task, traces) in enumerate(found) if task.name in (kind, f"{kind}-loop")]
    runs = [
        f"  ({i}%nat, ({task.run(trace, numbers)}))"
        for i, task, traces in of_kind
        for trace in traces
        if trace["steps"][0]["program"] == task.programs[0]["name"]
    ]
    assert len(runs) >= len(of_kind), f"{model}: expected a run of each task of {kind}, found {len(runs)}"
    return "[\n" + ";\n".join(runs) + "]"


print("From Npi Require Import Options Machine Follows.\nFrom Npi.tasks Require Import Worlds.\nOpen Scope Z_scope.")
print("Definition traces : list (list (call * list event)) := [")
listings = (";\n   ".join(call for trace in traces for call in task.calls(trace)) for task, traces in found)
print(";\n".join(f"  [{calls}]" for calls in listings) + "].")
print(f"Definition additions : list (nat * addition) := {runs('addition', digits)}.")
print(f"Definition sortings : list (nat * sorting) := {runs('sorting', lambda text: [*map(int, text.split())])}.")
