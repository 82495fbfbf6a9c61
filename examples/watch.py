#!/usr/bin/env python3
"""Watches a printer's camera of a Gantry Fuse with GStreamer, by WHEP: one HTTP POST of an offer.

    python3 watch.py http://127.0.0.1:8888 PRINTER_ID              shows it in a window
    python3 watch.py http://127.0.0.1:8888 PRINTER_ID --frames 30  counts pictures, prints size and rate, ends

Needs GStreamer with webrtcbin and its Python bindings; on Debian: gstreamer1.0-plugins-bad gstreamer1.0-nice
gstreamer1.0-libav gir1.2-gst-plugins-bad-1.0 python3-gi.
"""

import argparse
import json
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urljoin

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

PATIENCE = 15  # seconds until the first picture
# As browsers offer it: without a profile an answerer may only send Constrained Baseline.
OFFERED = ("application/x-rtp,media=video,encoding-name=H264,clock-rate=90000,payload=96,packetization-mode=(string)1,"
           "profile-level-id=(string)640c1f,rtcp-fb-nack=(boolean)true,rtcp-fb-nack-pli=(boolean)true")


class Refused(Exception):
    pass


def ask(method, url, body=None):
    headers = {"Content-Type": "application/sdp"} if body else {}
    request = urllib.request.Request(url, body.encode() if body else None, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        text = error.read().decode()
        raise Refused(json.loads(text).get("detail", text) if text.startswith("{") else text or str(error)) from None
    except OSError as error:
        raise Refused(f"Fuse does not answer: {error}") from None


class Watch:
    def __init__(self, arguments):
        self.url = f"{arguments.fuse.rstrip('/')}/api/printers/{arguments.printer}/whep"
        self.wanted = arguments.frames
        self.session = None
        self.failure = None
        self.seen = []  # when each picture came
        self.size = None
        self.loop = GLib.MainLoop()
        self.pipeline = Gst.Pipeline.new("watch")
        self.webrtc = Gst.ElementFactory.make("webrtcbin")
        self.webrtc.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.pipeline.add(self.webrtc)
        if arguments.local_address:
            self.agent = self.webrtc.get_property("ice-agent")
            self.agent.emit("add-local-ip-address", arguments.local_address)
        self.webrtc.emit("add-transceiver", GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY, Gst.Caps.from_string(OFFERED))
        self.webrtc.connect("notify::ice-gathering-state", self.on_gathering)
        self.webrtc.connect("pad-added", self.on_pad)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", lambda _, message: self.fail(message.parse_error().err.message))

    def run(self):
        self.pipeline.set_state(Gst.State.PLAYING)
        self.webrtc.emit("create-offer", None, Gst.Promise.new_with_change_func(self.on_offer))
        GLib.timeout_add_seconds(PATIENCE, self.on_patience_ends)
        try:
            self.loop.run()
        except KeyboardInterrupt:
            pass
        finally:
            self.pipeline.set_state(Gst.State.NULL)
            if self.session:
                ask("DELETE", self.session)
        if self.failure:
            raise Refused(self.failure)

    def fail(self, text):
        self.failure = self.failure or text
        self.loop.quit()
        return False

    def on_patience_ends(self):
        return False if self.seen else self.fail(f"no picture in {PATIENCE} s")

    def on_offer(self, promise):
        promise.wait()
        reply = promise.get_reply()  # owns the offer
        self.webrtc.emit("set-local-description", reply.get_value("offer"), Gst.Promise.new())

    def on_gathering(self, webrtc, _):
        if webrtc.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            GLib.idle_add(self.negotiate)

    # The whole offer at once, with its candidates: nothing has to be sent later.
    def negotiate(self):
        offer = self.webrtc.get_property("local-description").sdp.as_text()
        try:
            answer, headers = ask("POST", self.url, offer)
        except Refused as refusal:
            return self.fail(str(refusal))
        self.session = urljoin(self.url, headers["Location"])
        _, sdp = GstSdp.SDPMessage.new_from_text(answer)
        description = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, sdp)
        self.webrtc.emit("set-remote-description", description, Gst.Promise.new())
        return False

    def on_pad(self, _, pad):
        sink = "autovideosink" if self.wanted is None else "fakesink sync=false"
        player = Gst.parse_bin_from_description(
            f"rtph264depay ! h264parse ! avdec_h264 ! identity name=seen signal-handoffs=true ! videoconvert ! {sink}", True)
        self.pipeline.add(player)
        player.sync_state_with_parent()
        player.get_by_name("seen").connect("handoff", self.on_picture)
        pad.link(player.get_static_pad("sink"))

    def on_picture(self, identity, _):
        self.seen.append(time.monotonic())
        if self.size is None:
            structure = identity.get_static_pad("src").get_current_caps().get_structure(0)
            self.size = (structure.get_value("width"), structure.get_value("height"))
        if self.wanted is not None and len(self.seen) == self.wanted:
            GLib.idle_add(self.loop.quit)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("fuse", help="address of the Fuse, such as http://127.0.0.1:8888")
    parser.add_argument("printer", help="id of the printer, as GET /api/printers names it")
    parser.add_argument("--frames", type=int, help="end after so many pictures instead of showing them")
    parser.add_argument("--local-address", help="offer this address only, such as 127.0.0.1")
    arguments = parser.parse_args()
    Gst.init(None)
    watch = Watch(arguments)
    try:
        watch.run()
    except Refused as refusal:
        sys.exit(f"watch.py: {refusal}")
    if len(watch.seen) > 1:
        rate = (len(watch.seen) - 1) / (watch.seen[-1] - watch.seen[0])
        print(json.dumps({"frames": len(watch.seen), "size": "{}x{}".format(*watch.size), "fps": round(rate, 1)}))


if __name__ == "__main__":
    main()
