#include "services/judging/scoring_incidents.h"

namespace touchstone::judging {
namespace {

// `outer` is `inner` or above it.
bool Holds(std::string_view outer, std::string_view inner) {
  return outer.empty() || outer == inner ||
         (inner.size() > outer.size() && inner.starts_with(outer) && inner[outer.size()] == '/');
}

bool Excludes(IncidentKind kind) {
  return kind == IncidentKind::kDisqualified || kind == IncidentKind::kDidNotStart ||
         kind == IncidentKind::kDidNotFinish;
}

}  // namespace

const Incident* StandingIncidents::ZeroingOf(std::string_view path, int attempt) const {
  for (const RecordedIncident* recorded : incidents_) {
    const Incident& incident = recorded->incident;
    if (incident.kind == IncidentKind::kSafetyZero && incident.scope == path &&
        (incident.attempt == 0 || incident.attempt == attempt)) {
      return &incident;
    }
  }
  return nullptr;
}

const Incident* StandingIncidents::ExclusionOf(std::string_view module, int attempt) const {
  const Incident* strongest = nullptr;
  for (const RecordedIncident* recorded : incidents_) {
    const Incident& incident = recorded->incident;
    const bool covers = (Holds(incident.scope, module) || Holds(module, incident.scope)) &&
                        (incident.attempt == 0 || incident.attempt == attempt);
    if (!Excludes(incident.kind) || !covers) continue;
    if (strongest == nullptr || StateOf(incident) > StateOf(*strongest)) strongest = &incident;
  }
  return strongest;
}

NodeState StateOf(const Incident& exclusion) {
  switch (exclusion.kind) {
    case IncidentKind::kDisqualified:
      return NodeState::kDisqualified;
    case IncidentKind::kDidNotStart:
      return NodeState::kDidNotStart;
    default:
      return NodeState::kDidNotFinish;
  }
}

}  // namespace touchstone::judging
