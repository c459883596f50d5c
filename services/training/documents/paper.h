#pragma once

#include <memory>
#include <string>

#include "services/training/civil_time.h"

namespace touchstone::training {

// Pages of a PDF that text is put on, with fonts for Chinese embedded as far as they are used.
// Lengths are points of 1/72 inch from the upper left corner. Texts that do not fit into their
// width go on in the next line. Not thread-safe; several may be written at once.
class Paper {
 public:
  enum class Align { kLeft, kCentre, kRight };
  struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;
  };
  struct Style {
    double size = 9;
    bool bold = false;
    Align align = Align::kLeft;
    Colour colour = {};
  };

  // `title` and `made` stand in the document's properties. On a draft nothing is drawn: it only
  // says how much room everything takes.
  Paper(double width, double height, const std::string& title, Instant made, bool draft = false);
  ~Paper();

  double width() const { return width_; }
  double height() const { return height_; }

  // How high the text will be.
  double HeightOf(const std::string& text, double width, const Style& style) const;
  // Writes it and says how high it is.
  double Write(double x, double y, double width, const std::string& text, const Style& style);
  void Line(double x1, double y1, double x2, double y2, double thickness, Colour colour);
  void Fill(double x, double y, double width, double height, Colour colour);
  void Frame(double x, double y, double width, double height, double thickness, Colour colour);
  // A QR code (ISO/IEC 18004, level M) of so many points a side, with its quiet zone. False when
  // the text is too long for one.
  bool QrCode(double x, double y, double side, const std::string& text);
  void NextPage();

  // The PDF; empty when it could not be made. Nothing can be written afterwards.
  std::string Finish();

 private:
  struct Canvas;
  const double width_;
  const double height_;
  const bool draft_;
  std::unique_ptr<Canvas> canvas_;
};

}  // namespace touchstone::training
