#include "services/training/documents/paper.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include "services/training/documents/badge.h"

namespace touchstone::training {
namespace {

// A face with TrueType outlines comes first: cairo 1.16 takes from Noto's, which are CFF, 50 kB for
// one letter and all subroutines for some sets of letters. Noto has what it lacks.
constexpr char kFamilies[] = "LXGW WenKai, Noto Sans CJK SC, Noto Sans, sans-serif";

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Surface = std::unique_ptr<cairo_surface_t, Freed<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Freed<cairo_destroy>>;
using Fonts = std::unique_ptr<PangoFontMap, Freed<g_object_unref>>;
using Layout = std::unique_ptr<PangoLayout, Freed<g_object_unref>>;
using TextContext = std::unique_ptr<PangoContext, Freed<g_object_unref>>;
using FontName = std::unique_ptr<PangoFontDescription, Freed<pango_font_description_free>>;
using Code = std::unique_ptr<QRcode, Freed<QRcode_free>>;

cairo_status_t Append(void* bytes, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

PangoAlignment ToPango(Paper::Align align) {
  switch (align) {
    case Paper::Align::kLeft:
      return PANGO_ALIGN_LEFT;
    case Paper::Align::kCentre:
      return PANGO_ALIGN_CENTER;
    case Paper::Align::kRight:
      return PANGO_ALIGN_RIGHT;
  }
  return PANGO_ALIGN_LEFT;
}

}  // namespace

struct Paper::Canvas {
  Canvas(double width, double height)
      : surface(cairo_pdf_surface_create_for_stream(Append, &bytes, width, height)),
        cairo(cairo_create(surface.get())),
        // Of its own: a map of fonts is for one thread.
        fonts(pango_cairo_font_map_new()),
        context(pango_font_map_create_context(fonts.get())) {
    pango_cairo_update_context(cairo.get(), context.get());
    // Outlines, not a screen's pixels, say how wide letters are.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(context.get(), options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context.get(), 72);
    pango_context_set_language(context.get(), pango_language_from_string("zh-cn"));
  }

  Layout LayoutOf(const std::string& text, double width, const Style& style) const {
    const FontName font(pango_font_description_new());
    pango_font_description_set_family(font.get(), kFamilies);
    pango_font_description_set_size(font.get(), static_cast<int>(style.size * PANGO_SCALE));
    pango_font_description_set_weight(font.get(),
                                      style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    Layout layout(pango_layout_new(context.get()));
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), ToPango(style.align));
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
  }

  void Use(Colour colour) const {
    cairo_set_source_rgb(cairo.get(), colour.red, colour.green, colour.blue);
  }

  std::string bytes;
  Surface surface;
  Context cairo;
  Fonts fonts;
  TextContext context;
};

Paper::Paper(double width, double height, const std::string& title, Instant made, bool draft)
    : width_(width),
      height_(height),
      draft_(draft),
      canvas_(std::make_unique<Canvas>(width, height)) {
  const auto set = [this](cairo_pdf_metadata_t which, const std::string& text) {
    cairo_pdf_surface_set_metadata(canvas_->surface.get(), which, text.c_str());
  };
  set(CAIRO_PDF_METADATA_TITLE, title);
  set(CAIRO_PDF_METADATA_CREATOR, "touchstone");
  set(CAIRO_PDF_METADATA_CREATE_DATE, UtcTime(made));
}

Paper::~Paper() = default;

double Paper::HeightOf(const std::string& text, double width, const Style& style) const {
  const Layout layout = canvas_->LayoutOf(text, width, style);
  int height = 0;
  pango_layout_get_size(layout.get(), nullptr, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

double Paper::Write(double x, double y, double width, const std::string& text, const Style& style) {
  const Layout layout = canvas_->LayoutOf(text, width, style);
  if (!draft_) {
    canvas_->Use(style.colour);
    cairo_move_to(canvas_->cairo.get(), x, y);
    pango_cairo_show_layout(canvas_->cairo.get(), layout.get());
  }
  int height = 0;
  pango_layout_get_size(layout.get(), nullptr, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

void Paper::Line(double x1, double y1, double x2, double y2, double thickness, Colour colour) {
  canvas_->Use(colour);
  cairo_set_line_width(canvas_->cairo.get(), thickness);
  cairo_move_to(canvas_->cairo.get(), x1, y1);
  cairo_line_to(canvas_->cairo.get(), x2, y2);
  cairo_stroke(canvas_->cairo.get());
}

void Paper::Fill(double x, double y, double width, double height, Colour colour) {
  canvas_->Use(colour);
  cairo_rectangle(canvas_->cairo.get(), x, y, width, height);
  cairo_fill(canvas_->cairo.get());
}

void Paper::Frame(double x, double y, double width, double height, double thickness,
                  Colour colour) {
  canvas_->Use(colour);
  cairo_set_line_width(canvas_->cairo.get(), thickness);
  cairo_rectangle(canvas_->cairo.get(), x, y, width, height);
  cairo_stroke(canvas_->cairo.get());
}

bool Paper::QrCode(double x, double y, double side, const std::string& text) {
  const Code code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
  if (code == nullptr) return false;
  constexpr int kQuiet = 4;  // modules around it
  const double module = side / (code->width + 2 * kQuiet);
  Fill(x, y, side, side, {1, 1, 1});
  canvas_->Use({0, 0, 0});
  for (int row = 0; row < code->width; ++row) {
    for (int column = 0; column < code->width; ++column) {
      if ((code->data[row * code->width + column] & 1) == 0) continue;
      cairo_rectangle(canvas_->cairo.get(), x + (column + kQuiet) * module,
                      y + (row + kQuiet) * module, module, module);
    }
  }
  cairo_fill(canvas_->cairo.get());  // as one path: no seams between modules
  return true;
}

void Paper::NextPage() { cairo_show_page(canvas_->cairo.get()); }

std::string Paper::Finish() {
  cairo_surface_finish(canvas_->surface.get());
  const bool good = cairo_surface_status(canvas_->surface.get()) == CAIRO_STATUS_SUCCESS;
  return good ? std::move(canvas_->bytes) : std::string();
}

}  // namespace touchstone::training
