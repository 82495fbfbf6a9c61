// A browser's end of the connection, on a loop of its own: libnice, OpenSSL as DTLS client, libsrtp2. The
// test thread drives it and waits on it; every method may be called from there.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>

#include "media/rtp/header.hpp"
#include "rtc/dtls/session.hpp"
#include "rtc/engine.hpp"
#include "rtc/ice/agent.hpp"
#include "tests/rtc/libsrtp.hpp"

namespace gantry::rtc {

struct ReceiverOptions {
    enum class Reports { sent, none };
    Reports reports = Reports::sent;  // answers each sender report with a receiver report
    std::uint8_t fraction_lost = 0;   // of 256, as its reports say
    std::set<std::size_t> lose;       // positions of packets that get lost on the way
    std::vector<std::string> addresses = {"127.0.0.1"};
    std::string setup = "actpass";  // who opens DTLS; "passive": the sender must
};

class Receiver {
public:
    struct Seen {
        bool connected = false;
        bool goodbye = false;       // the sender closed DTLS
        std::size_t datagrams = 0;  // decrypted RTP packets, retransmissions included
        std::size_t retransmissions = 0;
        std::size_t refused = 0;                 // packets that libsrtp did not accept
        std::size_t reports = 0;                 // sender reports
        std::map<std::uint32_t, Bytes> packets;  // plain RTP by extended sequence number
        std::vector<std::string> answers;
        std::optional<Error> closed;
    };

    explicit Receiver(ReceiverOptions options = {});
    ~Receiver();
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;

    // The offer, with all candidates.
    std::string offer();
    void accept(const std::string& answer);
    void add_remote_candidate(const std::string& candidate);
    // Asks for one packet again; a key picture.
    void send_nack(std::uint16_t sequence);
    void send_picture_loss();
    // Its way takes everything from now on, as its reports say.
    void recover();
    // Closes with a DTLS goodbye; or vanishes without a word.
    void say_goodbye();
    void vanish();

    // Events for Engine::open that feed this receiver.
    ViewerEvents events();
    // Waits until `condition` holds; false when it does not within the limit.
    bool wait(const std::function<bool(const Seen&)>& condition,
              std::chrono::milliseconds limit = std::chrono::seconds(10));
    Seen seen() const;
    // Pictures that arrived completely, by the number that make_picture wrote.
    std::vector<std::uint32_t> pictures() const;

private:
    void run(const std::function<void()>& step);
    void make_agent();
    void on_datagram(BytesView datagram);
    void on_dtls(dtls::State state);
    void on_rtp(BytesView datagram);
    void on_plain_rtp(BytesView packet);
    void on_rtcp(BytesView datagram);
    void send_rtcp(Bytes packet);
    void change(const std::function<void(Seen&)>& step) { shared_->change(step); }
    void keep(const media::rtp::Header& header, BytesView packet);

    // What the engine's callbacks reach; they may come after the receiver has gone.
    struct Shared {
        std::mutex mutex;
        std::condition_variable changed;
        Seen seen;
        Receiver* receiver = nullptr;  // null once it has gone

        void change(const std::function<void(Seen&)>& step);
    };

    ReceiverOptions options_;
    std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
    std::uint32_t ssrc_ = 0;
    std::uint32_t first_ = 0;
    std::uint32_t newest_ = 0;
    std::size_t position_ = 0;
    std::uint32_t reported_ = 0;  // the newest packet that a report told of …
    std::uint32_t lost_ = 0;      // … and how many up to there were lost

    ice::Loop loop_;
    dtls::Context context_;
    std::unique_ptr<ice::Agent> agent_;
    std::unique_ptr<dtls::Session> dtls_;
    std::unique_ptr<Libsrtp> srtp_;
    std::vector<std::string> candidates_;
    bool gathered_ = false;
    ice::Timer dtls_timer_;
};

}  // namespace gantry::rtc
