// One ICE agent with one UDP component: a viewer's way to its browser. Owned by the viewer's peer; used on
// the loop's thread, where all events come from as well. The events must not destroy the agent: post that.
#pragma once

#include <nice/agent.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "rtc/engine.hpp"
#include "rtc/ice/burst.hpp"
#include "rtc/ice/glib_context.hpp"
#include "rtc/sdp/candidate.hpp"
#include "rtc/sdp/offer.hpp"

namespace gantry::rtc::ice {

struct AgentOptions {
    std::vector<std::string> addresses;  // empty: all interfaces
    std::uint16_t first_port = 0;
    std::uint16_t last_port = 0;
    std::vector<IceServer> servers;  // hosts are numeric here
    IcePolicy policy = IcePolicy::all;
    bool controlling = false;
};

struct AgentEvents {
    std::function<void(BytesView)> on_datagram;
    std::function<void(std::string)> on_candidate;  // "candidate:…"; also during gather()
    std::function<void()> on_gathering_done;
    std::function<void()> on_pair_selected;  // now, and whenever a better pair was found
    std::function<void()> on_lost;           // a pair was selected and no longer answers
};

class Agent {
public:
    Agent(Loop& loop, AgentOptions options, AgentEvents events);
    ~Agent();  // at once, without goodbye to TURN servers: prefer close()
    Agent(const Agent&) = delete;
    Agent& operator=(const Agent&) = delete;

    sdp::IceCredentials credentials() const;
    // Errc::offline when no local address can be used.
    Result<> gather();
    void set_remote(const sdp::IceCredentials& credentials);
    void add_remote(const sdp::Candidate& candidate);

    bool has_pair() const { return selected_; }
    bool relayed() const { return relayed_; }
    // One datagram; false when it could not be sent now.
    bool send(BytesView datagram);
    // Returns how many datagrams from `first` on were taken; fewer than all: blocked for now.
    std::size_t send(const Burst& burst, std::size_t first);

    // Gives relay allocations back, then calls `done`; no other event comes any more. The agent must live
    // until then: libnice reads its sockets meanwhile.
    void close(std::function<void()> done);

private:
    static void on_state(NiceAgent*, guint stream, guint component, guint state, gpointer self);
    static void on_new_candidate(NiceAgent*, NiceCandidate* candidate, gpointer self);
    static void on_gathered(NiceAgent*, guint stream, gpointer self);
    static void on_selected(NiceAgent*, guint, guint, NiceCandidate* local, NiceCandidate* remote,
                            gpointer self);
    static void on_receive(NiceAgent*, guint, guint, guint length, gchar* bytes, gpointer self);
    static void on_closed(GObject*, GAsyncResult*, gpointer self);

    void add_addresses();
    void add_servers();
    void bound_stream_buffers();
    void take_socket(const NiceCandidate& local, const NiceCandidate& remote);
    std::size_t send_relayed(const Burst& burst, std::size_t first);

    GlibContext context_;
    AgentOptions options_;
    AgentEvents events_;
    NiceAgent* agent_ = nullptr;
    guint stream_ = 0;
    bool selected_ = false;
    bool relayed_ = false;
    bool closing_ = false;
    std::function<void()> done_;
    int socket_ = -1;  // the selected pair's, owned by libnice; -1 when packets go through a relay
    Destination destination_;
};

// The addresses to bind by default: every interface's, or loopback where there is no other.
std::vector<std::string> default_addresses();

}  // namespace gantry::rtc::ice
