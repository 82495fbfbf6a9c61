// Values straight to JSON text, as to_text(to_json(value)) writes them, without a tree in between: for long
// lists. Pure functions: any thread.
#pragma once

#include <fmt/format.h>

#include "base/json.hpp"

namespace gantry {

namespace json_text {

template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;

void append_string(std::string& text, std::string_view string);
void append_number(std::string& text, double number);

template <json_binding::Described T>
void append_members(std::string& text, const T& source);

}  // namespace json_text

// Of structs that are described, their ids, enums, lists and optional members.
template <class T>
void append_json(std::string& text, const T& source) {
    if constexpr (std::same_as<T, bool>) {
        text += source ? "true" : "false";
    } else if constexpr (std::integral<T>) {
        fmt::format_to(std::back_inserter(text), "{}", source);
    } else if constexpr (std::floating_point<T>) {
        json_text::append_number(text, source);
    } else if constexpr (std::same_as<T, std::string>) {
        json_text::append_string(text, source);
    } else if constexpr (json_text::is_id<T>) {
        json_text::append_string(text, source.text());
    } else if constexpr (json_binding::DescribedEnum<T>) {
        json_text::append_string(text, boost::describe::enum_to_string(source, "unknown"));
    } else if constexpr (json_text::is_optional<T>) {
        if (source)
            append_json(text, *source);
        else
            text += "null";
    } else if constexpr (json_text::is_list<T>) {
        text += '[';
        for (const auto& item : source) {
            if (&item != &source.front()) text += ',';
            append_json(text, item);
        }
        text += ']';
    } else {
        json_text::append_members(text, source);
    }
}

template <json_binding::Described T>
void json_text::append_members(std::string& text, const T& source) {
    char before = '{';
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&](auto member) {
            text += before;
            before = ',';
            text += '"';
            text += member.name;
            text += "\":";
            append_json(text, source.*member.pointer);
        });
    if (before == '{') text += before;
    text += '}';
}

}  // namespace gantry
