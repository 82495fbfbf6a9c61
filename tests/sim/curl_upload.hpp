// An FTPS client that is not ours: libcurl, as the slicers use it.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>
#include <vector>

namespace gantry::sim {

struct CurlOutcome {
    CURLcode code = CURLE_OK;
    std::string received;
    std::vector<std::string> replies;  // of the server's control connection
};

struct CurlTransfer {
    std::string url;
    std::string login;   // name:password
    std::string upload;  // empty: download
    bool list_names = false;
};

inline CurlOutcome transfer(const CurlTransfer& wanted) {
    const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
    CurlOutcome outcome;
    std::string unsent = wanted.upload;
    auto* handle = curl.get();
    curl_easy_setopt(handle, CURLOPT_URL, wanted.url.c_str());
    curl_easy_setopt(handle, CURLOPT_USERPWD, wanted.login.c_str());
    curl_easy_setopt(handle, CURLOPT_USE_SSL, CURLUSESSL_ALL);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, 20L);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_DIRLISTONLY, wanted.list_names ? 1L : 0L);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &outcome.received);
    curl_easy_setopt(
        handle, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* target) {
            static_cast<std::string*>(target)->append(data, size * count);
            return size * count;
        });
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &outcome.replies);
    curl_easy_setopt(
        handle, CURLOPT_HEADERFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* target) {
            static_cast<std::vector<std::string>*>(target)->emplace_back(data, size * count);
            return size * count;
        });
    if (!wanted.upload.empty()) {
        curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(handle, CURLOPT_READDATA, &unsent);
        curl_easy_setopt(
            handle, CURLOPT_READFUNCTION,
            +[](char* target, std::size_t size, std::size_t count, void* source) {
                auto& rest = *static_cast<std::string*>(source);
                const auto part = rest.copy(target, size * count);
                rest.erase(0, part);
                return part;
            });
    }
    outcome.code = curl_easy_perform(handle);
    return outcome;
}

}  // namespace gantry::sim
