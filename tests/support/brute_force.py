#!/usr/bin/python3
"""Scores event archives by brute force: an independent reading of the rules.

Shares no code with the engine and uses nothing but Python's standard library. It was written from
proto/touchstone/v1/*.proto, the comments of services/judging/*.h and the rules of contests, so that
a misreading in one of the two shows as a difference.

    brute_force.py ARCHIVE.json... > results.jsonl

prints one JSON object a line for each archive, in order:
    {"archive", "entries": {entry_id: "COUNTED" | ... | "REFUSED REASON"},
     "disciplines": [{"id", "entrants": [{"code", "status", "total", "place", "shared",
                      "scale_score"?}], "stages", "companies", "teams"}], "companies", "teams"}

An unsealed archive is decided here, entry by entry. In a sealed one the dispositions of the
envelopes hold, and the links between them are checked.
"""

import base64
import hashlib
import json
import re
import sys
from fractions import Fraction

KINDS = {"SAFETY_ZERO": 1, "DISQUALIFIED": 2, "DID_NOT_FINISH": 3, "DID_NOT_START": 4,
         "WITHDRAWN": 5, "EQUIPMENT_FAULT": 6, "REVOKED": 7}
DISPOSITIONS = ["", "COUNTED", "CONFLICT", "LATE", "QUARANTINED"]
OUT = {"DID_NOT_FINISH": 1, "DID_NOT_START": 2, "DISQUALIFIED": 3}  # the greater one prevails
COUNTS = ("ITEM_KIND_FAULT", "ITEM_KIND_PENALTY", "ITEM_KIND_JUDGEMENT")


class Refused(Exception):
    """An entry that is not kept, with its reason."""


def last(name):
    return name.rsplit("/", 1)[-1]


def module_of(path):
    return "/".join(path.split("/")[:2])


def covers(scope, path):
    return scope == "" or path == scope or path.startswith(scope + "/")


# --- numbers ------------------------------------------------------------------------------------


def number(text, default=None):
    if text in (None, ""):
        return default
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,12})?", text, re.ASCII):
        raise Refused("MARK_NOT_A_NUMBER")
    return Fraction(text)


def rounded(value, rounding):
    if rounding is None:
        return value
    scale = 10 ** rounding.get("places", 0)
    shifted = abs(value) * scale
    whole, rest = divmod(shifted.numerator, shifted.denominator)
    twice = 2 * rest - shifted.denominator
    mode = rounding.get("mode", "MODE_HALF_UP")
    up = {"MODE_DOWN": False, "MODE_HALF_EVEN": twice > 0 or (twice == 0 and whole % 2 == 1)}
    whole += 1 if up.get(mode, twice >= 0) else 0
    return Fraction(whole if value >= 0 else -whole, scale)


def shown(value):
    """The shortest decimal, or a fraction."""
    bottom, places = value.denominator, 0
    while bottom > 1 and (10 ** places) % bottom != 0 and places < 40:
        places += 1
    if (10 ** places) % bottom != 0:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * (10 ** places // bottom)).rjust(places + 1, "0")
    text = digits if places == 0 else digits[:-places] + "." + digits[-places:]
    return ("-" if value < 0 else "") + text


# --- the wire format of protobuf ----------------------------------------------------------------


def wire(data):
    """Fields of a message: {number: [int or bytes, ...]}."""
    fields, at = {}, 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        tag = varint()
        if tag & 7 == 0:
            value = varint()
        else:
            size = {1: 8, 5: 4}.get(tag & 7)
            size = varint() if size is None else size
            value = data[at:at + size]
            at += size
        fields.setdefault(tag >> 3, []).append(value)
    return fields


BODIES = {
    10: ("mark", {1: "discipline", 2: "entrantCode", 3: "item", 4: "attempt", 5: "round",
                  6: "value", 7: "notAttempted", 8: "baseRevision",
                  9: "replaces"}),
    11: ("seal", {1: "discipline", 2: "entrantCode", 3: "module"}),
    12: ("incident", {1: "kind", 2: "discipline", 3: "entrantCode", 4: "scope", 5: "attempt",
                      6: "rule", 7: "judge", 8: "witness", 9: "reason", 10: "revokes"}),
    13: ("decision", {1: "entryId", 2: "accept", 3: "reason"}),
    14: ("rescore", {1: "discipline", 2: "entrantCode", 3: "item", 4: "attempt", 5: "round",
                     6: "reason"}),
    15: ("stateChange", {1: "eventState", 2: "boardState", 3: "reason"}),
}


def plain(value):
    return value.decode("utf-8") if isinstance(value, bytes) else value


def entry_of_wire(data):
    fields = wire(data)
    entry = {"entryId": plain(fields[1][0]), "author": plain(fields.get(3, [b""])[0])}
    for tag, (name, names) in BODIES.items():
        if tag in fields:
            body = wire(fields[tag][-1])
            entry[name] = {names[n]: plain(v[-1]) for n, v in body.items() if n in names}
    return entry


def envelopes_of(archive):
    """(entry, disposition, entrant) of each envelope; checks every link."""
    previous = bytes(32)
    for index, text in enumerate(archive.get("envelopes", [])):
        data = base64.b64decode(text)
        fields = wire(data)
        if fields[3][0] != index + 1 or fields[6][0] != previous:
            raise ValueError(f"the chain is broken at {index + 1}")
        previous = hashlib.sha256(b"\x00" + data).digest()
        yield (entry_of_wire(fields[1][0]), DISPOSITIONS[fields[5][0]],
               plain(fields.get(7, [b""])[0]))


# --- set-up -------------------------------------------------------------------------------------


class Rules:
    """A pack with a scheme."""

    def __init__(self, pack, scheme):
        self.pack, self.scheme = pack, scheme
        self.least_wins = pack.get("measure") == "MEASURE_SECONDS"
        self.item_rules = {rule["kind"]: rule for rule in pack.get("itemRules", [])}
        self.items, self.modules, self.scopes = {}, {}, set()
        for part in scheme["parts"]:
            self.scopes.add(part["id"])
            for module in part["modules"]:
                path = part["id"] + "/" + module["id"]
                self.modules[path] = module
                self.scopes.add(path)
                for block in module["blocks"]:
                    self.scopes.add(path + "/" + block["id"])
                    for item in block["items"]:
                        self.items["/".join([path, block["id"], item["id"]])] = item

    def rule_of(self, item):
        return self.item_rules[item["kind"]]

    def is_shared(self, path):
        return self.rule_of(self.items[path])["combine"] == "COMBINE_SHARED"

    def attempts(self, module):
        return self.modules[module].get("attempts", 0) or 1


def find_pinned(messages, prefix, name):
    wanted = name[len(prefix):]
    exact = [m for m in messages if m["id"] == wanted]
    hashed = [m for m in messages
              if re.fullmatch(re.escape(m["id"]) + "-[0-9a-f]{12}", wanted)]
    return (exact or hashed)[0]


class Contest:
    def __init__(self, archive):
        self.rules, self.stages = {}, {}
        for discipline in archive.get("disciplines", []):
            pack = find_pinned(archive["rulePacks"], "rulePacks/", discipline["rulePack"])
            scheme = find_pinned(archive["schemes"], "schemes/", discipline["scheme"])
            self.rules[last(discipline["name"])] = Rules(pack, scheme)
            self.stages[last(discipline["name"])] = discipline.get("stages", [])
        self.entrants = {}
        for entrant in archive.get("entrants", []):
            self.entrants[last(entrant["name"])] = {
                "discipline": last(entrant["discipline"]), "code": entrant["code"],
                "company": last(entrant.get("company", "")), "team": last(entrant.get("team", ""))}
        self.judges = {last(j["name"]): last(j.get("company", ""))
                       for j in archive.get("judges", [])}
        self.assignments = archive.get("assignments", [])

    def entrant_with_code(self, discipline, code):
        for entrant_id, entrant in self.entrants.items():
            if entrant["discipline"] == discipline and entrant["code"] == code:
                return entrant_id
        raise Refused("ENTRANT_UNKNOWN")

    def panel(self, entrant_id, module):
        entrant = self.entrants[entrant_id]
        judges = set()
        for assignment in self.assignments:
            judge = last(assignment["judge"])
            company = self.judges.get(judge, "")
            entrants = [last(name) for name in assignment.get("entrants", [])]
            if (assignment.get("state") != "STATE_ENDED"
                    and last(assignment["discipline"]) == entrant["discipline"]
                    and (not assignment.get("modules") or module in assignment["modules"])
                    and (not entrants or entrant_id in entrants)
                    and not (company and company == entrant["company"])):
                judges.add(judge)
        return sorted(judges)


# --- what was entered ---------------------------------------------------------------------------


class Sheets:
    """Everything that counts about one entrant."""

    def __init__(self):
        self.cells = {}      # (item, attempt, round, judge or "") -> (revision, value, absent)
        self.entries = {}    # the same key -> id of the entry that counts
        self.rounds = {}     # (item, attempt) -> round
        self.sealed = set()  # (module, judge)
        self.closed = set()  # sealed at least once
        self.reopened = {}   # (module, judge) -> {(item, attempt)}
        self.incidents = []  # (entry id, incident)
        self.waiting = {}    # entry id -> entry

    def cell(self, item, attempt, round_, judge):
        return self.cells.get((item, attempt, round_, judge), (0, None, False))

    def has_mark(self, item, attempt, round_, judge):
        _, value, absent = self.cell(item, attempt, round_, judge)
        return value is not None or absent

    def round(self, item, attempt):
        return self.rounds.get((item, attempt), 0)

    def may_change(self, item, attempt, judge):
        sheet = (module_of(item), judge)
        if sheet not in self.closed:
            return True
        return sheet not in self.sealed and (item, attempt) in self.reopened.get(sheet, ())

    def standing(self):
        revoked = {i["revokes"] for _, i in self.incidents if i["kind"] == KINDS["REVOKED"]}
        return [i for entry_id, i in self.incidents
                if entry_id not in revoked and i["kind"] != KINDS["REVOKED"]]


def kind_of(incident):
    kind = incident.get("kind", 0)
    return KINDS[kind[len("KIND_"):]] if isinstance(kind, str) else kind


class Event:
    """Decides on entries and keeps what counts."""

    def __init__(self, contest):
        self.contest = contest
        self.state = "DRAFT"
        self.sheets = {entrant: Sheets() for entrant in contest.entrants}
        self.entrant_of = {}  # entry id -> entrant

    def rules(self, entrant):
        return self.contest.rules[self.contest.entrants[entrant]["discipline"]]

    def entrant(self, entry):
        if "stateChange" in entry:
            return ""
        if "decision" in entry:
            entrant = self.entrant_of.get(entry["decision"].get("entryId"), "")
            if not entrant:
                raise Refused("ENTRY_NOT_WAITING")
            return entrant
        body = next(entry[name] for name, _ in BODIES.values() if name in entry)
        return self.contest.entrant_with_code(body["discipline"], body["entrantCode"])

    def decide(self, entry, entrant):
        """The disposition, or Refused."""
        if "stateChange" in entry:
            return self.decide_state(entry["stateChange"])
        sheets, rules = self.sheets[entrant], self.rules(entrant)
        if "mark" in entry:
            return self.decide_mark(entry, entrant, sheets, rules)
        if "seal" in entry:
            return self.decide_seal(entry, entrant, sheets, rules)
        if "incident" in entry:
            return self.decide_incident(entry["incident"], sheets, rules)
        if "rescore" in entry:
            return self.decide_rescore(entry["rescore"], entrant, sheets, rules)
        return self.decide_decision(entry["decision"], entrant, sheets)

    def decide_state(self, change):
        to = change.get("eventState", "")
        steps = [("DRAFT", "RUNNING"), ("RUNNING", "LOCKED"), ("LOCKED", "RUNNING"),
                 ("LOCKED", "PUBLISHED")]
        if to and (self.state, to) not in steps:
            raise Refused("EVENT_STATE_WRONG")
        return "COUNTED"

    def decide_mark(self, entry, entrant, sheets, rules):
        mark, judge = entry["mark"], entry["author"]
        value = number(mark["value"]) if "value" in mark else None
        if "value" in mark and value is None:
            raise Refused("MARK_NOT_A_NUMBER")
        if self.state == "DRAFT":
            raise Refused("EVENT_NOT_RUNNING")
        path, attempt, round_ = mark["item"], mark.get("attempt", 0) or 1, mark.get("round", 0)
        if path not in rules.items:
            raise Refused("ITEM_UNKNOWN")
        if judge not in self.contest.panel(entrant, module_of(path)):
            raise Refused("JUDGE_NOT_ASSIGNED")
        if attempt > rules.attempts(module_of(path)):
            raise Refused("ATTEMPT_UNKNOWN")
        if value is not None and mark.get("notAttempted"):
            raise Refused("MARK_NULL_NOT_ALLOWED")
        if value is not None:
            check_value(rules.items[path], value)
        if round_ > sheets.round(path, attempt):
            raise Refused("RESCORE_ROUND_WRONG")
        if self.state != "RUNNING" or not sheets.may_change(path, attempt, judge):
            return "LATE"
        key = (path, attempt, round_, "" if rules.is_shared(path) else judge)
        revision = sheets.cell(*key)[0]
        if mark.get("replaces") and mark["replaces"] != sheets.entries.get(key):
            return "CONFLICT"
        if round_ < sheets.round(path, attempt) or mark.get("baseRevision", 0) != revision:
            return "CONFLICT"
        return "COUNTED"

    def decide_seal(self, entry, entrant, sheets, rules):
        module, judge = entry["seal"]["module"], entry["author"]
        if self.state == "DRAFT":
            raise Refused("EVENT_NOT_RUNNING")
        if module not in rules.modules:
            raise Refused("ITEM_UNKNOWN")
        if judge not in self.contest.panel(entrant, module):
            raise Refused("JUDGE_NOT_ASSIGNED")
        if self.state != "RUNNING":
            return "LATE"
        if self.gaps(sheets, rules, module, judge):
            raise Refused("SHEET_HAS_GAPS")
        return "COUNTED"

    def gaps(self, sheets, rules, module, judge):
        lifting = [KINDS[k] for k in ("SAFETY_ZERO", "DISQUALIFIED", "DID_NOT_FINISH",
                                      "DID_NOT_START")]
        found = []
        for attempt in range(1, rules.attempts(module) + 1):
            made = attempt == 1 or any(
                key[1] == attempt and module_of(key[0]) == module and sheets.has_mark(*key)
                for key in sheets.cells)
            for path, item in rules.items.items():
                if module_of(path) != module or not made or rules.rule_of(item).get("mayBeMissing"):
                    continue
                marked = sheets.has_mark(path, attempt, sheets.round(path, attempt),
                                         "" if rules.is_shared(path) else judge)
                lifted = any(i["kind"] == KINDS["WITHDRAWN"]
                             or (i["kind"] in lifting and covers(i["scope"], path)
                                 and i["attempt"] in (0, attempt)) for i in sheets.standing())
                if not marked and not lifted:
                    found.append((path, attempt))
        return found

    def decide_incident(self, incident, sheets, rules):
        kind, scope = kind_of(incident), incident.get("scope", "")
        attempt = incident.get("attempt", 0)
        if self.state == "PUBLISHED":
            raise Refused("EVENT_STATE_WRONG")
        if scope and scope not in rules.scopes:
            raise Refused("ITEM_UNKNOWN")
        if attempt and (module_of(scope) not in rules.modules
                        or attempt > rules.attempts(module_of(scope))):
            raise Refused("ATTEMPT_UNKNOWN")
        grave = kind in (KINDS["SAFETY_ZERO"], KINDS["DISQUALIFIED"])
        judge, witness = incident.get("judge", ""), incident.get("witness", "")
        wanting = [not incident.get("reason"),
                   (grave or kind == KINDS["EQUIPMENT_FAULT"]) and not incident.get("rule"),
                   grave and (judge not in self.contest.judges or judge == witness
                              or witness not in self.contest.judges),
                   kind == KINDS["SAFETY_ZERO"] and not scope]
        if kind == KINDS["REVOKED"]:
            ids = {e for e, i in sheets.incidents if i["kind"] != KINDS["REVOKED"]}
            gone = {i["revokes"] for _, i in sheets.incidents if i["kind"] == KINDS["REVOKED"]}
            wanting.append(incident.get("revokes", "") not in ids - gone)
        if any(wanting):
            raise Refused("INCIDENT_INCOMPLETE")
        return "COUNTED"

    def decide_rescore(self, rescore, entrant, sheets, rules):
        path, attempt = rescore["item"], rescore.get("attempt", 0) or 1
        if self.state != "RUNNING":
            raise Refused("EVENT_NOT_RUNNING" if self.state == "DRAFT" else "EVENT_STATE_WRONG")
        if path not in rules.items:
            raise Refused("ITEM_UNKNOWN")
        module = module_of(path)
        if attempt > rules.attempts(module):
            raise Refused("ATTEMPT_UNKNOWN")
        if rescore["round"] != sheets.round(path, attempt) + 1:
            raise Refused("RESCORE_ROUND_WRONG")
        panel = self.contest.panel(entrant, module)
        still_open = any((module, j) not in sheets.sealed
                         and (path, attempt) in sheets.reopened.get((module, j), ())
                         for j in panel)
        if still_open or not complete(rules, module, panel, sheets.closed):
            raise Refused("PANEL_INCOMPLETE")
        return "COUNTED"

    def decide_decision(self, decision, entrant, sheets):
        if self.state in ("DRAFT", "PUBLISHED"):
            raise Refused("EVENT_NOT_RUNNING" if self.state == "DRAFT" else "EVENT_STATE_WRONG")
        waiting = sheets.waiting.get(decision["entryId"])
        if waiting is None:
            raise Refused("ENTRY_NOT_WAITING")
        if decision.get("accept") and "seal" in waiting and self.gaps(
                sheets, self.rules(entrant), waiting["seal"]["module"], waiting["author"]):
            raise Refused("SHEET_HAS_GAPS")
        return "COUNTED"

    def take(self, entry, disposition, entrant):
        """Folds an entry that is kept."""
        self.entrant_of[entry["entryId"]] = entrant
        if "stateChange" in entry:
            self.state = entry["stateChange"].get("eventState") or self.state
            return
        sheets = self.sheets[entrant]
        if disposition != "COUNTED":
            sheets.waiting[entry["entryId"]] = entry
        elif "decision" in entry:
            waiting = sheets.waiting.pop(entry["decision"]["entryId"])
            if entry["decision"].get("accept"):
                self.count(waiting, sheets, self.rules(entrant))
        else:
            self.count(entry, sheets, self.rules(entrant))

    @staticmethod
    def count(entry, sheets, rules):
        judge = entry["author"]
        if "mark" in entry:
            mark = entry["mark"]
            key = (mark["item"], mark.get("attempt", 0) or 1, mark.get("round", 0),
                   "" if rules.is_shared(mark["item"]) else judge)
            value = number(mark["value"]) if "value" in mark else None
            sheets.entries[key] = entry["entryId"]
            sheets.cells[key] = (sheets.cell(*key)[0] + 1, value, bool(mark.get("notAttempted")))
        elif "seal" in entry:
            sheet = (entry["seal"]["module"], judge)
            sheets.sealed.add(sheet)
            sheets.closed.add(sheet)
            sheets.reopened.pop(sheet, None)
        elif "rescore" in entry:
            path, attempt = entry["rescore"]["item"], entry["rescore"].get("attempt", 0) or 1
            sheets.rounds[path, attempt] = entry["rescore"]["round"]
            for sheet in sheets.closed:
                if sheet[0] == module_of(path):
                    sheets.sealed.discard(sheet)
                    sheets.reopened.setdefault(sheet, set()).add((path, attempt))
        else:
            incident = entry["incident"]
            sheets.incidents.append((entry["entryId"], {
                "kind": kind_of(incident), "scope": incident.get("scope", ""),
                "attempt": incident.get("attempt", 0), "revokes": incident.get("revokes", "")}))


def check_value(item, value):
    most, least, whole = number(item.get("max")), Fraction(0), item["kind"] in COUNTS
    calculation = item.get("calculation", {})
    if item["kind"] == "ITEM_KIND_JUDGEMENT":
        most = Fraction(3)
    elif item["kind"] == "ITEM_KIND_MEASUREMENT":
        whole = True
        if "passFail" in calculation:
            most = Fraction(1)
        elif "numberCompleted" in calculation:
            most = number(calculation["numberCompleted"]["possible"])
        elif "choice" in calculation:
            least, most = Fraction(1), Fraction(len(calculation["choice"]["options"]))
        else:
            least, most, whole = None, None, False
    elif item["kind"] == "ITEM_KIND_DEDUCTION":
        least = None if most is None else -most
    if most is not None and value > most:
        raise Refused("MARK_ABOVE_MAXIMUM")
    if least is not None and value < least:
        raise Refused("MARK_BELOW_MINIMUM")
    step = number(item.get("step"))
    off = [whole and value.denominator != 1, step and (value / step).denominator != 1,
           (value * 10 ** 6).denominator != 1]
    if any(off):
        raise Refused("MARK_OFF_STEP")


def complete(rules, module, panel, sealed):
    count = sum((module, judge) in sealed for judge in panel)
    if count < max(1, rules.modules[module].get("panelSize", 0)):
        return False
    return rules.pack.get("panelComplete") == "PANEL_COMPLETE_PANEL_SIZE" or count == len(panel)


# --- evaluation ---------------------------------------------------------------------------------


def points_of(item, measured):
    """The five calculations of CIS, between 0 and max."""
    most, calculation = number(item["max"]), item["calculation"]

    def off(rule, text):
        amount = number(text, Fraction(0))
        return most * amount / 100 if rule.get("deductionInPercent") else amount

    if "passFail" in calculation:
        points = most if measured == 1 else 0
    elif "numberCompleted" in calculation:
        points = most * measured / number(calculation["numberCompleted"]["possible"])
    elif "differenceDeduction" in calculation:
        rule = calculation["differenceDeduction"]
        target, step = number(rule["target"]), number(rule["difference"])
        if rule.get("differenceInPercent"):
            step = abs(target) * step / 100
        points = most - (abs(measured - target) // step) * off(rule, rule["deduction"])
    elif "rangedScore" in calculation:
        rule, points = calculation["rangedScore"], Fraction(0)
        for area in rule["ranges"]:
            if number(area["lower"], Fraction(0)) <= measured <= number(area["upper"], Fraction(0)):
                points = most - off(rule, area.get("deduction"))
                break
    else:
        rule = calculation["choice"]
        points = most - off(rule, rule["options"][int(measured) - 1].get("deduction"))
    return min(max(points, Fraction(0)), most)


def combined(rule, marks):
    """The panel's mark; what is missing was left out before."""
    marks = sorted(marks)
    if rule["combine"] == "COMBINE_TRIMMED_MEAN":
        low, high = rule.get("dropLowest", 0), rule.get("dropHighest", 0)
        least = rule.get("leastMarksToDrop", 0) or low + high + 1
        if len(marks) >= least and len(marks) > low + high:
            marks = marks[low:len(marks) - high]
    total = sum(marks, Fraction(0))
    return total if rule["combine"] in ("COMBINE_SUM", "COMBINE_SHARED") else total / len(marks)


class Result:
    """A number with a state: "", "UNMARKED", "RESCORE", "ZEROED", "HIDDEN" or one of OUT."""

    def __init__(self, value=Fraction(0), state=""):
        self.value, self.state = value, state


def prevailing(results):
    order = ["", "RESCORE", "DID_NOT_FINISH", "DID_NOT_START", "DISQUALIFIED"]
    return order[max([order.index(r.state) for r in results if r.state in order], default=0)]


class Evaluation:
    """One entrant. `values` has what tie-breaks may name: total, parts, modules, items."""

    def __init__(self, rules, sheets, panels):
        self.rules, self.sheets, self.panels = rules, sheets, panels
        self.incidents = sheets.standing()
        self.values, self.part_values, self.module_states = {}, {}, {}
        total = Fraction(0)
        for part in rules.scheme["parts"]:
            total += self.part(part)
        self.total = rounded(total, rules.pack.get("totalRounding"))
        self.status = self.status_of()

    def zeroed(self, scope, attempt):
        return any(i["kind"] == KINDS["SAFETY_ZERO"] and i["scope"] == scope
                   and i["attempt"] in (0, attempt) for i in self.incidents)

    def zero(self, result):
        """What a safety zeroing makes of a result; where least wins a 0 would win."""
        if self.rules.least_wins:
            return Result(result.value, "DISQUALIFIED")
        return Result(Fraction(0), result.state if result.state in OUT else "ZEROED")

    def exclusion(self, module, attempt):
        names = {KINDS[name]: name for name in OUT}
        hits = [names[i["kind"]] for i in self.incidents if i["kind"] in names
                and (covers(i["scope"], module) or covers(module, i["scope"]))
                and i["attempt"] in (0, attempt)]
        return max(hits, key=OUT.get, default="")

    def part(self, part):
        rule = next(r for r in self.rules.pack["parts"] if r["partId"] == part["id"])
        results = []
        for module in part["modules"]:
            path = part["id"] + "/" + module["id"]
            result = self.module(path, module)
            self.module_states[path] = result.state
            self.values[path] = result.value
            results.append(result)
        marks = sum((r.value for r in results), Fraction(0))
        floor = number(rule.get("floor"))
        if floor is not None:
            marks = max(marks, floor)
        marks = rounded(marks, rule.get("rounding"))
        if self.zeroed(part["id"], 0):
            for path, state in list(self.module_states.items()):
                if state == "RESCORE" and path.split("/")[0] == part["id"]:
                    self.module_states[path] = "ZEROED"  # nobody scores again what is worth 0
            if self.rules.least_wins:
                self.module_states[part["id"]] = "DISQUALIFIED"
            else:
                marks = Fraction(0)
        self.part_values[part["id"]] = marks
        weighted = rounded(marks * number(rule.get("weight"), Fraction(1)),
                           rule.get("weightedRounding"))
        self.values[part["id"] + "+"] = weighted
        return weighted

    def module(self, path, module):
        attempts = self.rules.attempts(path)
        if not complete(self.rules, path, self.panels[path], self.sheets.sealed):
            out = [self.exclusion(path, a) for a in range(1, attempts + 1)]
            return Result(state=min(out, key=OUT.get) if all(out) else "HIDDEN")
        made = [self.attempt(path, module, a) for a in range(1, attempts + 1)]
        result, chosen = self.choose(made)
        self.values.update(made[chosen][1])
        if attempts > 1 and any(r.state == "RESCORE" for r, _ in made) and result.state not in OUT:
            result = Result(result.value, "RESCORE")
        if result.state != "UNMARKED" and self.zeroed(path, 1 if attempts == 1 else 0):
            result = self.zero(result)
        return result

    def choose(self, made):
        """The attempt that counts, or their sum; and the index of the one that stands for all."""
        if len(made) == 1:
            return made[0][0], 0
        tried = [(i, r) for i, (r, _) in enumerate(made) if r.state != "UNMARKED"]
        if not tried:
            return Result(state="UNMARKED"), 0
        rule = self.rules.pack.get("attemptRule", "ATTEMPT_RULE_BEST")
        if rule == "ATTEMPT_RULE_SUM":
            good = [(i, r) for i, r in tried if r.state not in OUT]
            out = prevailing([r for _, r in tried if r.state in OUT])
            if not good or (out and self.rules.least_wins):
                return Result(state=out), good[0][0] if good else 0
            return Result(sum((r.value for _, r in good), Fraction(0))), good[0][0]
        if rule == "ATTEMPT_RULE_LAST":
            started = [(i, r) for i, r in tried if r.state != "DID_NOT_START"]
            index, best = (started or tried[:1])[-1]
        else:
            sign = 1 if self.rules.least_wins else -1
            index, best = min(tried, key=lambda ir: (OUT.get(ir[1].state, 0),
                                                     sign * ir[1].value, ir[0]))
        if best.state in OUT:
            return Result(state=best.state), index
        return Result(best.value), index

    def attempt(self, path, module, attempt):
        """One run of a module: its result, and the scores of its items."""
        blocks, scores, every_item = [], {}, []
        lacks_time = False
        for block in module["blocks"]:
            where = path + "/" + block["id"]
            items = []
            for item in block["items"]:
                result = self.item(where + "/" + item["id"], item, attempt)
                items.append(result)
                scores[where + "/" + item["id"]] = result.value
                lacks_time |= item["kind"] == "ITEM_KIND_TIME" and result.state == "UNMARKED"
            every_item += items
            share = number(block.get("share"), Fraction(0))
            floor = number(block.get("floor"), Fraction(0) if block.get("share") else None)
            value = share + sum((r.value for r in items), Fraction(0))
            value = value if floor is None else max(value, floor)
            result = Result(value, prevailing(items))
            if self.zeroed(where, attempt):
                result = self.zero(result)
            blocks.append(result)
        result = Result(sum((b.value for b in blocks), Fraction(0)), prevailing(blocks))
        unmarked = [r.state == "UNMARKED" for r in every_item]
        none_zeroed = not any(b.state == "ZEROED" for b in blocks)
        if self.rules.attempts(path) > 1 or self.rules.least_wins:
            if (all(unmarked) and none_zeroed and not prevailing(blocks)) or lacks_time:
                result.state = "UNMARKED"
        out = self.exclusion(path, attempt)
        if out:
            result.state = out
        only_this = any(i["kind"] == KINDS["SAFETY_ZERO"] and i["scope"] == path
                        and i["attempt"] == attempt for i in self.incidents)
        if self.rules.attempts(path) > 1 and only_this and result.state != "UNMARKED":
            result = self.zero(result)
        return result, scores

    def item(self, path, item, attempt):
        rule, kind = self.rules.rule_of(item), item["kind"]
        round_ = self.sheets.round(path, attempt)
        judges = [""] if self.rules.is_shared(path) else self.panels[module_of(path)]
        if self.rules.pack.get("panelComplete") == "PANEL_COMPLETE_PANEL_SIZE" and judges != [""]:
            judges = [j for j in judges if (module_of(path), j) in self.sheets.sealed]
        cells = [self.sheets.cell(path, attempt, round_, j) for j in judges]
        given = [value for _, value, _ in cells if value is not None]
        skipped = sum(1 for _, value, absent in cells if value is None and absent)
        if not given and not skipped:
            return Result(state="UNMARKED")
        marks = given + [Fraction(0)] * skipped
        if "maxSpread" in rule and max(marks) - min(marks) > rule["maxSpread"]:
            if rule.get("rescoreRounds", 0) == 0 or round_ < rule["rescoreRounds"]:
                return Result(state="RESCORE")
        if kind == "ITEM_KIND_TIME" and skipped:
            return Result(state="DID_NOT_START")
        if kind == "ITEM_KIND_MEASUREMENT":
            if not given:
                return Result()
            marks = given
        mark = rounded(combined(rule, marks), rule.get("panelRounding"))
        value = {
            "ITEM_KIND_FAULT": lambda: -mark * number(item.get("deduction"), Fraction(0)),
            "ITEM_KIND_PENALTY": lambda: mark * number(item.get("seconds"), Fraction(0)),
            "ITEM_KIND_MEASUREMENT": lambda: points_of(item, mark),
            "ITEM_KIND_JUDGEMENT": lambda: number(item["max"]) * mark / 3,
            "ITEM_KIND_PANEL": lambda: mark * number(item.get("factor"), Fraction(1)),
            "ITEM_KIND_DEDUCTION": lambda: -abs(mark),
        }.get(kind, lambda: mark)()
        value = rounded(value, rule.get("itemRounding"))
        out = item.get("disqualifyAt", 0)
        return Result(value, "DISQUALIFIED" if out and mark >= out else "")

    def status_of(self, parts=None):
        if any(i["kind"] == KINDS["WITHDRAWN"] for i in self.incidents):
            return "WITHDRAWN"
        states = list(self.module_states.values())
        out = max([s for s in states if s in OUT], key=OUT.get, default="")
        if out:
            return out
        if parts is not None:
            states = [s for path, s in self.module_states.items() if path.split("/")[0] in parts]
        if "RESCORE" in states:
            return "RESCORE"
        done = [s not in ("HIDDEN", "UNMARKED") for s in states]
        return "FINAL" if all(done) else "PROVISIONAL" if any(done) else "WAITING"

    def value_of(self, tie_break, parts=None):
        by, name = tie_break["by"], tie_break.get("id", "")
        if by == "BY_TOTAL":
            return self.total if parts is None else self.stage_total(parts)
        if by == "BY_PART":
            return self.part_values[name]
        return self.values.get(name, Fraction(0))

    def stage_total(self, parts):
        return rounded(sum((self.values[p + "+"] for p in parts), Fraction(0)),
                       self.rules.pack.get("totalRounding"))


# --- standings ----------------------------------------------------------------------------------


def place_all(lines):
    """Gives `place` and `shared` by the lines' keys, the greatest first; orders the lines."""
    for line in lines:
        better = sum(other["key"] > line["key"] for other in lines)
        line["place"] = better + 1
        line["shared"] = sum(other["key"] == line["key"] for other in lines) > 1
    lines.sort(key=lambda line: (line["place"], line["name"]))
    return lines


def key_of(rules, tie_breaks, value):
    key = []
    for tie_break in tie_breaks:
        least = rules.least_wins if tie_break["by"] == "BY_TOTAL" else tie_break.get("leastWins")
        key.append(-value(tie_break) if least else value(tie_break))
    return key


def groups_of(rule, rules, members, every_group):
    """`members`: (group, place, Evaluation). Standings of companies or teams."""
    lines = []
    for group in sorted(every_group):
        own = [(place, result) for name, place, result in members if name == group]
        wanted = rule.get("members", 0)
        if rule["method"] == "METHOD_LEAGUE_POINTS":
            own.sort(key=lambda pr: pr[0])
            own = own[:wanted] if wanted else own
            points = rule.get("points", [])
            total = Fraction(sum(points[p - 1] if p <= len(points)
                                 else rule.get("pointsForOthers", 0) for p, _ in own))
            key = [total] + [sum(p == place for p, _ in own)
                             for place in range(1, max([m[1] for m in members], default=0) + 1)]
            ranked = bool(own)
        else:
            own.sort(key=lambda pr: ((1 if rules.least_wins else -1) * pr[1].total, pr[0]))
            ranked = bool(own) and len(own) >= wanted
            own = own[:wanted] if wanted else own
            total = sum((r.total for _, r in own), Fraction(0))
            key = [-total if rules.least_wins else total] + key_of(
                rules, rule.get("tieBreaks", []),
                lambda t, own=own: sum((r.value_of(t) for _, r in own), Fraction(0)))
        lines.append({"id": group, "name": group, "key": key, "ranked": ranked,
                      "total": shown(total) if ranked else "", "place": 0, "shared": False})
    placed = place_all([line for line in lines if line["ranked"]])
    return placed + [line for line in lines if not line["ranked"]]


def scale_scores(totals):
    """round half up (700 + 30 * (mark - median) / (1.4826 * MAD)); None without a spread."""
    def median(numbers):
        numbers, half = sorted(numbers), len(numbers) // 2
        return numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2

    if not totals:
        return []
    middle = median(totals)
    spread = median([abs(total - middle) for total in totals])
    if spread == 0:
        return [700 if total == middle else None for total in totals]
    return [int(rounded(700 + 30 * (total - middle) / (Fraction("1.4826") * spread), {}))
            for total in totals]


def clean(lines, names):
    return [{name: line[name] for name in names if name in line} for line in lines]


def standings_of(contest, event):
    disciplines, everybody = [], []
    for discipline, rules in sorted(contest.rules.items()):
        ranked, others, results = [], [], []
        for entrant_id, entrant in contest.entrants.items():
            if entrant["discipline"] != discipline:
                continue
            panels = {module: contest.panel(entrant_id, module) for module in rules.modules}
            result = Evaluation(rules, event.sheets[entrant_id], panels)
            if result.status == "WITHDRAWN":
                continue
            line = {"code": entrant["code"], "name": entrant["code"], "status": result.status,
                    "total": "", "place": 0, "shared": False, "result": result,
                    "entrant": entrant}
            results.append((entrant["code"], result))
            if result.status in ("FINAL", "PROVISIONAL"):
                line["total"] = shown(result.total)
                line["key"] = key_of(rules, rules.pack["tieBreaks"], result.value_of)
                ranked.append(line)
            else:
                others.append(line)
        place_all(ranked)
        if "scale" in rules.pack:
            for line, score in zip(ranked, scale_scores([l["result"].total for l in ranked])):
                if score is not None:
                    line["scale_score"] = score
        lines = ranked + sorted(others, key=lambda line: line["name"])
        everybody.append((discipline, rules, lines))
        disciplines.append({
            "id": discipline,
            "entrants": clean(lines, ["code", "status", "total", "place", "shared",
                                      "scale_score"]),
            "stages": stages_of(contest.stages[discipline], rules, results),
            "companies": group_board([(discipline, rules, lines)], "company"),
            "teams": group_board([(discipline, rules, lines)], "team")})
    return {"disciplines": disciplines, "companies": group_board(everybody, "company"),
            "teams": group_board(everybody, "team")}


def stages_of(stages, rules, results):
    boards = []
    for stage in stages:
        parts, lines = stage["parts"], []
        for code, result in results:
            if result.status_of(parts) not in ("FINAL", "PROVISIONAL"):
                continue
            tie_breaks = [t for t in rules.pack["tieBreaks"] if t["by"] == "BY_TOTAL"
                          or t["id"].split("/")[0] in parts]
            key = key_of(rules, tie_breaks, lambda t, r=result: r.value_of(t, parts))
            lines.append({"code": code, "name": code, "key": key,
                          "total": shown(result.stage_total(parts))})
        boards.append({"id": stage["id"],
                       "entrants": clean(place_all(lines), ["code", "total", "place", "shared"])})
    return boards


def group_board(boards, group):
    """Companies or teams over some disciplines; nothing where their rules cannot be compared."""
    own_rules = [rules.pack.get(group + "Rule") for _, rules, _ in boards]
    if not own_rules or any(rule != own_rules[0] for rule in own_rules) or own_rules[0] is None:
        return []
    rule, rules = own_rules[0], boards[0][1]
    same = all(r.pack == rules.pack and r.scheme == rules.scheme for _, r, _ in boards)
    if rule["method"] == "METHOD_SUM_OF_TOTALS" and not same:
        return []
    members, every_group = [], set()
    for _, _, lines in boards:
        for line in lines:
            name = line["entrant"][group]
            if name:
                every_group.add(name)
                if line["place"]:
                    members.append((name, line["place"], line["result"]))
    return clean(groups_of(rule, rules, members, every_group), ["id", "total", "place", "shared"])


# --- an archive ---------------------------------------------------------------------------------


def score(archive):
    contest = Contest(archive)
    event = Event(contest)
    decided = {}
    for entry, disposition, entrant in envelopes_of(archive):
        if entry["entryId"] in decided:
            raise ValueError("entry id repeated: " + entry["entryId"])
        event.take(entry, disposition, entrant)
        decided[entry["entryId"]] = disposition
    entries = archive.get("entries", [])
    if entries and not any(e.get("stateChange", {}).get("eventState") for e in entries):
        event.state = "RUNNING"
    seen = {}
    for entry in entries:
        if entry["entryId"] in seen:
            if seen[entry["entryId"]] != entry:
                decided[entry["entryId"] + " again"] = "REFUSED ENTRY_ID_REUSED"
            continue
        try:
            entrant = event.entrant(entry)
            disposition = event.decide(entry, entrant)
        except Refused as refused:
            decided[entry["entryId"]] = f"REFUSED {refused}"
            continue
        seen[entry["entryId"]] = entry
        event.take(entry, disposition, entrant)
        decided[entry["entryId"]] = disposition
    return {"entries": decided, **standings_of(contest, event)}


def main(paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            print(json.dumps({"archive": path, **score(json.load(file))}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
