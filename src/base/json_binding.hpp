// How C++ values and JSON values map to each other; included through base/json.hpp.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11.hpp>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace gantry::json_binding {

template <class T>
concept Described = boost::describe::has_describe_members<T>::value && std::is_class_v<T>;
template <class T>
concept DescribedEnum = boost::describe::has_describe_enumerators<T>::value;
template <class T>
concept Number = std::is_arithmetic_v<T> && !std::same_as<T, bool>;

Result<> wrong_type(const std::string& path, std::string_view expected);
// Range-checked; a fraction is not an integer.
Result<> read_integer(const boost::json::value& value, std::int64_t low, std::uint64_t high,
                      std::int64_t& target, const std::string& path);
Result<> read_number(const boost::json::value& value, double& target, const std::string& path);

template <Described T>
Result<> read(const boost::json::value& value, T& target, std::string& path);
template <DescribedEnum T>
Result<> read(const boost::json::value& value, T& target, std::string& path);
template <class T>
Result<> read(const boost::json::value& value, std::vector<T>& target, std::string& path);
template <class T>
Result<> read(const boost::json::value& value, std::map<std::string, T>& target, std::string& path);
template <class T>
Result<> read(const boost::json::value& value, std::optional<T>& target, std::string& path);

inline Result<> read(const boost::json::value& value, boost::json::value& target, std::string&) {
    target = value;
    return {};
}

inline Result<> read(const boost::json::value& value, bool& target, std::string& path) {
    if (!value.is_bool()) return wrong_type(path, "true or false");
    target = value.get_bool();
    return {};
}

template <Number T>
Result<> read(const boost::json::value& value, T& target, std::string& path) {
    if constexpr (std::is_floating_point_v<T>) {
        double number = 0;
        if (auto ok = read_number(value, number, path); !ok) return ok;
        target = static_cast<T>(number);
    } else {
        std::int64_t number = 0;
        const auto low = static_cast<std::int64_t>(std::numeric_limits<T>::min());
        const auto high = static_cast<std::uint64_t>(std::numeric_limits<T>::max());
        if (auto ok = read_integer(value, low, high, number, path); !ok) return ok;
        target = static_cast<T>(number);
    }
    return {};
}

inline Result<> read(const boost::json::value& value, std::string& target, std::string& path) {
    if (!value.is_string()) return wrong_type(path, "a text");
    target.assign(value.get_string().data(), value.get_string().size());
    return {};
}

template <class Tag>
Result<> read(const boost::json::value& value, Id<Tag>& target, std::string& path) {
    std::string text;
    if (auto ok = read(value, text, path); !ok) return ok;
    target = Id<Tag>(std::move(text));
    return {};
}

inline Result<> read(const boost::json::value& value, Secret& target, std::string& path) {
    std::string text;
    if (auto ok = read(value, text, path); !ok) return ok;
    target = Secret(std::move(text));
    return {};
}

template <DescribedEnum T>
Result<> read(const boost::json::value& value, T& target, std::string& path) {
    std::string text;
    if (auto ok = read(value, text, path); !ok) return ok;
    if (!boost::describe::enum_from_string(text.c_str(), target)) {
        return fail(Errc::malformed, path + ": unknown value \"" + text.substr(0, 40) + "\"");
    }
    return {};
}

template <class T>
Result<> read(const boost::json::value& value, std::optional<T>& target, std::string& path) {
    target.reset();
    if (value.is_null()) return {};
    return read(value, target.emplace(), path);
}

template <class T>
Result<> read(const boost::json::value& value, std::vector<T>& target, std::string& path) {
    if (!value.is_array()) return wrong_type(path, "a list");
    target.clear();
    const auto length = path.size();
    for (const auto& element : value.get_array()) {
        path += "[" + std::to_string(target.size()) + "]";
        T item{};
        if (auto ok = read(element, item, path); !ok) return ok;
        target.push_back(std::move(item));
        path.resize(length);
    }
    return {};
}

template <class T>
Result<> read(const boost::json::value& value, std::map<std::string, T>& target, std::string& path) {
    if (!value.is_object()) return wrong_type(path, "an object");
    target.clear();
    const auto length = path.size();
    for (const auto& [key, element] : value.get_object()) {
        path += "." + std::string(key);
        if (auto ok = read(element, target[std::string(key)], path); !ok) return ok;
        path.resize(length);
    }
    return {};
}

template <Described T>
Result<> read(const boost::json::value& value, T& target, std::string& path) {
    if (!value.is_object()) return wrong_type(path, "an object");
    const auto& object = value.get_object();
    const auto length = path.size();
    Result<> outcome;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&](auto member) {
            if (!outcome) return;
            const auto* found = object.if_contains(member.name);
            if (found == nullptr) return;
            if (!path.empty()) path += '.';
            path += member.name;
            outcome = read(*found, target.*member.pointer, path);
            path.resize(length);
        });
    return outcome;
}

template <Described T>
boost::json::value write(const T& source);
template <class T>
boost::json::value write(const std::vector<T>& source);
template <class T>
boost::json::value write(const std::map<std::string, T>& source);
template <class T>
boost::json::value write(const std::optional<T>& source);

inline boost::json::value write(const boost::json::value& source) {
    return source;
}
inline boost::json::value write(bool source) {
    return source;
}
template <Number T>
boost::json::value write(T source) {
    return source;
}
inline boost::json::value write(const std::string& source) {
    return boost::json::string(source);
}
template <class Tag>
boost::json::value write(const Id<Tag>& source) {
    return boost::json::string(source.text());
}
// A Secret is written only where its holder reveals it.
boost::json::value write(const Secret&) = delete;
template <DescribedEnum T>
boost::json::value write(T source) {
    return boost::json::string(boost::describe::enum_to_string(source, "unknown"));
}

template <class T>
boost::json::value write(const std::optional<T>& source) {
    return source ? write(*source) : boost::json::value(nullptr);
}

template <class T>
boost::json::value write(const std::vector<T>& source) {
    boost::json::array array;
    array.reserve(source.size());
    for (const auto& item : source)
        array.push_back(write(item));
    return array;
}

template <class T>
boost::json::value write(const std::map<std::string, T>& source) {
    boost::json::object object;
    for (const auto& [key, item] : source)
        object[key] = write(item);
    return object;
}

template <Described T>
boost::json::value write(const T& source) {
    boost::json::object object;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&](auto member) { object[member.name] = write(source.*member.pointer); });
    return object;
}

}  // namespace gantry::json_binding
