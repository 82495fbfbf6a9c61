// What api/*.yaml promises beside what the programs say and take.
#include <gtest/gtest.h>

#include <boost/mp11.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "farm/gateway/messages.hpp"
#include "tests/repository/yaml.hpp"

namespace gantry {
namespace {

using Names = std::set<std::string>;

json::value document(const std::string& name) {
    std::ifstream file(std::filesystem::path(GANTRY_SOURCE_DIR) / "api" / name);
    std::ostringstream text;
    text << file.rdbuf();
    return parse_yaml(text.str());
}

const json::object* object_at(const json::object& object, std::string_view key) {
    const auto* found = object.if_contains(key);
    return found == nullptr ? nullptr : found->if_object();
}

Names names_in(const json::object* object) {
    Names names;
    if (object == nullptr) return names;
    for (const auto& [key, value] : *object)
        names.emplace(key);
    return names;
}

template <class T>
struct Inner {
    using Type = T;
};
template <class T>
struct Inner<std::vector<T>> : Inner<T> {};
template <class T>
struct Inner<std::optional<T>> : Inner<T> {};

// The names of a struct's members, with those of their own; null for what has none.
template <class T>
json::value members_of() {
    using Plain = typename Inner<T>::Type;
    if constexpr (boost::describe::has_describe_members<Plain>::value) {
        json::object members;
        using All = boost::describe::describe_members<Plain, boost::describe::mod_public>;
        boost::mp11::mp_for_each<All>([&members](auto member) {
            using Member = std::remove_cvref_t<decltype(std::declval<Plain&>().*member.pointer)>;
            members[member.name] = members_of<Member>();
        });
        return members;
    } else {
        return nullptr;
    }
}

// By the type that stands in the text of the message.
json::object messages_of_the_programs() {
    using farm::gateway::Message;
    json::object messages;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Message>>(
        [&messages]<class T>(boost::mp11::mp_identity<T>) {
            if constexpr (!std::is_same_v<T, farm::gateway::Unknown>) {
                const auto text = parse_json(farm::gateway::format(Message(T{})));
                messages[text->at("type").as_string()] = members_of<T>();
            }
        });
    return messages;
}

// The schema of what a member is, or of what it is a list of; none when it stands elsewhere.
const json::object* inner_schema(const json::object& schema) {
    const auto* items = object_at(schema, "items");
    const auto* inner = items == nullptr ? &schema : items;
    return inner->contains("properties") ? inner : nullptr;
}

void compare(const json::object& schema, const json::object& members, const std::string& name) {
    const auto* properties = object_at(schema, "properties");
    EXPECT_EQ(names_in(properties), names_in(&members)) << name;
    for (const auto& [key, inner] : members) {
        const auto* of_member = properties == nullptr ? nullptr : object_at(*properties, key);
        const auto* described = of_member == nullptr ? nullptr : inner_schema(*of_member);
        if (inner.is_object() && described != nullptr)
            compare(*described, inner.as_object(), name + "." + std::string(key));
    }
}

TEST(GatewayContract, HasTheMessagesOfTheProgramsAndTheirMembers) {
    const auto yaml = document("gateway.yaml");
    const auto& promised = yaml.at("channels").at("gateway").at("messages").as_object();
    auto messages = messages_of_the_programs();
    ASSERT_GT(messages.size(), 15u);
    EXPECT_EQ(names_in(&promised), names_in(&messages));
    for (auto& [type, members] : messages) {
        const auto* message = object_at(promised, type);
        if (message == nullptr) continue;
        const auto& schema = message->at("payload").as_object();
        members.as_object()["type"] = nullptr;
        compare(schema, members.as_object(), std::string(type));
        EXPECT_EQ(std::string(schema.at("properties").at("type").at("const").as_string()), type);
        for (const auto& required : schema.at("required").as_array())
            EXPECT_TRUE(members.as_object().contains(required.as_string())) << type << ": " << required;
    }
}

TEST(GatewayContract, SaysOfEachMessageWhoSendsIt) {
    const auto yaml = document("gateway.yaml");
    Names sent;
    for (const auto& [name, operation] : yaml.at("operations").as_object()) {
        for (const auto& message : operation.at("messages").as_array()) {
            const std::string reference(message.at("$ref").as_string());
            sent.insert(reference.substr(reference.rfind('/') + 1));
        }
    }
    EXPECT_EQ(sent, names_in(&yaml.at("channels").at("gateway").at("messages").as_object()));
}

Names parameters_of(const json::object& operation) {
    Names names;
    const auto* parameters = operation.if_contains("parameters");
    if (parameters == nullptr) return names;
    for (const auto& parameter : parameters->as_array()) {
        const auto& object = parameter.as_object();
        if (const auto* reference = object.if_contains("$ref")) {
            const std::string text(reference->as_string());
            names.insert(text.substr(text.rfind('/') + 1));
        }
    }
    return names;
}

// The list that an operation answers with; none when it answers with something else.
const json::object* list_of(const json::object& operation) {
    const auto* at = &operation;
    for (const auto* step : {"responses", "200", "content", "application/json", "schema"}) {
        at = object_at(*at, step);
        if (at == nullptr) return nullptr;
    }
    const auto* type = at->if_contains("type");
    return type != nullptr && type->is_string() && type->as_string() == "array" ? at : nullptr;
}

TEST(CloudContract, GivesEachListInPartsOrSaysHowLongItCanBe) {
    const auto yaml = document("cloud.yaml");
    const auto& paths = yaml.at("paths").as_object();
    ASSERT_GT(paths.size(), 40u);
    int lists = 0;
    for (const auto& [path, item] : paths) {
        const auto* get = object_at(item.as_object(), "get");
        const auto* list = get == nullptr ? nullptr : list_of(*get);
        if (list == nullptr) continue;
        ++lists;
        const auto parameters = parameters_of(*get);
        const bool in_parts = parameters.contains("Limit") && parameters.contains("After");
        EXPECT_TRUE(in_parts || list->contains("maxItems")) << path;
    }
    EXPECT_GE(lists, 8);
}

TEST(Yaml, IsReadAsItIsWritten) {
    const auto read = parse_yaml(R"(# a comment
title: Gantry API   # behind a value
text: >
  folded over
  two lines
'200': {description: Link, shown once, of: [a, 'b: c', "d"]}
list:
  - {name: x}
  - name: y
    in: query
  - plain text
      that goes on
wrapped: [one,
  two]
it: it's ours
empty:
last: ''
)");
    EXPECT_EQ(to_text(read), R"({"title":"Gantry API","text":"folded over two lines",)"
                             R"("200":{"description":"Link","shown once":null,"of":["a","b: c","d"]},)"
                             R"("list":[{"name":"x"},{"name":"y","in":"query"},"plain text that goes on"],)"
                             R"("wrapped":["one","two"],"it":"it's ours","empty":null,"last":""})");
    EXPECT_THROW(parse_yaml("a: {b: c"), std::runtime_error);
    EXPECT_THROW(parse_yaml("a: 1\na: 2"), std::runtime_error);
}

}  // namespace
}  // namespace gantry
