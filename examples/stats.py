#!/usr/bin/env python3
"""Prints what the printers of a Gantry Fuse do, as it happens. The protocol is docs/stats.md.

    python3 stats.py ws://127.0.0.1:8889 --token TOKEN --printers ID,ID

Python's standard library has no WebSocket client: the class below is all that it takes.
"""

import argparse
import base64
import json
import os
import socket
import ssl
import struct
import sys
import time
from urllib.parse import urlencode, urlsplit

MAX_MESSAGE = 64 * 1024 * 1024
SILENCE = 60  # Fuse pings every 20 s: whoever hears nothing for this long has lost it
FINAL = {4401: "the token is not valid (any more)", 4429: "there are too many readers"}


class Closed(Exception):
    def __init__(self, code, reason):
        super().__init__(f"closed with {code} {reason}".rstrip())
        self.code = code


class WebSocket:
    def __init__(self, url, headers):
        parts = urlsplit(url)
        secure = parts.scheme == "wss"
        port = parts.port or (443 if secure else 80)
        self.stream = socket.create_connection((parts.hostname, port), timeout=SILENCE)
        if secure:
            self.stream = ssl.create_default_context().wrap_socket(self.stream, server_hostname=parts.hostname)
        target = (parts.path or "/") + ("?" + parts.query if parts.query else "")
        lines = [f"GET {target} HTTP/1.1", f"Host: {parts.netloc}", "Upgrade: websocket", "Connection: Upgrade",
                 "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode()]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.stream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.file = self.stream.makefile("rb")
        status = self.file.readline().decode().split(" ", 2)
        headers = {}
        while (line := self.file.readline().decode().strip()):
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if status[1] != "101":
            body = self.file.read(int(headers.get("content-length", 0)))
            sys.exit(f"Fuse refuses: {json.loads(body).get('detail') if body else status[1]}")

    def send(self, opcode, payload):
        mask = os.urandom(4)
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + struct.pack(">H", size)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self.stream.sendall(bytes([0x80 | opcode]) + length + mask + masked)

    def _read(self, size):
        data = self.file.read(size)
        if len(data) < size:
            raise Closed(1006, "")
        return data

    def messages(self):
        """Every text message; pings are answered on the way. Raises Closed."""
        while True:
            first, length = self._read(2)
            if length == 126:
                (length,) = struct.unpack(">H", self._read(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self._read(8))
            if length > MAX_MESSAGE:
                raise Closed(1009, "message too long")
            payload = self._read(length)
            opcode = first & 0x0F
            if opcode == 0x1:
                yield json.loads(payload)
            elif opcode == 0x8:
                code = struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else 1005
                self.send(0x8, payload[:2])
                raise Closed(code, payload[2:].decode())
            elif opcode == 0x9:
                self.send(0xA, payload)


def describe(printer):
    state = printer["state"]
    progress = state["progress"]
    text = f"{printer['printer']['name']}: {printer['status']}, nozzle {state['nozzle']['actual_c']:.0f}°, bed {state['bed']['actual_c']:.0f}°"
    if state["activity"] in ("preparing", "printing", "paused"):
        text += f", {progress['job_name']} {progress['percent']} %, layer {progress['layer']} of {progress['total_layers']}"
    return text


def read_along(url, headers, limit):
    printers = {}
    seen = 0
    for message in WebSocket(url, headers).messages():
        if message["type"] == "state":  # everything: at first, and whenever printers come or go
            printers = {one["printer"]["id"]: one for one in message["printers"]}
            for one in printers.values():
                print(describe(one), flush=True)
        elif message["type"] == "change" and message["id"] in printers:
            one = printers[message["id"]]
            one["status"] = message.get("status", one["status"])
            one["state"].update(message.get("changes", {}))
            seen += 1
            print(f"{describe(one)}  [{', '.join(message.get('changes', {})) or 'status'}]", flush=True)
        if limit and seen >= limit:
            return


def main():
    parser = argparse.ArgumentParser(description="Prints what the printers of a Gantry Fuse do, as it happens.")
    parser.add_argument("url", help="ws://127.0.0.1:8889")
    parser.add_argument("--token", help="made on Fuse's page under Settings, External Integrations")
    parser.add_argument("--printers", help="ids, with commas; all when absent")
    parser.add_argument("--changes", type=int, help="ends after so many")
    arguments = parser.parse_args()
    url = arguments.url.rstrip("/") + "/"
    if arguments.printers:
        url += "?" + urlencode({"printers": arguments.printers})
    headers = {"Authorization": f"Bearer {arguments.token}"} if arguments.token else {}
    while True:
        try:
            return read_along(url, headers, arguments.changes)
        except Closed as closed:
            if closed.code in FINAL:
                sys.exit(FINAL[closed.code])
            print(f"{closed}: coming back", file=sys.stderr)
        except OSError as error:
            print(f"{error}: trying again", file=sys.stderr)
        time.sleep(3)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
