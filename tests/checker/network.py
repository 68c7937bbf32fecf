"""Computes what a network does with all states in a box, as `model-format/src/steps.md` says it of one state.

A box is a list of two: for each unit the ends of its hidden state, and those of its cell state. A state is a box whose
ends are equal, so that all of this is exact of it.
"""

from itertools import accumulate, product
from operator import sub
from pathlib import Path

from blob import demand

LIST = Path(__file__).resolve().parents[2] / "model-format/src/sigmoid.md"


def sigmoid_list():
    """Reads the list of σ."""
    numbers = [int(word) for word in LIST.read_text().split() if word.isdigit()]
    demand(len(numbers) == 512, f"512 numbers in {LIST.name}", len(numbers))
    return numbers


def ends(weights, bounds):
    """Gives the least and the greatest sum of weights times numbers that lie between two ends each."""
    least = greatest = 0
    for weight, (low, high) in zip(weights, bounds):
        least += weight * (low if weight > 0 else high)
        greatest += weight * (high if weight > 0 else low)
    return least, greatest


class Network:
    """Computes with the weights of a section."""

    def __init__(self, section, task):
        self.list, self.section, self.task, (self.t, self.r, self.s) = sigmoid_list(), section, task, section.scales
        self.rest = [[(0, 0)] * len(section.heads[0])] * 2
        counts = [1, len(task.domains), *section.shape[3]]
        outputs = [*zip(section.heads, section.bias)]
        self.heads = [outputs[end - count : end] for count, end in zip(counts, accumulate(counts))]

    def inputs(self, program, arguments, view):
        """Adds up the rows of a step's inputs, for each gate."""
        _, programs, observation, slots, are_inputs = self.section.shape
        blocks = [*zip(observation, view, program.sees)]
        blocks += [(count, symbol, program.domains) for count, symbol in zip(slots, arguments) if are_inputs]
        blocks += [(programs, program.index, True)]
        firsts = accumulate((count for count, _, _ in blocks), initial=0)
        rows = [self.section.tables[first + symbol] for first, (_, symbol, seen) in zip(firsts, blocks) if seen]
        return [sum(column) << 7 + self.r - self.t for column in zip(*rows)]

    def products(self, hidden):
        """Gives the ends of the products of recurrent weights and hidden states, for each gate."""
        return [ends(row, hidden) for row in self.section.recurrent]

    def sigmoid(self, n):
        """Looks σ up in the list."""
        return self.list[max(0, min(511, n))]

    def unit(self, x, cell):
        """Gives a unit's new hidden and cell state."""
        r, sigmoid = self.r, self.sigmoid
        i, f, o = (sigmoid((x[gate] >> r + 2) + 256) for gate in (0, 1, 3))
        g = 2 * sigmoid((x[2] >> r + 1) + 256) - 32767
        cell = max(-32768, min(32767, (f * cell >> 15) + (i * g >> 18)))
        y = 2 * sigmoid((cell >> 6) + 256) - 32767
        return max(-127, min(127, o * y + 2**22 >> 23)), cell

    def step(self, inputs, products, cells):
        """Gives the box that follows: a unit is monotone in each gate and in its cell, and extreme at corners of them."""
        x = [{at + low, at + high} for at, (low, high) in zip(inputs, products)]
        corners = (product(*x[4 * unit : 4 * unit + 4], {*cell}) for unit, cell in enumerate(cells))
        states = ([*zip(*(self.unit(x, cell) for *x, cell in each))] for each in corners)
        return [*zip(*([(min(values), max(values)) for values in state] for state in states))]

    def leads(self, hidden, decision):
        """Gives by how much each right score leads at least in all states of a box, and whether it wins a tie.

        That of `end` comes first; it is held against zero, the others against each of their rivals.
        """
        number, arguments, end = decision
        [own], *heads = self.heads
        right = [number, *arguments][: len(heads) if self.task.domains[number] else 1]
        zero = [0] * len(hidden), 0
        pairs = [(own, zero, False) if end else (zero, own, True)]
        for head, answer in zip(heads, right):
            pairs += [(head[answer], other, answer < rival) for rival, other in enumerate(head) if rival != answer]
        least = lambda one, other: 128 * (one[1] - other[1]) + ends(map(sub, one[0], other[0]), hidden)[0]
        return [(least(one, other), wins) for one, other, wins in pairs]

    def margin(self, difference):
        """Gives a difference of scores in 65536ths of a logit, rounded down."""
        return difference << 16 >> 7 + self.s
