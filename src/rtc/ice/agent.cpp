#include "rtc/ice/agent.hpp"

#include <nice/interfaces.h>

#include <cstring>
#include <stdexcept>

#include "base/log.hpp"

namespace gantry::rtc::ice {
namespace {

constexpr guint component = 1;
constexpr guint first_user_port = 1024;
// What waits in a TCP connection to a TURN server is delay: the kernel's own choice is up to 4 MiB.
constexpr int stream_buffer_bytes = 64 * 1024;
// How long libnice looks for a better pair, 50 times per second, after the last check that it sent. It waits
// 5 s by default; here long enough to send a lost check twice more. Checks of the browser wake it again.
constexpr guint settled_after_ms = 1200;

NiceCandidateType to_nice(sdp::Candidate::Type type) {
    switch (type) {
        case sdp::Candidate::Type::host:
            return NICE_CANDIDATE_TYPE_HOST;
        case sdp::Candidate::Type::server_reflexive:
            return NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE;
        case sdp::Candidate::Type::peer_reflexive:
            return NICE_CANDIDATE_TYPE_PEER_REFLEXIVE;
        case sdp::Candidate::Type::relayed:
            return NICE_CANDIDATE_TYPE_RELAYED;
    }
    return NICE_CANDIDATE_TYPE_HOST;
}

NiceRelayType to_nice(IceServer::Kind kind) {
    return kind == IceServer::Kind::turn_tcp ? NICE_RELAY_TYPE_TURN_TCP : NICE_RELAY_TYPE_TURN_UDP;
}

NiceAgent* make_agent(GMainContext* context, const AgentOptions& options) {
    const auto flags =
        static_cast<NiceAgentOption>(NICE_AGENT_OPTION_REGULAR_NOMINATION | NICE_AGENT_OPTION_ICE_TRICKLE);
    auto* agent = nice_agent_new_full(context, NICE_COMPATIBILITY_RFC5245, flags);
    if (agent == nullptr) throw std::runtime_error("libnice gave no agent");
    // UPnP is on by default and would search the network for routers. libnice's "consent freshness" is not
    // asked for: it ends a connection whose last answer is 10 s old, with a check every 5 s that is not
    // repeated. On a line that loses 10 % of the packets that is within a minute. Whether a browser is there
    // still its reports tell (viewer/peer.cpp).
    g_object_set(agent, "upnp", FALSE, "ice-tcp", FALSE, "controlling-mode",
                 static_cast<gboolean>(options.controlling), "force-relay",
                 static_cast<gboolean>(options.policy == IcePolicy::relay_only), nullptr);
    return agent;
}

}  // namespace

std::vector<std::string> default_addresses() {
    std::vector<std::string> addresses;
    for (const bool loopback : {false, true}) {
        GList* found = nice_interfaces_get_local_ips(static_cast<gboolean>(loopback));
        for (const GList* item = found; item != nullptr; item = item->next)
            addresses.emplace_back(static_cast<const char*>(item->data));
        g_list_free_full(found, g_free);
        if (!addresses.empty()) break;
    }
    return addresses;
}

Agent::Agent(Loop& loop, AgentOptions options, AgentEvents events)
    : context_(loop),
      options_(std::move(options)),
      events_(std::move(events)),
      agent_(make_agent(context_.get(), options_)) {
    const GlibContext::Use use(context_);
    stream_ = nice_agent_add_stream(agent_, 1);
    add_addresses();
    add_servers();
    g_signal_connect(agent_, "component-state-changed", G_CALLBACK(&Agent::on_state), this);
    g_signal_connect(agent_, "new-candidate-full", G_CALLBACK(&Agent::on_new_candidate), this);
    g_signal_connect(agent_, "candidate-gathering-done", G_CALLBACK(&Agent::on_gathered), this);
    g_signal_connect(agent_, "new-selected-pair-full", G_CALLBACK(&Agent::on_selected), this);
    nice_agent_attach_recv(agent_, stream_, component, context_.get(), &Agent::on_receive, this);
}

Agent::~Agent() {
    const GlibContext::Use use(context_);
    g_signal_handlers_disconnect_by_data(agent_, this);
    nice_agent_attach_recv(agent_, stream_, component, context_.get(), nullptr, nullptr);
    nice_agent_remove_stream(agent_, stream_);
    g_object_unref(agent_);
}

void Agent::add_addresses() {
    for (const auto& text : options_.addresses.empty() ? default_addresses() : options_.addresses) {
        NiceAddress address;
        nice_address_init(&address);
        if (nice_address_set_from_string(&address, text.c_str())) {
            nice_agent_add_local_address(agent_, &address);
        } else {
            log::warning("rtc.ice", "{} is not a local address", text);
        }
    }
    if (options_.last_port >= first_user_port) {
        nice_agent_set_port_range(agent_, stream_, component, options_.first_port, options_.last_port);
    }
}

void Agent::add_servers() {
    for (const auto& server : options_.servers) {
        if (server.kind == IceServer::Kind::stun) {
            g_object_set(agent_, "stun-server", server.host.c_str(), "stun-server-port",
                         static_cast<guint>(server.port), nullptr);
        } else {
            nice_agent_set_relay_info(agent_, stream_, component, server.host.c_str(), server.port,
                                      server.username.c_str(), server.password.reveal().c_str(),
                                      to_nice(server.kind));
        }
    }
}

sdp::IceCredentials Agent::credentials() const {
    gchar* fragment = nullptr;
    gchar* password = nullptr;
    nice_agent_get_local_credentials(agent_, stream_, &fragment, &password);
    sdp::IceCredentials credentials{.fragment = fragment, .password = password};
    g_free(fragment);
    g_free(password);
    return credentials;
}

Result<> Agent::gather() {
    const GlibContext::Use use(context_);
    if (nice_agent_gather_candidates(agent_, stream_)) return {};
    return fail(Errc::offline, "no local address or port can be used for WebRTC");
}

void Agent::set_remote(const sdp::IceCredentials& credentials) {
    const GlibContext::Use use(context_);
    nice_agent_set_remote_credentials(agent_, stream_, credentials.fragment.c_str(),
                                      credentials.password.c_str());
}

void Agent::add_remote(const sdp::Candidate& candidate) {
    if (closing_) return;
    const GlibContext::Use use(context_);
    auto* native = nice_candidate_new(to_nice(candidate.type));
    native->component_id = component;
    native->stream_id = stream_;
    native->transport = NICE_CANDIDATE_TRANSPORT_UDP;
    native->priority = candidate.priority;
    g_strlcpy(native->foundation, candidate.foundation.c_str(), NICE_CANDIDATE_MAX_FOUNDATION);
    if (nice_address_set_from_string(&native->addr, candidate.address.c_str())) {
        nice_address_set_port(&native->addr, candidate.port);
        native->base_addr = native->addr;
        GSList* list = g_slist_append(nullptr, native);
        nice_agent_set_remote_candidates(agent_, stream_, component, list);
        g_slist_free(list);
    }
    nice_candidate_free(native);
}

bool Agent::send(BytesView datagram) {
    if (!selected_ || closing_) return false;
    if (socket_ >= 0) return send_datagram(socket_, destination_, datagram);
    const GlibContext::Use use(context_);
    return nice_agent_send(agent_, stream_, component, static_cast<guint>(datagram.size()),
                           reinterpret_cast<const gchar*>(datagram.data())) > 0;
}

std::size_t Agent::send(const Burst& burst, std::size_t first) {
    if (!selected_ || closing_) return 0;
    return socket_ >= 0 ? send_burst(socket_, destination_, burst, first) : send_relayed(burst, first);
}

std::size_t Agent::send_relayed(const Burst& burst, std::size_t first) {
    const GlibContext::Use use(context_);
    std::array<GOutputVector, Burst::max_packets> parts;
    std::array<NiceOutputMessage, Burst::max_packets> messages;
    const auto count = burst.size() - first;
    for (std::size_t i = 0; i < count; ++i) {
        const auto packet = burst.packet(first + i);
        parts[i] = {.buffer = packet.data(), .size = packet.size()};
        messages[i] = {.buffers = &parts[i], .n_buffers = 1};
    }
    GError* error = nullptr;
    const auto sent = nice_agent_send_messages_nonblocking(agent_, stream_, component, messages.data(),
                                                           static_cast<guint>(count), nullptr, &error);
    const bool blocked = error != nullptr && g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
    g_clear_error(&error);
    if (sent >= 0) return static_cast<std::size_t>(sent);
    return blocked ? 0 : count;  // a broken relay connection loses packets; the silence will end it
}

void Agent::bound_stream_buffers() {
    auto* sockets = nice_agent_get_sockets(agent_, stream_, component);
    for (guint i = 0; sockets != nullptr && i < sockets->len; ++i) {
        auto* socket = static_cast<GSocket*>(g_ptr_array_index(sockets, i));
        if (g_socket_get_socket_type(socket) != G_SOCKET_TYPE_STREAM) continue;
        g_socket_set_option(socket, SOL_SOCKET, SO_SNDBUF, stream_buffer_bytes, nullptr);
    }
    if (sockets != nullptr) g_ptr_array_unref(sockets);
}

void Agent::take_socket(const NiceCandidate& local, const NiceCandidate& remote) {
    socket_ = -1;
    relayed_ = local.type == NICE_CANDIDATE_TYPE_RELAYED;
    if (relayed_) bound_stream_buffers();
    auto* socket = nice_agent_get_selected_socket(agent_, stream_, component);
    if (socket == nullptr) return;
    if (!relayed_) {
        socket_ = g_socket_get_fd(socket);
        nice_address_copy_to_sockaddr(&remote.addr, reinterpret_cast<sockaddr*>(&destination_.address));
        destination_.length =
            destination_.address.ss_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
    }
    g_object_unref(socket);
}

void Agent::close(std::function<void()> done) {
    if (std::exchange(closing_, true)) return;
    done_ = std::move(done);
    socket_ = -1;
    const GlibContext::Use use(context_);
    nice_agent_close_async(agent_, &Agent::on_closed, this);
}

void Agent::on_closed(GObject*, GAsyncResult*, gpointer self) {
    // Moved out: the callback may destroy the agent.
    const auto done = std::move(static_cast<Agent*>(self)->done_);
    done();
}

void Agent::on_state(NiceAgent*, guint, guint, guint state, gpointer self) {
    auto& agent = *static_cast<Agent*>(self);
    if (agent.closing_ || !agent.selected_ || state != NICE_COMPONENT_STATE_FAILED) return;
    agent.events_.on_lost();
}

void Agent::on_new_candidate(NiceAgent* native, NiceCandidate* candidate, gpointer self) {
    auto& agent = *static_cast<Agent*>(self);
    if (agent.closing_) return;
    gchar* text = nice_agent_generate_local_candidate_sdp(native, candidate);
    std::string line(text);
    g_free(text);
    if (line.starts_with("a=")) line.erase(0, 2);
    agent.events_.on_candidate(std::move(line));
}

void Agent::on_gathered(NiceAgent*, guint, gpointer self) {
    auto& agent = *static_cast<Agent*>(self);
    if (!agent.closing_) agent.events_.on_gathering_done();
}

void Agent::on_selected(NiceAgent*, guint, guint, NiceCandidate* local, NiceCandidate* remote,
                        gpointer self) {
    auto& agent = *static_cast<Agent*>(self);
    if (agent.closing_) return;
    agent.take_socket(*local, *remote);
    if (!std::exchange(agent.selected_, true)) {
        g_object_set(agent.agent_, "idle-timeout", settled_after_ms, nullptr);
    }
    agent.events_.on_pair_selected();
}

void Agent::on_receive(NiceAgent*, guint, guint, guint length, gchar* bytes, gpointer self) {
    auto& agent = *static_cast<Agent*>(self);
    if (agent.closing_) return;
    agent.events_.on_datagram(std::as_bytes(std::span(bytes, length)));
}

}  // namespace gantry::rtc::ice
