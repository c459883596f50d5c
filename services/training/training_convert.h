#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/timestamp.pb.h"
#include "services/training/attendance_rules.h"
#include "services/training/certificate_facts.h"
#include "services/training/certificate_rules.h"
#include "services/training/training_plan.h"
#include "touchstone/v1/training.pb.h"

// Records as the rules see them, and what they count as messages. Pure; thread-safe.
namespace touchstone::training {

Instant ToInstant(const google::protobuf::Timestamp& time);
google::protobuf::Timestamp ToTimestamp(Instant instant);

// "forklift-n1" of "certificateTypes/forklift-n1"; empty for an empty name.
std::string LastId(std::string_view name);

// What records say to the rules, in their order; the ids of the facts are that of the record.
// Records that say nothing about licences become hours of no type, so that AsKnownAt() decides
// about all alike. What an organiser entered about a company's worker counts as verified.
std::vector<Fact> ToFacts(const std::vector<v1::Record>& records);

// The records of a file as known at `moment`: those recorded by then, with `state`, `verified_by`
// and `confirm_time` as they were.
std::vector<v1::Record> RecordsAt(const std::vector<v1::Record>& records, Instant moment);

// From when on each record counts (absent: it waits), and from when on no more (absent: it counts).
struct Counting {
  std::optional<Instant> from;
  std::optional<Instant> to;
  std::optional<Instant> confirmed;  // by the worker
};

// A part of a count, by its name.
v1::TrainingCount ToProto(const std::string& part, const Headcount& count);

}  // namespace touchstone::training
