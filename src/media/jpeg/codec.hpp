// JPEG decoding and encoding (libjpeg-turbo). Each owned by one worker; one thread at a time.
#pragma once

#include <memory>

#include "media/picture/picture.hpp"

namespace gantry::media::jpeg {

struct FreeTurbo {
    void operator()(void* handle) const;
};
using Turbo = std::unique_ptr<void, FreeTurbo>;

class Decoder {
public:
    Decoder();

    // Fills `target` without colour conversion when the picture is 4:2:0, as printers' are.
    // Errors: malformed, too_large, unsupported (four colour components).
    Result<> decode(BytesView jpeg, YuvPicture& target);

private:
    Turbo turbo_;
    Bytes chroma_[2];  // of pictures that are not 4:2:0, before they are averaged down
};

class Encoder {
public:
    Encoder();

    // quality 1 … 100.
    Result<Bytes> encode(const Pixels& pixels, int quality);
    Result<Bytes> encode(const YuvPicture& picture, int quality);

private:
    Turbo turbo_;
};

}  // namespace gantry::media::jpeg
