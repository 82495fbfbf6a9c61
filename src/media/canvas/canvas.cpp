#include "media/canvas/canvas.hpp"

#include <pango/pangocairo.h>

#include <algorithm>
#include <numbers>
#include <stdexcept>
#include <string>

#if __has_feature(address_sanitizer)
// fontconfig keeps its tables for the life of the process and calls nothing at the end.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig";
}
#endif

namespace gantry::media::canvas {
namespace {

struct FreeSurface {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct FreeContext {
    void operator()(cairo_t* context) const { cairo_destroy(context); }
};
struct FreePattern {
    void operator()(cairo_pattern_t* pattern) const { cairo_pattern_destroy(pattern); }
};
struct FreeFont {
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
struct FreeObject {
    void operator()(void* object) const { g_object_unref(object); }
};

Pixels blank(Size size) {
    if (size.width <= 0 || size.height <= 0 || size.width > max_side || size.height > max_side) {
        throw std::runtime_error("a canvas cannot have this size");
    }
    const auto count = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
    return {size, Bytes(count * 4)};
}

}  // namespace

struct Canvas::Surface {
    explicit Surface(Size size)
        : pixels(blank(size)),
          image(cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(pixels.bgra.data()),
                                                    CAIRO_FORMAT_RGB24, size.width, size.height,
                                                    size.width * 4)),
          context(cairo_create(image.get())),
          layout(pango_cairo_create_layout(context.get())) {}

    void use(Colour colour) {
        cairo_set_source_rgba(context.get(), colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0,
                              colour.alpha);
    }

    void trace(Rectangle area, double radius) {
        const auto [x, y, width, height] = area;
        if (radius <= 0) {
            cairo_rectangle(context.get(), x, y, width, height);
            return;
        }
        constexpr double quarter = std::numbers::pi / 2;
        cairo_new_sub_path(context.get());
        cairo_arc(context.get(), x + width - radius, y + radius, radius, -quarter, 0);
        cairo_arc(context.get(), x + width - radius, y + height - radius, radius, 0, quarter);
        cairo_arc(context.get(), x + radius, y + height - radius, radius, quarter, 2 * quarter);
        cairo_arc(context.get(), x + radius, y + radius, radius, 2 * quarter, 3 * quarter);
        cairo_close_path(context.get());
    }

    void stroke(Colour colour, double line_width) {
        use(colour);
        cairo_set_line_width(context.get(), line_width);
        cairo_stroke(context.get());
    }

    void fill(Colour colour) {
        use(colour);
        cairo_fill(context.get());
    }

    Pixels pixels;
    std::unique_ptr<cairo_surface_t, FreeSurface> image;
    std::unique_ptr<cairo_t, FreeContext> context;
    std::unique_ptr<PangoLayout, FreeObject> layout;
};

Canvas::Canvas(Size size, Colour background) : surface_(std::make_unique<Surface>(size)) {
    fill(background);
}
Canvas::~Canvas() = default;
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;

void Canvas::fill(Colour colour) {
    surface_->use(colour);
    cairo_paint(surface_->context.get());
}

void Canvas::gradient(Rectangle area, Colour top, Colour bottom) {
    const std::unique_ptr<cairo_pattern_t, FreePattern> pattern(
        cairo_pattern_create_linear(0, area.y, 0, area.y + area.height));
    cairo_pattern_add_color_stop_rgba(pattern.get(), 0, top.red / 255.0, top.green / 255.0, top.blue / 255.0,
                                      top.alpha);
    cairo_pattern_add_color_stop_rgba(pattern.get(), 1, bottom.red / 255.0, bottom.green / 255.0,
                                      bottom.blue / 255.0, bottom.alpha);
    surface_->trace(area, 0);
    cairo_set_source(surface_->context.get(), pattern.get());
    cairo_fill(surface_->context.get());
}

void Canvas::rectangle(Rectangle area, Colour colour, double corner_radius) {
    surface_->trace(area, corner_radius);
    surface_->fill(colour);
}

void Canvas::outline(Rectangle area, Colour colour, double line_width, double corner_radius) {
    surface_->trace(area, corner_radius);
    surface_->stroke(colour, line_width);
}

void Canvas::line(Point from, Point to, Colour colour, double line_width) {
    cairo_move_to(surface_->context.get(), from.x, from.y);
    cairo_line_to(surface_->context.get(), to.x, to.y);
    surface_->stroke(colour, line_width);
}

void Canvas::circle(Point centre, double radius, Colour colour) {
    cairo_new_sub_path(surface_->context.get());
    cairo_arc(surface_->context.get(), centre.x, centre.y, radius, 0, 2 * std::numbers::pi);
    surface_->fill(colour);
}

void Canvas::ring(Point centre, double radius, Colour colour, double line_width) {
    cairo_new_sub_path(surface_->context.get());
    cairo_arc(surface_->context.get(), centre.x, centre.y, radius, 0, 2 * std::numbers::pi);
    surface_->stroke(colour, line_width);
}

void Canvas::polygon(std::span<const Point> corners, Colour colour) {
    cairo_new_path(surface_->context.get());
    for (const auto& corner : corners)
        cairo_line_to(surface_->context.get(), corner.x, corner.y);
    cairo_close_path(surface_->context.get());
    surface_->fill(colour);
}

Size Canvas::text(Point at, std::string_view text, const TextStyle& style) {
    auto* layout = surface_->layout.get();
    const std::unique_ptr<PangoFontDescription, FreeFont> font(pango_font_description_from_string("Sans"));
    pango_font_description_set_absolute_size(font.get(), style.height * PANGO_SCALE);
    pango_font_description_set_weight(font.get(),
                                      style.weight == Weight::bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font.get());
    pango_layout_set_width(layout,
                           style.max_width > 0 ? static_cast<int>(style.max_width * PANGO_SCALE) : -1);
    pango_layout_set_ellipsize(layout, style.max_width > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    Size taken;
    pango_layout_get_pixel_size(layout, &taken.width, &taken.height);
    double x = at.x;
    if (style.align == Align::centre) x -= taken.width / 2.0;
    if (style.align == Align::right) x -= taken.width;
    surface_->use(style.colour);
    cairo_move_to(surface_->context.get(), x, at.y);
    pango_cairo_show_layout(surface_->context.get(), layout);
    return taken;
}

void Canvas::noise(int strength, std::uint32_t seed) {
    cairo_surface_flush(surface_->image.get());
    std::uint32_t state = seed | 1u;
    const auto range = static_cast<std::uint32_t>(2 * strength + 1);
    // No calls in here: millions of channels also go through builds that are not optimised.
    auto* channel = reinterpret_cast<std::uint8_t*>(surface_->pixels.bgra.data());
    for (const auto* end = channel + surface_->pixels.bgra.size(); channel != end; ++channel) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        const int value = *channel + static_cast<int>(state % range) - strength;
        *channel = static_cast<std::uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value);
    }
    cairo_surface_mark_dirty(surface_->image.get());
}

Size Canvas::size() const {
    return surface_->pixels.size;
}

const Pixels& Canvas::pixels() const {
    cairo_surface_flush(surface_->image.get());
    return surface_->pixels;
}

}  // namespace gantry::media::canvas
