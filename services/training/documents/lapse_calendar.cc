#include <libical/ical.h>

#include <memory>

#include "services/training/certificate_type_convert.h"
#include "services/training/documents/lapse_files.h"
#include "services/training/documents/stable_uuid.h"
#include "services/training/training_convert.h"

namespace touchstone::training {
namespace {

constexpr int kAlarmDays = 30;

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

icaltimetype DayOf(CivilDate date) {
  icaltimetype time = icaltime_null_date();
  time.year = date.year();
  time.month = date.month();
  time.day = date.day();
  return time;
}

std::string Describe(const v1::Lapse& lapse, const v1::Text& type) {
  const std::string number = lapse.number();
  std::string text = lapse.display_name() + " 的" + type.zh() + "（证号 " + number + "）须在 " +
                     lapse.date() + " 当天或之前" + (lapse.renewal() ? "延期" : "复审") +
                     "，否则失效。\n";
  text += "The certificate \"" + type.en() + "\" (number " + number + ") of " +
          lapse.display_name() + " must be " + (lapse.renewal() ? "renewed" : "reviewed") +
          " on or before " + lapse.date() + ", or it lapses.";
  if (!lapse.site().empty()) text += "\n" + lapse.site();
  return text;
}

icalcomponent* AlarmOf(const std::string& summary) {
  icalcomponent* alarm = icalcomponent_new_valarm();
  icaltriggertype trigger{};
  trigger.time = icaltime_null_time();
  trigger.duration = icaldurationtype_from_int(-kAlarmDays * 24 * 60 * 60);
  icalcomponent_add_property(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
  icalcomponent_add_property(alarm, icalproperty_new_trigger(trigger));
  icalcomponent_add_property(alarm, icalproperty_new_description(summary.c_str()));
  return alarm;
}

icalcomponent* EventOf(const std::string& public_url, const v1::Lapse& lapse, CivilDate date,
                       icaltimetype now) {
  const v1::CertificateType* known = FindShippedCertificateType(LastId(lapse.certificate_type()));
  const v1::Text type = known == nullptr ? v1::Text() : known->display_name();
  const std::string uid = StableUuid(public_url + "/" + lapse.worker() + "/" +
                                     lapse.certificate_type() + "/" + lapse.number());
  const std::string summary = lapse.display_name() + "：" + type.zh() +
                              (lapse.renewal() ? "须延期 / " : "须复审 / ") + type.en() +
                              (lapse.renewal() ? " lapses" : " must be reviewed");
  icalcomponent* event = icalcomponent_new_vevent();
  const auto add = [event](icalproperty* property) { icalcomponent_add_property(event, property); };
  add(icalproperty_new_uid(uid.c_str()));
  add(icalproperty_new_dtstamp(now));
  add(icalproperty_new_dtstart(DayOf(date)));
  add(icalproperty_new_dtend(DayOf(CivilDate::FromDays(date.days() + 1))));
  add(icalproperty_new_summary(summary.c_str()));
  add(icalproperty_new_description(Describe(lapse, type).c_str()));
  add(icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
  icalcomponent_add_component(event, AlarmOf(summary));
  return event;
}

std::string TextOf(icalcomponent* component) {
  const std::unique_ptr<char, decltype(&icalmemory_free_buffer)> text(
      icalcomponent_as_ical_string_r(component),
      [](void* buffer) { icalmemory_free_buffer(buffer); });
  return text == nullptr ? std::string() : std::string(text.get());
}

// A calendar without events.
std::string EmptyCalendar() {
  const Component calendar(icalcomponent_new_vcalendar());
  const auto add = [&](icalproperty* property) {
    icalcomponent_add_property(calendar.get(), property);
  };
  add(icalproperty_new_version("2.0"));
  add(icalproperty_new_prodid("-//touchstone//training records//ZH"));
  add(icalproperty_new_calscale("GREGORIAN"));
  add(icalproperty_new_method(ICAL_METHOD_PUBLISH));
  return TextOf(calendar.get());
}

}  // namespace

// Event by event: the library's own tree of a large company would be ten times as large as the
// text.
std::optional<std::string> LapseCalendar(const std::string& public_url,
                                         const std::vector<v1::Lapse>& lapses, Instant now,
                                         std::size_t most_bytes) {
  std::string text = EmptyCalendar();
  const std::size_t end = text.rfind("END:VCALENDAR");
  if (end == std::string::npos) return std::string();
  const std::string ending = text.substr(end);
  text.resize(end);
  const icaltimetype made =
      icaltime_from_timet_with_zone(now.micros / 1'000'000, 0, icaltimezone_get_utc_timezone());
  for (const v1::Lapse& lapse : lapses) {
    const auto date = CivilDate::Parse(lapse.date());
    if (!date) continue;
    const Component event(EventOf(public_url, lapse, *date, made));
    text += TextOf(event.get());
    if (text.size() + ending.size() > most_bytes) return std::nullopt;
  }
  return text + ending;
}

}  // namespace touchstone::training
