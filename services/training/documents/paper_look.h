#pragma once

#include "services/training/documents/paper.h"

// What our documents on paper have in common.
namespace touchstone::training {

// A4 (ISO 216) in points.
inline constexpr double kA4Width = 595.28;
inline constexpr double kA4Height = 841.89;

inline constexpr Paper::Colour kBlack{0.08, 0.09, 0.11};
inline constexpr Paper::Colour kGrey{0.38, 0.41, 0.46};
inline constexpr Paper::Colour kPale{0.945, 0.953, 0.965};
inline constexpr Paper::Colour kRuleGrey{0.80, 0.83, 0.87};
inline constexpr Paper::Colour kInk{0.09, 0.21, 0.37};
inline constexpr Paper::Colour kGold{0.70, 0.55, 0.22};
inline constexpr Paper::Colour kGreen{0.07, 0.42, 0.22};
inline constexpr Paper::Colour kRed{0.66, 0.13, 0.12};

}  // namespace touchstone::training
