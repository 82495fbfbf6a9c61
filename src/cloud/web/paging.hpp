// Lists that grow, page by page: `?limit=` and `?after=` an id; the header Link names the page that follows.
// Pure: any thread.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "net/http/message.hpp"

namespace gantry::cloud::web {

inline constexpr std::size_t max_page = 1'000;

struct Page {
    std::size_t limit = max_page;
    std::string after;  // the last id of the page before; empty: from the start
};

// A number of the query that is not negative; without one `value` stays. Errors: malformed.
Result<> read_number(const net::http::Request& request, const std::string& name, std::int64_t& value);
// Errors: malformed.
Result<Page> page_of(const net::http::Request& request);
// The value of Link: the same list, behind `last`.
std::string link_to_next(const net::http::Request& request, const Page& page, const std::string& last);
// Answers with a part of the whole list. `id_of` an item is its text. Errors: malformed; expired (the item
// that the page before ended with is gone: begin anew).
template <class Item, class IdOf>
net::http::Response part_of(const net::http::Request& request, std::vector<Item> items, IdOf id_of) {
    const auto page = page_of(request);
    if (!page) return net::http::problem(page.error());
    if (!page->after.empty()) {
        const auto before =
            std::ranges::find_if(items, [&](const Item& item) { return id_of(item) == page->after; });
        if (before == items.end())
            return net::http::problem({Errc::expired, "after: that item is gone; begin with the first page"});
        items.erase(items.begin(), before + 1);
    }
    const bool is_last = items.size() <= page->limit;
    if (!is_last) items.resize(page->limit);
    auto response = net::http::json_response(to_json(items));
    if (!is_last) response.headers["link"] = link_to_next(request, *page, id_of(items.back()));
    return response;
}

}  // namespace gantry::cloud::web
