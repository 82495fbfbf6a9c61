// Viewers of a 2 Mbit/s, 30 fps stream, in a process of their own, which decrypt every packet with libsrtp2;
// and the stream's camera. What benches of the sender share: only the sender's own CPU time and memory are
// measured.
#pragma once

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <mutex>
#include <thread>

#include "base/bytes.hpp"
#include "bench/child.hpp"
#include "rtc/dtls/session.hpp"
#include "rtc/engine.hpp"
#include "rtc/ice/agent.hpp"
#include "rtc/sdp/lines.hpp"
#include "rtc/viewer/datagram.hpp"
#include "tests/rtc/libsrtp.hpp"

namespace gantry::bench {

using namespace rtc;
using namespace std::chrono_literals;

inline constexpr auto frame_interval = std::chrono::nanoseconds(1s) / 30;
inline constexpr std::size_t frames_per_gop = 60;
inline constexpr std::size_t key_bytes = 50'000;
inline constexpr std::size_t delta_bytes = (2 * 250'000 - key_bytes) / (frames_per_gop - 1);

inline std::string encode(const std::string& text) {
    return to_base64(as_bytes(text));
}
inline std::string decode(std::string_view text) {
    return std::string(as_text(from_base64(text).value()));
}

inline media::h264::AccessUnitPtr make_picture(bool key) {
    auto unit = std::make_shared<media::h264::AccessUnit>();
    const auto add = [&](BytesView nal) {
        unit->nals.push_back({.offset = static_cast<std::uint32_t>(unit->data.size()),
                              .size = static_cast<std::uint32_t>(nal.size())});
        unit->data.insert(unit->data.end(), nal.begin(), nal.end());
    };
    if (key) {
        add(*from_hex("6742c01fda014016e9b808080a00000303e9000075308f08846a"));
        add(*from_hex("68ce3c80"));
    }
    Bytes slice(key ? key_bytes : delta_bytes, std::byte{0x5a});
    slice[0] = static_cast<std::byte>(key ? 0x65 : 0x41);
    add(slice);
    unit->key = key;
    unit->captured_at = std::chrono::steady_clock::now();
    return unit;
}

// One browser of the receiving process. On the loop's thread.
class Browser {
public:
    Browser(ice::Loop& loop, const dtls::Context& context, std::atomic<std::uint64_t>& packets)
        : loop_(loop), context_(context), packets_(packets) {
        ice::AgentEvents events{.on_datagram = [this](BytesView datagram) { on_datagram(datagram); },
                                .on_candidate = [this](std::string line) { candidates_.push_back(line); },
                                .on_gathering_done = [] {},
                                .on_pair_selected = [this] { on_dtls(dtls_->start()); },
                                .on_lost = [] {}};
        agent_ = std::make_unique<ice::Agent>(
            loop_, ice::AgentOptions{.addresses = {"127.0.0.1"}, .controlling = true}, std::move(events));
        if (!agent_->gather()) throw std::runtime_error("no address");
    }

    std::string offer() const {
        const auto ice = agent_->credentials();
        auto text = fmt::format(
            "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
            "m=video 9 UDP/TLS/RTP/SAVPF 102 103\r\na=mid:0\r\na=recvonly\r\na=rtcp-mux\r\na=rtpmap:102 "
            "H264/90000\r\na=fmtp:102 packetization-mode=1;profile-level-id=42e01f\r\na=rtpmap:103 "
            "rtx/90000\r\n"
            "a=fmtp:103 apt=102\r\na=setup:actpass\r\na=ice-ufrag:{}\r\na=ice-pwd:{}\r\na=fingerprint:{}\r\n",
            ice.fragment, ice.password, context_.fingerprint());
        for (const auto& candidate : candidates_)
            text += "a=" + candidate + "\r\n";
        return text;
    }

    void accept(const std::string& answer) {
        const auto lines = sdp::split_lines(answer).value();
        const auto& attributes = lines.sections.at(0).attributes;
        const auto value = [&](std::string_view name) { return *sdp::find_attribute(attributes, name); };
        sdp::Fingerprint fingerprint;
        const auto text = value("fingerprint");
        for (const auto pair : sdp::split_words(text.substr(text.find(' ') + 1), ':'))
            fingerprint.digest.push_back(static_cast<std::byte>(*sdp::to_number<std::uint8_t>(pair, 16)));
        dtls_ = std::make_unique<dtls::Session>(context_, dtls::Role::client, fingerprint,
                                                [this](BytesView datagram) { agent_->send(datagram); });
        agent_->set_remote({std::string(value("ice-ufrag")), std::string(value("ice-pwd"))});
        for (const auto candidate : sdp::all_attributes(attributes, "candidate"))
            agent_->add_remote(sdp::parse_candidate("candidate:" + std::string(candidate)).value());
        ssrc_ = *sdp::to_number<std::uint32_t>(sdp::split_words(value("ssrc"))[0]);
    }

    // What a browser sends every second.
    void report() {
        if (!srtp_) return;
        std::array<std::byte, 32 + Libsrtp::max_overhead> packet{};
        write_be32(packet, 0x81c90007);
        write_be32(std::span(packet).subspan(4), 1);
        write_be32(std::span(packet).subspan(8), ssrc_);
        agent_->send(BytesView(packet).first(srtp_->seal_rtcp(packet, 32).value()));
    }

private:
    void on_datagram(BytesView datagram) {
        const auto kind = viewer::classify(datagram);
        if (kind == viewer::DatagramKind::dtls) return on_dtls(dtls_->receive(datagram));
        if (kind != viewer::DatagramKind::rtp || !srtp_) return;
        std::array<std::byte, 2048> packet{};
        std::ranges::copy(datagram, packet.begin());
        if (srtp_->open_rtp(std::span(packet).first(datagram.size()))) ++packets_;
    }

    void on_dtls(dtls::State state) {
        if (state == dtls::State::established && !srtp_) {
            srtp_ = std::make_unique<Libsrtp>(dtls_->keys().value());
        }
        const auto wait = dtls_->timeout();
        if (!wait) return timer_.stop();
        timer_ = ice::Timer(loop_, *wait, ice::Timer::Repeat::once, [this] { on_dtls(dtls_->on_timeout()); });
    }

    ice::Loop& loop_;
    const dtls::Context& context_;
    std::atomic<std::uint64_t>& packets_;
    std::unique_ptr<ice::Agent> agent_;
    std::unique_ptr<dtls::Session> dtls_;
    std::unique_ptr<Libsrtp> srtp_;
    std::vector<std::string> candidates_;
    ice::Timer timer_;
    std::uint32_t ssrc_ = 0;
};

// The viewers' process. Lines on standard input: "open", "answer <index> <base64>", "close <index>" (without
// a goodbye), "count", "end".
inline int receive() {
    ice::Loop loop;
    const dtls::Context context;
    std::atomic<std::uint64_t> packets = 0;
    std::vector<std::unique_ptr<Browser>> browsers;
    // Each reports once per second, not all at once: real browsers do not know of each other.
    constexpr std::size_t slots = 100;
    ice::Timer reports;
    loop.post([&] {
        reports = ice::Timer(loop, 1000ms / slots, ice::Timer::Repeat::again, [&, slot = 0uz]() mutable {
            for (auto i = slot++ % slots; i < browsers.size(); i += slots)
                if (browsers[i]) browsers[i]->report();
        });
    });
    std::string line;
    while (std::getline(std::cin, line) && line != "end") {
        if (line == "count") {
            std::cout << packets << std::endl;
        } else if (line == "open") {
            loop.post([&] {
                browsers.push_back(std::make_unique<Browser>(loop, context, packets));
                std::cout << encode(browsers.back()->offer()) << std::endl;
            });
        } else {
            loop.post([&, words = line] {
                const auto parts = sdp::split_words(words);
                auto& browser = browsers.at(*sdp::to_number<std::size_t>(parts[1]));
                if (parts[0] == "close")
                    browser.reset();
                else
                    browser->accept(decode(parts[2]));
            });
        }
    }
    std::cout.flush();
    _exit(0);
}

inline double resident_kib() {
    std::ifstream file("/proc/self/statm");
    double total = 0;
    double resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1024;
}

// The stream, from the main thread: a picture every 33 ms until `end`.
class Camera {
public:
    explicit Camera(Track& track) : track_(track) {}

    void run_until(const std::function<bool()>& end) {
        while (!end()) {
            track_.push(make_picture(count_++ % frames_per_gop == 0));
            next_ += frame_interval;
            std::this_thread::sleep_until(next_);
        }
    }
    void run_for(std::chrono::steady_clock::duration time) {
        const auto end = std::chrono::steady_clock::now() + time;
        run_until([&] { return std::chrono::steady_clock::now() >= end; });
    }

    // Until the next picture is a key: the engine then holds as much of the stream as it ever does.
    void run_to_key() {
        run_until([this] { return count_ % frames_per_gop == 0; });
    }

private:
    Track& track_;
    std::size_t count_ = 0;
    std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now();
};

// Opens viewers of one track in a child process; the main thread's.
class Audience {
public:
    struct Seat {
        std::size_t index = 0;
        std::unique_ptr<Viewer> viewer;
        std::shared_ptr<std::atomic<bool>> gone = std::make_shared<std::atomic<bool>>(false);
    };

    Audience(Engine& engine, Track& track)
        : engine_(engine), track_(track), child_(start_child({"bench", "receive"})) {}
    ~Audience() {
        child_.say("end");
        waitpid(child_.process, nullptr, 0);
    }
    Audience(const Audience&) = delete;
    Audience& operator=(const Audience&) = delete;

    Seat open() {
        Seat seat{.index = opened_++, .viewer = nullptr};
        ViewerEvents events;
        events.on_answer = [this, index = seat.index](const std::string& answer) {
            say(fmt::format("answer {} {}", index, encode(answer)));
        };
        events.on_closed = [gone = seat.gone](const Error&) { *gone = true; };
        ViewerRequest request;
        {
            const std::lock_guard lock(pipe_);
            child_.say("open");
            request.offer_sdp = decode(child_.hear());
        }
        auto viewer = engine_.open(track_, std::move(request), std::move(events));
        if (!viewer) throw std::runtime_error(viewer.error().detail);
        seat.viewer = *std::move(viewer);
        return seat;
    }
    // As a browser that crashes: no goodbye.
    void kill(const Seat& seat) { say(fmt::format("close {}", seat.index)); }
    // Packets that all viewers could decrypt so far.
    double packets() {
        const std::lock_guard lock(pipe_);
        child_.say("count");
        return std::stod(child_.hear());
    }

private:
    void say(const std::string& line) {
        const std::lock_guard lock(pipe_);
        child_.say(line);
    }

    Engine& engine_;
    Track& track_;
    Child child_;
    std::mutex pipe_;
    std::size_t opened_ = 0;
};

}  // namespace gantry::bench
