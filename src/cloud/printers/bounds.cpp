#include "cloud/printers/bounds.hpp"

#include <boost/mp11.hpp>
#include <type_traits>

#include "base/json.hpp"

namespace gantry::cloud::printers {
namespace {

void cut(std::string& text) {
    if (text.size() <= max_text_bytes) return;
    auto length = max_text_bytes;
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xc0U) == 0x80)
        --length;
    text.resize(length);
}

template <class T>
void cut(T& value);

template <class T>
void cut(std::vector<T>& list) {
    if (list.size() > max_list_items) list.resize(max_list_items);
    for (auto& item : list)
        cut(item);
}

template <class T>
void cut(std::optional<T>& value) {
    if (value) cut(*value);
}

template <class T>
void cut(T& value) {
    if constexpr (json_binding::Described<T>) {
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto member) { cut(value.*member.pointer); });
    }
}

}  // namespace

// Its id is refused when it is too long.
void shorten(farm::Printer& printer) {
    cut(printer.name);
    cut(printer.model);
    cut(printer.serial);
    cut(printer.driver);
    cut(printer.camera);
}

void shorten(farm::PrinterState& state) {
    cut(state);
}

}  // namespace gantry::cloud::printers
