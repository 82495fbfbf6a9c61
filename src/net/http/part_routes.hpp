// The routes of one part of a program: its handlers are functions that get the part beside the request.
#pragma once

#include <string_view>
#include <utility>

#include "net/http/router.hpp"

namespace gantry::net::http {

// Part is copied for each handler: std::ref(something), or a struct of references.
template <class Part>
class PartRoutes {
public:
    PartRoutes(Router& router, Part part, std::uint64_t max_body_bytes = Route{}.max_body_bytes)
        : router_(router), part_(std::move(part)), max_body_bytes_(max_body_bytes) {}

    // handler: awaitable<Response>(Part, Request).
    template <class PartHandler>
    void add(Method method, std::string_view pattern, std::string_view permission,
             PartHandler handler) const {
        router_.add({.method = method,
                     .pattern = std::string(pattern),
                     .permission = std::string(permission),
                     .handler = [part = part_,
                                 handler](Request request) { return handler(part, std::move(request)); },
                     .max_body_bytes = max_body_bytes_});
    }

private:
    Router& router_;
    Part part_;
    std::uint64_t max_body_bytes_;
};

}  // namespace gantry::net::http
