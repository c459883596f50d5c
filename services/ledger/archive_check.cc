#include "services/ledger/archive_check.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/common/utf8.h"
#include "services/judging/contest_convert.h"
#include "services/judging/judging_convert.h"
#include "services/judging/rule_pack_convert.h"
#include "services/ledger/archive.h"

namespace touchstone::ledger {
namespace {

constexpr std::size_t kMostFaults = 50;
constexpr std::uint32_t kFormat = 1;

bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= 63 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool IsCode(std::string_view code) {
  return !code.empty() && code.size() <= 32 && std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

template <typename Message>
const Message* FindByName(const google::protobuf::RepeatedPtrField<Message>& messages,
                          std::string_view collection, std::string_view name) {
  if (name.substr(0, collection.size()) != collection) return nullptr;
  const std::string_view id = name.substr(collection.size());
  const Message* found = nullptr;
  for (const Message& message : messages) {
    if (id == message.id() ||
        id == judging::ResourceId(message.id(), judging::ContentHash(message))) {
      if (found != nullptr) return nullptr;
      found = &message;
    }
  }
  return found;
}

// Walks an archive and collects its faults.
class ArchiveCheck {
 public:
  explicit ArchiveCheck(const v1::EventArchive& archive) : archive_(archive) {}

  absl::Status Run() {
    if (archive_.format() != kFormat) Fault("format", "must be 1");
    const std::string& event = archive_.event().name();
    if (event.rfind("events/", 0) != 0 || !IsId(judging::LastSegment(event)) ||
        event.find('/', 7) != std::string::npos) {
      Fault("event.name", "must be events/{event}");
    }
    companies_ = Names("companies", archive_.companies(), "companies/");
    workers_ = Names("workers", archive_.workers(), "workers/");
    disciplines_ = Names("disciplines", archive_.disciplines(), event + "/disciplines/");
    teams_ = Names("teams", archive_.teams(), event + "/teams/");
    entrants_ = Names("entrants", archive_.entrants(), event + "/entrants/");
    judges_ = Names("judges", archive_.judges(), event + "/judges/");
    Names("assignments", archive_.assignments(), event + "/assignments/");
    CheckDisciplines();
    CheckPeople();
    CheckAssignments();
    CheckEntries(std::string(judging::LastSegment(event)));
    if (faults_.empty()) return absl::OkStatus();
    const std::string first = faults_[0].field + " " + faults_[0].description;
    return MakeError(Reason::ARCHIVE_INVALID, first, std::move(faults_));
  }

 private:
  using NameSet = std::set<std::string, std::less<>>;

  void Fault(std::string field, std::string why) {
    if (faults_.size() < kMostFaults) faults_.push_back({std::move(field), std::move(why)});
  }

  static std::string At(std::string_view list, int index) {
    return std::string(list) + "[" + std::to_string(index) + "]";
  }
  static std::string At(std::string_view list, int index, std::string_view field) {
    return At(list, index) + "." + std::string(field);
  }

  template <typename Messages>
  NameSet Names(std::string_view list, const Messages& messages, const std::string& prefix) {
    NameSet names;
    for (int i = 0; i < messages.size(); ++i) {
      const std::string& name = messages[i].name();
      if (name.rfind(prefix, 0) != 0 || !IsId(std::string_view(name).substr(prefix.size()))) {
        Fault(At(list, i, "name"), "must be " + prefix + "{id}");
      } else if (!names.insert(name).second) {
        Fault(At(list, i, "name"), "occurs twice");
      }
    }
    return names;
  }

  void Refer(std::string path, const std::string& name, const NameSet& names) {
    if (names.count(name) == 0) Fault(std::move(path), "refers to nothing in the archive");
  }
  // Of what may be absent, and may be left out of the archive altogether.
  void ReferIfKept(std::string path, const std::string& name, const NameSet& names) {
    if (!name.empty() && !names.empty()) Refer(std::move(path), name, names);
  }

  void CheckDisciplines() {
    for (int i = 0; i < archive_.disciplines_size(); ++i) {
      const v1::Discipline& discipline = archive_.disciplines(i);
      if (FindRulePack(archive_, discipline.rule_pack()) == nullptr) {
        Fault(At("disciplines", i, "rule_pack"), "names none of the rule_packs, or several");
      }
      if (FindScheme(archive_, discipline.scheme()) == nullptr) {
        Fault(At("disciplines", i, "scheme"), "names none of the schemes, or several");
      }
    }
  }

  void CheckPeople() {
    NameSet codes;
    for (int i = 0; i < archive_.entrants_size(); ++i) {
      const v1::Entrant& entrant = archive_.entrants(i);
      Refer(At("entrants", i, "discipline"), entrant.discipline(), disciplines_);
      ReferIfKept(At("entrants", i, "worker"), entrant.worker(), workers_);
      ReferIfKept(At("entrants", i, "company"), entrant.company(), companies_);
      if (!entrant.team().empty()) Refer(At("entrants", i, "team"), entrant.team(), teams_);
      if (!IsCode(entrant.code())) {
        Fault(At("entrants", i, "code"), "must be 1 to 32 letters, digits and hyphens");
      } else if (!codes.insert(entrant.discipline() + "/" + entrant.code()).second) {
        Fault(At("entrants", i, "code"), "occurs twice in the discipline");
      }
    }
    for (int i = 0; i < archive_.judges_size(); ++i) {
      ReferIfKept(At("judges", i, "company"), archive_.judges(i).company(), companies_);
    }
    for (int i = 0; i < archive_.teams_size(); ++i) {
      ReferIfKept(At("teams", i, "company"), archive_.teams(i).company(), companies_);
    }
    for (int i = 0; i < archive_.workers_size(); ++i) {
      ReferIfKept(At("workers", i, "company"), archive_.workers(i).company(), companies_);
    }
  }

  void CheckAssignments() {
    for (int i = 0; i < archive_.assignments_size(); ++i) {
      const v1::Assignment& assignment = archive_.assignments(i);
      Refer(At("assignments", i, "judge"), assignment.judge(), judges_);
      Refer(At("assignments", i, "discipline"), assignment.discipline(), disciplines_);
      for (int j = 0; j < assignment.entrants_size(); ++j) {
        Refer(At("assignments", i, At("entrants", j)), assignment.entrants(j), entrants_);
      }
    }
  }

  void CheckEntries(const std::string& event) {
    if (archive_.entries_size() > 0 && archive_.envelopes_size() > 0) {
      Fault("entries", "must be empty in an archive with envelopes");
    }
    for (int i = 0; i < archive_.entries_size(); ++i) {
      const v1::Entry& entry = archive_.entries(i);
      if (entry.event() != event) Fault(At("entries", i, "event"), "must be " + event);
      for (const FieldViolation& fault : DetailOf(judging::ValidateEntry(entry)).fields) {
        Fault(At("entries", i, fault.field.substr(fault.field.find('.') + 1)), fault.description);
      }
    }
  }

  const v1::EventArchive& archive_;
  NameSet companies_, workers_, disciplines_, teams_, entrants_, judges_;
  std::vector<FieldViolation> faults_;
};

}  // namespace

const v1::RulePack* FindRulePack(const v1::EventArchive& archive, std::string_view name) {
  return FindByName(archive.rule_packs(), "rulePacks/", name);
}

const v1::Scheme* FindScheme(const v1::EventArchive& archive, std::string_view name) {
  return FindByName(archive.schemes(), "schemes/", name);
}

absl::Status CheckArchive(const v1::EventArchive& archive) { return ArchiveCheck(archive).Run(); }

}  // namespace touchstone::ledger
