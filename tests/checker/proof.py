"""Holds a network against its teacher, as `docs/proof.md` says: each program by sequences, by boxes, or by both."""

from itertools import product
from math import inf

from blob import demand
from network import Network


class Proof:
    """Counts what holds of a section, and what does not."""

    def __init__(self, section, task):
        demand(section.shape == task.shape, f"a section of this very task {task.name!a}", "another's")
        self.name, self.network, self.margin = task.name, Network(section, task), inf
        self.sequences = self.steps = self.wrong = self.obligations = self.broken = 0
        boxes = iter(section.boxes)
        for program, method in zip(task.programs, section.methods):
            demand(method or not program.loops, f"boxes of {program.name!a}, which loops", "none")
            views = [0, 1, len(program.views)][method]
            if method:
                self.check(program, [box for _, box in zip(range(views * len(program.memories)), boxes)], views)
            for arguments in program.calls if not program.loops else []:
                self.walk(program, arguments, 0, self.network.rest)
        demand(not [*boxes], f"as many boxes as {task.name!a} has classes", "more")

    def follow(self, program, arguments, memory, box):
        """Gives for each view that can come: its rank, the decision, the next memory, and the box that follows."""
        hidden, cells = box
        products = self.network.products(hidden)
        for rank, view in enumerate(program.views):
            if row := program.rows[arguments, memory, view]:
                inputs = self.network.inputs(program, arguments, view)
                yield rank, *row, self.network.step(inputs, products, cells)

    def walk(self, program, arguments, memory, state, steps=1, astray=False):
        """Walks all sequences of a call that go on from a state, which is a box of one."""
        for _, decision, next, after in self.follow(program, arguments, memory, state):
            leads = self.network.leads(after[0], decision)
            wrong = astray or not all(lead > 0 or lead == 0 and wins for lead, wins in leads)
            score = leads[0][0] if decision[2] else -leads[0][0]
            margins = abs(self.network.margin(score)), self.network.margin(min(leads[1:])[0])
            self.margin = min(self.margin, *margins)
            if decision[2]:
                self.sequences, self.steps, self.wrong = self.sequences + 1, self.steps + steps, self.wrong + wrong
            else:
                self.walk(program, arguments, next, after, steps + 1, wrong)

    def check(self, program, boxes, views):
        """Checks boxes, one for each memory and each of so many views: steps from rest and from each obey, and stay in them."""
        demand(len(boxes) == views * len(program.memories), f"a box for each class of {program.name!a}", "fewer")
        classes = [(0, self.network.rest), *((number // views, box) for number, box in enumerate(boxes))]
        possible = [each for each in classes if all(least <= most for side in each[1] for least, most in side)]
        for arguments, (memory, box) in product(program.calls, possible):
            for rank, decision, next, after in self.follow(program, arguments, memory, box):
                margin = self.network.margin(min(self.network.leads(after[0], decision))[0])
                stays = decision[2] or is_within(after, boxes[next * views + rank % views])
                self.obligations, self.broken = self.obligations + 1, self.broken + (margin <= 0 or not stays)
                self.margin = min(self.margin, margin)

    def holds(self):
        """Tells whether something was checked, and all of it is right."""
        return self.wrong == self.broken == 0 < self.sequences + self.obligations

    def __str__(self):
        walked = f"{self.sequences} sequences, {self.steps} steps, {self.wrong} wrong"
        margin = f"proven, margin {self.margin / 65536:.4f} logits ({self.margin} / 65536)"
        verdict = margin if self.holds() else "not proven"
        return f"{self.name!a}: {walked}; {self.obligations} obligations, {self.broken} broken; {verdict}"


def is_within(box, other):
    """Tells whether all states of a box are in another."""
    pairs = (pair for sides in zip(box, other) for pair in zip(*sides))
    return all(low <= least and most <= high for (least, most), (low, high) in pairs)
