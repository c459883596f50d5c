#pragma once

#include "services/judging/rule_pack.h"
#include "services/judging/scoring.h"
#include "services/judging/scoring_incidents.h"

// The steps above the items: each brings one node up to date with its children. Which children
// there are, ids, levels, operations and rules are set when the node is made (scoring.cc); these
// functions set inputs, exact, rounding, value, unweighted and state. Pure.
namespace touchstone::judging {

// What every step needs to know. Refers to its parts, which outlive it.
struct RollUp {
  const ScoringRules& rules;
  const StandingIncidents& incidents;

  void Block(const SchemeBlock& block, int attempt, Derivation& node) const;
  // One attempt of several. `node` has its blocks, or none when nothing of it may be shown.
  void Attempt(const SchemeModule& module, int attempt, Derivation& node) const;
  // The module of a panel that is complete: its blocks, or its attempts.
  void Module(const SchemeModule& module, Derivation& node) const;
  // The module of a panel that is not: nothing in it but what incidents say.
  void HiddenModule(const SchemeModule& module, Derivation& node) const;
  void Part(int part, Derivation& node) const;
  void Total(Derivation& node) const;

 private:
  void Blocks(const SchemeModule& module, int attempt, Derivation& node) const;
  void Attempts(Derivation& node) const;
  void ChooseAttempt(Derivation& node) const;
  void SumAttempts(Derivation& node) const;
  const Derivation* CountingAttempt(const Derivation& node) const;
  bool LacksTime(const SchemeModule& module, const Derivation& node) const;
  void ApplyZeroing(const Incident* zeroing, Derivation& node) const;
};

// How the entrant stands, from the states of the modules below `total`.
EntrantStatus StatusOf(const Derivation& total);

}  // namespace touchstone::judging
