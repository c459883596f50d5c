#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "clients/cli/sample_draw.h"
#include "services/training/civil_time.h"

// What the files of the sample and what must be there before them have in common. Pure.
namespace touchstone::cli {

inline constexpr int kFirstYear = 2015;
inline constexpr char kMiner[] = "certificateTypes/non-coal-mine-worker";

// `format` has one "%zu" with its width.
inline std::string Numbered(const char* format, std::size_t number) {
  char text[32];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

inline const std::string& OneOf(Draw& draw, const std::vector<std::string>& list) {
  return list[draw.Below(list.size())];
}

inline const std::vector<std::string> kTrades = {"凿岩工",   "爆破工", "铲运机司机", "电工",
                                                 "叉车司机", "支护工", "台车操作手"};

inline training::CivilDate DayOf(int year, int month, int day) {
  return *training::CivilDate::Of(year, month, day);
}
inline training::CivilDate Plus(training::CivilDate date, int days) {
  return training::CivilDate::FromDays(date.days() + days);
}

// A batch has its sessions on days that follow each other, and the next one 98 days later.
inline training::CivilDate SessionDay(std::size_t batch, std::size_t session) {
  return Plus(DayOf(kFirstYear + 1, 1, 11), static_cast<int>(batch * 98 + session));
}

}  // namespace touchstone::cli
