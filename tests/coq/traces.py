#!/usr/bin/env python3
"""Writes what the runtime's networks do, step by step, as a file of Coq: for each task of a model, in its order, calls of a few runs.
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

    def calls(self, problem):
        """The calls of a run, each with its steps: a call's steps are those at its depth until another begins there."""
        open_, calls = {}, []
        for step in json.loads(run("run", model, self.name, problem, "--trace", "-", "--quiet")[0])["steps"]:
            program, depth = step["program"], step["depth"]
            if step["step"] == 0:
                open_[depth] = []
                calls.append((f"({self.numbers[program]}, {listed(self.given(step['arguments']))})", open_[depth]))
            decision = f"Decision {self.numbers[step['call']]} {listed(self.given(step['with']))} {str(step['end']).lower()}"
            view, hidden = self.view(program, step["sees"]), step["hidden"]
            open_[depth].append(f"({listed(view)}, {listed(hidden)}, {decision})")
        return [f"({call}, [{'; '.join(steps)}])" for call, steps in calls]


def traces(name):
    task = Task(name)
    problems = run("generate", name, "--problems", "--min", "3", "--max", "4", "--examples-per", "1")
    return ";\n   ".join(call for problem in problems for call in task.calls(problem))


tasks = [task["task"] for task in json.loads(run("inspect", model, "--json")[0])["tasks"]]
print("From Npi Require Import Options Machine.\nOpen Scope Z_scope.")
print("Definition traces : list (list (call * list (view * list Z * decision))) := [")
print(";\n".join(f"  [{traces(task)}]" for task in tasks) + "].")
