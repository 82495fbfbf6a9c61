"""A bad line between two network namespaces: a TUN device in each, and this program between them.

line.py PID_A NAME_A PID_B NAME_B makes the devices and prints "ready". Each line of JSON on standard input sets the
quality of both directions: {"delay_ms": 100, "loss": 0.01, "kbit": 1000}. A packet that would wait longer than
QUEUE_MS for its turn is lost, as in a router's buffer.
"""

import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
QUEUE_MS = 300
MTU = 1500


def open_tun(pid, name):
    """Opens the device in the namespace of that process; the descriptor stays usable from everywhere."""
    libc = ctypes.CDLL(None, use_errno=True)
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY)
    if libc.setns(there, 0) != 0:
        raise OSError(ctypes.get_errno(), "setns")
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    libc.setns(home, 0)
    os.close(home)
    os.close(there)
    return tun


class Direction:
    """From one device to the other. Times in seconds."""

    def __init__(self, source, target):
        self.source, self.target = source, target
        self.delay, self.loss, self.bytes_per_second = 0.0, 0.0, 0.0
        self.free_at = 0.0  # when the line has sent what it accepted
        self.travelling = []
        self.count = 0

    def take(self, now):
        try:
            packet = os.read(self.source, MTU + 100)
        except BlockingIOError:
            return
        if random.random() < self.loss:
            return
        start = max(now, self.free_at)
        if start - now > QUEUE_MS / 1000:
            return
        self.free_at = start + (len(packet) / self.bytes_per_second if self.bytes_per_second else 0.0)
        self.count += 1
        heapq.heappush(self.travelling, (self.free_at + self.delay, self.count, packet))

    def deliver(self, now):
        while self.travelling and self.travelling[0][0] <= now:
            packet = heapq.heappop(self.travelling)[2]
            try:
                os.write(self.target, packet)
            except OSError:
                pass  # the device is down, or full: the packet is lost


def main():
    first, second = open_tun(sys.argv[1], sys.argv[2]), open_tun(sys.argv[3], sys.argv[4])
    directions = [Direction(first, second), Direction(second, first)]
    print("ready", flush=True)
    while True:
        due = min((d.travelling[0][0] for d in directions if d.travelling), default=None)
        wait = None if due is None else max(0.0, due - time.monotonic())
        readable, _, _ = select.select([first, second, sys.stdin], [], [], wait)
        now = time.monotonic()
        if sys.stdin in readable:
            line = sys.stdin.readline()
            if not line:
                return
            quality = json.loads(line)
            for direction in directions:
                direction.delay = quality.get("delay_ms", 0) / 1000
                direction.loss = quality.get("loss", 0)
                direction.bytes_per_second = quality.get("kbit", 0) * 125
        for direction in directions:
            if direction.source in readable:
                direction.take(now)
            direction.deliver(now)


main()
