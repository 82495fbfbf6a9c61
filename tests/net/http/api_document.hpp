// What api/*.yaml declares, as far as a test compares it with a table of routes: the files keep one form
// (paths at two spaces, methods at four, their members at six), so lines are enough.
#pragma once

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "net/http/router.hpp"

namespace gantry::net::http {

class ApiDocument {
public:
    // `usual`: the permission of operations that name none.
    ApiDocument(const std::string& path, std::string usual) : usual_(std::move(usual)) {
        std::ifstream file(path);
        for (std::string line; std::getline(file, line);)
            take(line);
    }

    // "get /api/printers user", the last word being the permission.
    std::set<std::string> operations() const {
        std::set<std::string> all;
        for (const auto& [name, permission] : operations_)
            all.insert(name + " " + permission);
        return all;
    }
    // The status of each code of a problem.
    const std::map<std::string, int>& problems() const { return problems_; }

private:
    void take(const std::string& line) {
        static const std::regex path(R"(  (/\S*):)");
        static const std::regex method(R"(    (get|post|put|patch|delete):)");
        static const std::regex permission(R"(      x-permission: (\S+))");
        static const std::regex problem(R"(  (\w+): \{status: (\d+),.*)");
        std::smatch found;
        if (std::regex_match(line, found, path)) path_ = found[1];
        if (std::regex_match(line, found, method)) {
            operation_ = std::string(found[1]) + " " + path_;
            operations_[operation_] = usual_;
        }
        if (std::regex_match(line, found, permission)) operations_[operation_] = found[1];
        if (std::regex_match(line, found, problem)) problems_[found[1]] = std::stoi(found[2]);
    }

    std::string usual_;
    std::string path_;
    std::string operation_;
    std::map<std::string, std::string> operations_;
    std::map<std::string, int> problems_;
};

inline std::set<std::string> operations_of(const std::vector<Route>& routes) {
    std::set<std::string> operations;
    for (const auto& route : routes) {
        std::string method(boost::describe::enum_to_string(route.method, ""));
        if (route.method == Method::del) method = "delete";
        operations.insert(method + " " + route.pattern + " " + route.permission);
    }
    return operations;
}

}  // namespace gantry::net::http
