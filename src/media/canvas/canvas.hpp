// Draws on a picture: shapes and text, antialiased. Owned by one drawer; one thread at a time.
// Everything outside the picture is cut off. Throws std::runtime_error only when it cannot be made (size).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "media/picture/picture.hpp"

namespace gantry::media::canvas {

struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    double alpha = 1;
};

struct Point {
    double x = 0;
    double y = 0;
};

struct Rectangle {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

enum class Align { left, centre, right };
enum class Weight { normal, bold };

struct TextStyle {
    double height = 24;  // of the font, in pixels
    Colour colour{255, 255, 255};
    Align align = Align::left;  // where the given point lies on the first line
    Weight weight = Weight::normal;
    double max_width = 0;  // cut with an ellipsis beyond this; 0 for no limit
};

class Canvas {
public:
    Canvas(Size size, Colour background);
    ~Canvas();
    Canvas(Canvas&&) noexcept;
    Canvas& operator=(Canvas&&) noexcept;

    void fill(Colour colour);
    void gradient(Rectangle area, Colour top, Colour bottom);
    void rectangle(Rectangle area, Colour colour, double corner_radius = 0);
    void outline(Rectangle area, Colour colour, double line_width, double corner_radius = 0);
    void line(Point from, Point to, Colour colour, double line_width);
    void circle(Point centre, double radius, Colour colour);
    void ring(Point centre, double radius, Colour colour, double line_width);
    void polygon(std::span<const Point> corners, Colour colour);
    // `at` is the top of the text. Returns the size that the text takes.
    Size text(Point at, std::string_view text, const TextStyle& style = {});
    // Unevenness of up to ±strength on every channel: what a camera's sensor adds. Same seed, same picture.
    void noise(int strength, std::uint32_t seed);

    Size size() const;
    // What was drawn so far; valid until the next call.
    const Pixels& pixels() const;

private:
    struct Surface;
    std::unique_ptr<Surface> surface_;
};

}  // namespace gantry::media::canvas
