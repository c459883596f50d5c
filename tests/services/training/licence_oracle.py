#!/usr/bin/python3
"""Decides licences by brute force in SQLite: an independent reading of the rules.

Shares no code with the C++ rules and no data with the shipped types: the table `rule` below was
typed from the sentences of the rules. Every step is a statement of SQL; Python reads the cases and
feeds the facts of each world to the database day after day.

    licence_oracle.py CASES               compares with the answers in CASES; exit 1 on a difference
    licence_oracle.py --planted CASES     breaks one rule after the other; exit 1 if one goes unseen
    licence_oracle.py --print CASES       prints the answers
"""

import datetime
import sqlite3
import sys
import zoneinfo

RULES = """
CREATE TABLE rule(type TEXT PRIMARY KEY, valid_months INT, review_months INT, long_years INT,
  long_months INT, open_days INT, open_months INT, close_months INT, hours REAL, exam INT,
  violations INT, violation_months INT, retraining INT, health INT, first_hours REAL,
  year_hours REAL);
-- 6 years; review every 3; after 10 clean years every 6; 60 days; 8 hours and an exam; 2 violations
INSERT INTO rule VALUES
 ('special-operation-electrician-low', 72, 36, 10, 72, 60, NULL, NULL, 8, 1, 2, NULL, 1, 1, 0, 0),
 ('special-operation-electrician-high', 72, 36, 10, 72, 60, NULL, NULL, 8, 1, 2, NULL, 1, 1, 0, 0),
-- 2 years; 3 months; 24 hours; 3 violations in 2 years, and training does not help
 ('building-site-electrician', 24, NULL, NULL, NULL, NULL, 3, NULL, 24, 0, 3, 24, 0, 1, 0, 0),
-- 4 years; 3 months to 1 month before
 ('forklift-n1', 48, NULL, NULL, NULL, NULL, 3, 1, 0, 0, NULL, NULL, 0, 1, 0, 0),
-- 72 hours and 20 a year; heads 48 and 16
 ('non-coal-mine-worker', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, 0, 1, 72, 20),
 ('non-coal-mine-head', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, NULL, 0, 1, 48, 16);
INSERT INTO rule SELECT 'skill-' || value, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL,
  NULL, 0, 0, 0, 0 FROM json_each('["apprentice","level-5","level-4","level-3","level-2",
  "level-1","special-technician","chief-technician"]');
"""

TABLES = """
-- One world for each question: a type, a day at the site, a moment, what was known.
CREATE TABLE world(w INTEGER PRIMARY KEY, type TEXT, day TEXT, moment TEXT, known TEXT);
CREATE TABLE fact(w INT, id TEXT, kind TEXT, type TEXT, cert TEXT, day TEXT, moment TEXT,
  until TEXT, recorded TEXT, recorded_day TEXT, hours REAL, exam INT, serious INT, entered TEXT,
  verified TEXT, replaces TEXT, concerns TEXT);
CREATE INDEX fact_world ON fact(w, kind);
CREATE TABLE counted(n INTEGER PRIMARY KEY, w INT, id TEXT, kind TEXT, cert TEXT, day TEXT, moment TEXT, until TEXT,
  hours REAL, exam INT, serious INT, holds INT);
CREATE INDEX counted_world ON counted(w, kind);
CREATE TABLE card(w INT, cert TEXT, issue TEXT, issued TEXT, last TEXT, review TEXT,
  reviews_from TEXT, since TEXT, long INT, over TEXT, refused TEXT, why TEXT, found REAL,
  needed REAL, because TEXT, acts TEXT, PRIMARY KEY (w, cert));
"""

# What counts: recorded by then; more than seven days late only with a second person; not corrected.
COUNTED = """
CREATE TEMP TABLE stands AS SELECT f.* FROM fact f JOIN world q USING (w)
 WHERE f.recorded <= q.known AND f.kind <> 'approved' AND (
  julianday(f.recorded_day) - julianday(f.day) <= 7
  OR (f.verified <> '' AND f.verified <> f.entered)
  OR EXISTS (SELECT 1 FROM fact a WHERE a.w = f.w AND a.kind = 'approved' AND a.concerns = f.id
             AND a.entered <> f.entered AND a.recorded <= q.known));
CREATE INDEX temp.stands_replaces ON stands(w, replaces);
INSERT INTO counted SELECT NULL, f.w, f.id, f.kind, f.cert, f.day, f.moment, f.until, f.hours, f.exam,
  f.serious, CASE WHEN f.moment <> '' THEN f.moment <= q.moment ELSE f.day <= q.day END
 FROM stands f JOIN world q USING (w)
 WHERE f.kind <> 'withdrawn' AND f.type IN ('', q.type)
  AND NOT EXISTS (SELECT 1 FROM stands c WHERE c.w = f.w AND c.replaces = f.id);
"""


def corresponding(day, months):
    """The same day of another month, or the last day of a month that lacks it."""
    return (f"(CASE WHEN strftime('%d', date({day}, ({months}) || ' months')) = strftime('%d', {day})"
            f" THEN date({day}, ({months}) || ' months')"
            f" ELSE date({day}, 'start of month', (({months}) + 1) || ' months', '-1 day') END)")


def last_day(first, months):
    """The last day of so many months that begin on `first`."""
    return (f"(CASE WHEN strftime('%d', date({first}, ({months}) || ' months'))"
            f" = strftime('%d', {first}) THEN date({first}, ({months}) || ' months', '-1 day')"
            f" ELSE date({first}, 'start of month', (({months}) + 1) || ' months', '-1 day') END)")


def opens(due):
    """The first day of the window before `due`; any day when there is no window."""
    return (f"coalesce(date({due}, -r.open_days || ' days'),"
            f" {corresponding(due, '-r.open_months')}, '0001-01-01')")


# The day on which something is due: the earlier one of review and end.
DUE = "coalesce(min(c.review, c.last), c.review, c.last)"
# Hours and exams in the training record between two days, the first one not counted.
HOURS = ("(SELECT coalesce(sum(t.hours), 0) FROM counted t WHERE t.w = c.w AND t.holds"
         " AND t.kind = 'training_hours' AND t.day > {0} AND t.day <= {1})")
EXAM = ("EXISTS (SELECT 1 FROM counted t WHERE t.w = c.w AND t.holds AND t.kind = 'exam_passed'"
        " AND t.day > {0} AND t.day <= {1})")
VIOLATIONS = (" FROM counted v WHERE v.w = c.w AND v.holds AND v.kind = 'violation' AND v.day <= {1}"
              " AND (CASE WHEN r.violation_months IS NULL THEN v.day >= {0}"
              " ELSE v.day > " + corresponding("{1}", "-r.violation_months") + " END)")
UNFIT = (" FROM counted s WHERE s.w = c.w AND s.holds AND s.kind = 'health_stop' AND s.day <= {0}"
         " AND (s.until = '' OR s.until >= {0}) AND r.health"
         " AND NOT EXISTS (SELECT 1 FROM counted h WHERE h.w = c.w AND h.holds"
         " AND h.kind = 'health_cleared' AND h.day <= {0} AND (h.day > s.day OR (h.day = s.day"
         " AND (h.moment = '' OR s.moment = '' OR h.moment >= s.moment))))")


def stopped_by_violations(since, day):
    some = VIOLATIONS.format(since, day)
    after = f"(SELECT max(v.day){some})"
    return (f"(r.violations IS NOT NULL AND ((SELECT count(*){some}) >= r.violations"
            f" OR EXISTS (SELECT 1{some} AND v.serious))"
            f" AND NOT (r.retraining AND {HOURS.format(after, day)} >= r.hours"
            f" AND (NOT r.exam OR {EXAM.format(after, day)})))")


# A day is worked when no end lies between it and the last start before it.
def worked(day):
    start = (f"(SELECT max(s.day) FROM counted s WHERE s.w = c.w AND s.holds"
             f" AND s.kind = 'work_started' AND s.day <= {day})")
    return (f"({start} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM counted e WHERE e.w = c.w AND e.holds"
            f" AND e.kind = 'work_ended' AND e.day > {start} AND e.day < {day}))")


ISSUE = """
INSERT OR REPLACE INTO card SELECT f.w, f.cert, f.id, f.day,
  CASE WHEN r.valid_months IS NOT NULL THEN """ + last_day("f.day", "r.valid_months") + """ END,
  CASE WHEN r.review_months IS NOT NULL THEN """ + last_day("f.day", "r.review_months") + """ END,
  f.day, f.day, 0, NULL, NULL, NULL, 0, 0, NULL, f.id
 FROM counted f JOIN world q USING (w) JOIN rule r USING (type) WHERE f.n = ?1"""

# Every day before the tenth anniversary was worked, and none of ten years had a violation.
AGREE = """
WITH RECURSIVE past(d) AS (
  SELECT """ + corresponding("f.day", "-12 * r.long_years") + """
   FROM counted f JOIN world q USING (w) JOIN rule r USING (type) WHERE f.n = ?1
  UNION ALL SELECT date(d, '+1 day') FROM past
   WHERE d < (SELECT day FROM counted WHERE n = ?1))
UPDATE card AS c SET long = 1, acts = c.acts || ',' || f.id,
  review = """ + last_day("c.reviews_from", "r.long_months") + """
 FROM counted f, world q, rule r
 WHERE f.n = ?1 AND q.w = f.w AND r.type = q.type AND c.w = f.w AND c.cert = f.cert
  AND c.over IS NULL AND c.long = 0 AND r.long_years IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM past WHERE NOT """ + worked("past.d") + """)
  AND NOT EXISTS (SELECT 1 FROM counted v WHERE v.w = c.w AND v.holds AND v.kind = 'violation'
    AND v.day <= f.day AND v.day >= """ + corresponding("f.day", "-12 * r.long_years") + ")"

# A renewal that a rule refuses leaves a note when it was made in the window.
REFUSE = """
UPDATE card AS c SET refused = f.id,
  why = CASE WHEN {stopped} THEN 'RENEWAL_VIOLATIONS' WHEN EXISTS (SELECT 1{unfit})
    THEN 'RENEWAL_HEALTH' WHEN max(f.hours, {hours}) < r.hours THEN 'RENEWAL_HOURS_SHORT'
    WHEN r.exam AND NOT f.exam AND NOT {exam} THEN 'RENEWAL_EXAM_MISSING' END,
  found = CASE WHEN {stopped} THEN (SELECT count(*){some}) ELSE max(f.hours, {hours}) END,
  needed = CASE WHEN {stopped} THEN r.violations ELSE r.hours END,
  because = CASE WHEN {stopped} THEN (SELECT group_concat(v.id){some})
    ELSE (SELECT group_concat(s.id){unfit}) END
 FROM counted f, world q, rule r
 WHERE f.n = ?1 AND q.w = f.w AND r.type = q.type AND c.w = f.w AND c.cert = f.cert
  AND c.over IS NULL AND """.format(
    stopped=stopped_by_violations("c.since", "f.day"), unfit=UNFIT.format("f.day"),
    hours=HOURS.format("c.since", "f.day"), exam=EXAM.format("c.since", "f.day"),
    some=VIOLATIONS.format("c.since", "f.day")) + "f.day >= " + opens(DUE)

# The rules under which a renewal counts.
PASSES = """f.n = ?1 AND q.w = f.w AND r.type = q.type AND c.w = f.w AND c.cert = f.cert
  AND c.over IS NULL AND coalesce(c.review, c.last) IS NOT NULL
  AND NOT {stopped} AND NOT EXISTS (SELECT 1{unfit}) AND max(f.hours, {hours}) >= r.hours
  AND (NOT r.exam OR f.exam OR {exam})""".format(
    stopped=stopped_by_violations("c.since", "f.day"), unfit=UNFIT.format("f.day"),
    hours=HOURS.format("c.since", "f.day"), exam=EXAM.format("c.since", "f.day"))


def next_start(due):
    """In the window the next period begins after the last day, before it on the day itself."""
    return f"(CASE WHEN f.day >= {opens(due)} THEN date({due}, '+1 day') ELSE f.day END)"


INTERVAL = "(CASE WHEN c.long THEN r.long_months ELSE r.review_months END)"


def new_review(due):
    later = last_day(next_start(due), INTERVAL)
    return (f"review = max(c.review, {later}), reviews_from ="
            f" CASE WHEN {later} > c.review THEN {next_start(due)} ELSE c.reviews_from END")


PASSED = (" since = f.day, refused = NULL, why = NULL, acts = c.acts || ',' || f.id"
          " FROM counted f, world q, rule r WHERE " + PASSES)
REVIEW = ("UPDATE card AS c SET " + new_review("c.review") + "," + PASSED +
          " AND f.kind = 'reviewed' AND r.review_months IS NOT NULL")
EXTEND = ("UPDATE card AS c SET " + new_review("c.last") + ", last = max(c.last, "
          + last_day(next_start("c.last"), "r.valid_months") + ")," + PASSED +
          " AND (f.kind = 'extended' OR r.review_months IS NULL)")

# A card whose due day lies behind is over.
LAPSE = ("UPDATE card AS c SET over = CASE WHEN c.review < c.last THEN 'REVIEW_MISSED'"
         " ELSE 'EXPIRED' END WHERE over IS NULL AND w = ?1 AND ?2 > " + DUE)

ANSWER = """
SELECT c.w, c.cert, c.issue, c.issued, c.last, coalesce(min(c.review, c.last), c.review, c.last) AS due,
  CASE WHEN c.review < c.last OR c.last IS NULL THEN 'reviewed' ELSE 'extended' END AS kind,
  c.over, c.refused, c.why, c.found, c.needed, c.because, c.acts, r.year_hours, r.first_hours,
  (SELECT x.id || ' ' || x.day FROM counted x WHERE x.w = c.w AND x.holds AND x.cert = c.cert
    AND x.kind = 'revoked' AND x.day >= c.issued ORDER BY x.day, x.moment, x.id LIMIT 1) AS revoked,
  (SELECT x.id || ' ' || x.day FROM counted x WHERE x.w = c.w AND x.holds AND x.cert = c.cert
    AND x.kind = 'superseded' AND x.day > c.issued ORDER BY x.day, x.moment, x.id LIMIT 1)
    AS superseded,
  (SELECT s.id || ' ' || s.day FROM counted s WHERE s.w = c.w AND s.holds AND s.cert = c.cert
    AND s.kind = 'suspended' AND s.day >= c.issued AND (s.until = '' OR s.until >= q.day)
    AND NOT EXISTS (SELECT 1 FROM counted b WHERE b.w = c.w AND b.holds AND b.cert = c.cert
      AND b.kind = 'restored' AND b.day >= c.issued AND (b.day > s.day OR (b.day = s.day
      AND (b.moment = '' OR s.moment = '' OR b.moment >= s.moment))))
    ORDER BY s.day, s.moment, s.id LIMIT 1) AS suspended,
  (SELECT min(s.day)""" + UNFIT.format("q.day") + """) AS unfit_day,
  (SELECT group_concat(s.id)""" + UNFIT.format("q.day") + """) AS unfit,
  max((SELECT coalesce(sum(t.hours), 0) FROM counted t WHERE t.w = c.w AND t.holds
    AND t.kind = 'training_hours'), (SELECT hours FROM counted i WHERE i.w = c.w AND i.id = c.issue))
    AS all_hours,
  (SELECT coalesce(sum(t.hours), 0) FROM counted t WHERE t.w = c.w AND t.holds
    AND t.kind = 'training_hours' AND substr(t.day, 1, 4) = substr(q.day, 1, 4)) AS this_year,
  (SELECT coalesce(sum(t.hours), 0) FROM counted t WHERE t.w = c.w AND t.holds
    AND t.kind = 'training_hours' AND CAST(substr(t.day, 1, 4) AS INT) = substr(q.day, 1, 4) - 1) AS last_year,
  CAST(substr(c.issued, 1, 4) AS INT) < substr(q.day, 1, 4) - 1 AS whole_year, substr(q.day, 1, 4) AS year,
  """ + HOURS.format("c.since", "q.day") + " AS hours_done, r.hours AS hours_needed, " \
    + EXAM.format("c.since", "q.day") + """ AS exam_done, r.exam AS exam_needed,
  CASE WHEN r.violations IS NULL THEN 0 ELSE (SELECT count(*)""" \
    + VIOLATIONS.format("c.since", "q.day") + """) END AS violations,
  coalesce(r.violations, 0) AS violation_limit,
  """ + stopped_by_violations("c.since", "q.day") + """ AS stopped,
  nullif(""" + opens(DUE) + """, '0001-01-01') AS opens,
  CASE WHEN r.close_months IS NULL THEN """ + DUE + " ELSE " \
    + corresponding(DUE, "-r.close_months") + """ END AS closes
 FROM card c JOIN world q USING (w) JOIN rule r USING (type) WHERE c.w = ?1"""


def number(value):
    return f"{value:g}"


def decide(card):
    """The first row of the decision table that applies, as (reason, day, facts, found, needed)."""
    for reason in ("revoked", "superseded"):
        if card[reason]:
            fact, day = card[reason].rsplit(" ", 1)
            return reason.upper(), day, [fact], None, None
    if card["over"]:
        if card["refused"]:
            because = card["because"].split(",") if card["because"] else []
            return card["why"], card["due"], because + [card["refused"]], card["found"], card["needed"]
        return card["over"], card["due"], card["acts"].split(","), None, None
    if card["suspended"]:
        fact, day = card["suspended"].rsplit(" ", 1)
        return "SUSPENDED", day, [fact], None, None
    if card["unfit"]:
        return "HEALTH_STOP", card["unfit_day"], card["unfit"].split(","), None, None
    if card["all_hours"] < card["first_hours"]:
        return ("INITIAL_HOURS_SHORT", card["issued"], [card["issue"]], card["all_hours"],
                card["first_hours"])
    two_years = card["last_year"] + card["this_year"]
    if card["year_hours"] and card["whole_year"] and two_years < card["year_hours"]:
        return ("YEARLY_HOURS_SHORT", f"{card['year']}-01-01", [card["issue"]], two_years,
                card["year_hours"])
    return "LICENSED", card["issued"], card["acts"].split(","), None, None


def answer_of(db, w):
    cards = []
    for card in db.execute(ANSWER, (w,)):
        reason, day, facts, found, needed = decide(card)
        order = [row["id"] for row in db.execute(
            "SELECT id FROM counted WHERE w = ? ORDER BY day, moment, id", (w,))]
        answer = {"reason": reason, "cert": card["cert"], "day": day, "to": card["last"] or "never",
                  "facts": ",".join(f for f in order if f in facts)}
        if found is not None:
            answer.update(found=number(found), needed=number(needed))
        if reason not in ("REVOKED", "SUPERSEDED") and not card["over"]:
            answer["due"] = card["due"] or "never"
            if card["due"]:
                ready = (not card["stopped"] and not card["unfit"]
                         and card["hours_done"] >= card["hours_needed"]
                         and (card["exam_done"] or not card["exam_needed"]))
                exam = "done" if card["exam_done"] else "missing"
                answer.update(
                    kind=card["kind"], ready="yes" if ready else "no",
                    hours=f"{number(card['hours_done'])}/{number(card['hours_needed'])}",
                    exam=exam if card["exam_needed"] else "unneeded",
                    violations=f"{card['violations']}/{card['violation_limit']}")
                if card["opens"]:
                    answer.update({"from": card["opens"], "until": card["closes"]})
        if card["year_hours"]:
            answer["year_hours"] = f"{number(card['this_year'])}/{number(card['year_hours'])}"
        licensed = reason == "LICENSED"
        due = (card["due"] or "9999-12-31") if licensed else ""
        cards.append(((licensed, due, card["issued"]), card["cert"], answer))
    if cards:
        best = max(key for key, _, _ in cards)
        return min((cert, answer) for key, cert, answer in cards if key == best)[1]
    row = db.execute("SELECT id, cert, day FROM counted WHERE w = ? AND kind = 'issued'"
                     " ORDER BY day, moment, id LIMIT 1", (w,)).fetchone()
    if row:
        return {"reason": "NOT_YET_VALID", "cert": row["cert"], "day": row["day"], "facts": row["id"]}
    return {"reason": "NEVER_ISSUED", "cert": "-", "facts": ""}


# --- reading --------------------------------------------------------------------------------------


def pairs(words):
    return dict(word.split("=", 1) for word in words)


def read_fact(words, case_type):
    given = pairs(words[4:])
    moment = given.get("recorded", f"{words[3]}T12:00:00Z")
    # Only a fact about the worker can be about all types.
    kind = {"all": ""}.get(given.get("type"), given.get("type", case_type))
    return (words[0], words[1], kind, "" if words[2] == "-" else words[2], words[3],
            given.get("at", ""), given.get("until", ""), moment, moment[:10],
            float(given.get("hours", 0)), int(given.get("basis") == "exam"),
            int(given.get("serious") == "yes"), given.get("by", "clerk"), given.get("verified", ""),
            given.get("replaces", ""), given.get("concerns", ""))


def read_question(words):
    given = pairs(word for word in words if "=" in word)
    if "in" in given:
        moment = datetime.datetime.fromisoformat(given["at"].replace("Z", "+00:00"))
        day = moment.astimezone(zoneinfo.ZoneInfo(given["in"])).date().isoformat()
    else:
        day = words[0]
    return day, given.get("at", f"{day}T12:00:00Z"), given.get("known", "9999-12-31T00:00:00Z")


def read_cases(file_name):
    """[(case, type, facts, [(question, answer)])]"""
    cases = []
    with open(file_name, encoding="utf-8") as lines:
        for line in lines:
            words = line.split()
            if not words or line.startswith("#"):
                continue
            if words[0] == "case":
                cases.append([line.strip()[5:], "", [], []])
            elif words[0] == "type":
                cases[-1][1] = words[1]
            elif words[0] == "fact":
                cases[-1][2].append(read_fact(words[1:], cases[-1][1]))
            elif words[0] == "ask":
                cases[-1][3].append([line.strip(), read_question(words[1:]), None])
            elif words[0] == "answer":
                cases[-1][3][-1][2] = {"reason": words[1], **pairs(words[2:])}
            elif words[0] != "cites":
                raise SystemExit(f"{file_name}: what is this? {line}")
    return cases


# --- playing --------------------------------------------------------------------------------------

RANK = {"issued": 0, "long_review_agreed": 1, "reviewed": 2, "extended": 3}


def play(db, w):
    acts = db.execute("SELECT n, kind, day, moment, id FROM counted WHERE w = ? AND holds AND kind"
                      " IN ('issued', 'long_review_agreed', 'reviewed', 'extended')", (w,)).fetchall()
    for act in sorted(acts, key=lambda a: (a["day"], RANK[a["kind"]], a["moment"], a["id"])):
        db.execute(LAPSE, (w, act["day"]))
        if act["kind"] == "issued":
            db.execute(ISSUE, (act["n"],))
        elif act["kind"] == "long_review_agreed":
            db.execute(AGREE, (act["n"],))
        else:
            if db.execute(REVIEW, (act["n"],)).rowcount == 0 and \
               db.execute(EXTEND, (act["n"],)).rowcount == 0:
                db.execute(REFUSE, (act["n"],))
    db.execute(LAPSE, (w, db.execute("SELECT day FROM world WHERE w = ?", (w,)).fetchone()[0]))


def answers(cases, breakage=""):
    db = sqlite3.connect(":memory:")
    db.row_factory = sqlite3.Row
    db.executescript(RULES + TABLES + breakage)
    w = 0
    for _, kind, facts, questions in cases:
        for _, (day, moment, known), _ in questions:
            w += 1
            db.execute("INSERT INTO world VALUES (?, ?, ?, ?, ?)", (w, kind, day, moment, known))
            db.executemany("INSERT INTO fact VALUES (?" + ", ?" * 16 + ")",
                           [(w,) + fact for fact in facts])
    db.executescript(COUNTED)
    results = []
    for number_of_world in range(1, w + 1):
        play(db, number_of_world)
        results.append(answer_of(db, number_of_world))
    return results


def differences(cases, results):
    """[text] for each expected value that the query does not give."""
    wrong = []
    results = iter(results)
    for name, _, _, questions in cases:
        for line, _, expected in questions:
            given = next(results)
            for key, value in expected.items():
                if given.get(key) != value:
                    wrong.append(f"{name}: {line}: {key} is {given.get(key)}, not {value}")
    return wrong


PLANTED = {
    "review every 4 years": "UPDATE rule SET review_months = 48 WHERE review_months = 36;",
    "card of 5 years": "UPDATE rule SET valid_months = 60 WHERE valid_months = 72;",
    "permit of 3 years": "UPDATE rule SET valid_months = 36 WHERE valid_months = 24;",
    "N1 of 5 years": "UPDATE rule SET valid_months = 60 WHERE valid_months = 48;",
    "9 clean years": "UPDATE rule SET long_years = 9;",
    "11 clean years": "UPDATE rule SET long_years = 11;",
    "61 days": "UPDATE rule SET open_days = 61 WHERE open_days = 60;",
    "59 days": "UPDATE rule SET open_days = 59 WHERE open_days = 60;",
    "2 months": "UPDATE rule SET open_months = 2 WHERE open_months = 3;",
    "closes with the period": "UPDATE rule SET close_months = NULL;",
    "7 hours": "UPDATE rule SET hours = 7 WHERE hours = 8;",
    "9 hours": "UPDATE rule SET hours = 9 WHERE hours = 8;",
    "no exam": "UPDATE rule SET exam = 0;",
    "1 violation": "UPDATE rule SET violations = 1 WHERE violations = 2;",
    "3 violations": "UPDATE rule SET violations = 3 WHERE violations = 2;",
    "4 violations at the building site": "UPDATE rule SET violations = 4 WHERE violations = 3;",
    "violations of 25 months": "UPDATE rule SET violation_months = 25 WHERE violation_months = 24;",
    "retraining never clears": "UPDATE rule SET retraining = 0;",
    "retraining always clears": "UPDATE rule SET retraining = 1;",
    "health does not matter": "UPDATE rule SET health = 0;",
    "71 hours": "UPDATE rule SET first_hours = 71 WHERE first_hours = 72;",
    "47 hours": "UPDATE rule SET first_hours = 47 WHERE first_hours = 48;",
    "12 hours a year": "UPDATE rule SET year_hours = 12 WHERE year_hours = 20;",
    "15 hours a year": "UPDATE rule SET year_hours = 15 WHERE year_hours = 16;",
    "nothing is corrected": "CREATE TRIGGER t AFTER INSERT ON fact BEGIN"
                            " UPDATE fact SET replaces = '' WHERE rowid = new.rowid; END;",
    "everything is verified": "CREATE TRIGGER t AFTER INSERT ON fact BEGIN"
                              " UPDATE fact SET recorded_day = day WHERE rowid = new.rowid; END;",
    "everything was always known": "CREATE TRIGGER t AFTER INSERT ON world BEGIN"
                                   " UPDATE world SET known = '9999' WHERE w = new.w; END;",
    "days of London": "CREATE TRIGGER t AFTER INSERT ON world BEGIN"
                      " UPDATE world SET day = substr(moment, 1, 10) WHERE w = new.w; END;",
    "facts without an hour": "CREATE TRIGGER t AFTER INSERT ON fact BEGIN"
                             " UPDATE fact SET moment = '' WHERE rowid = new.rowid; END;",
    "terms without an end": "CREATE TRIGGER t AFTER INSERT ON fact BEGIN"
                            " UPDATE fact SET until = '' WHERE rowid = new.rowid; END;",
    "nothing is serious": "CREATE TRIGGER t AFTER INSERT ON fact BEGIN"
                          " UPDATE fact SET serious = 0 WHERE rowid = new.rowid; END;",
}


def main():
    mode = sys.argv[1] if sys.argv[1].startswith("--") else "--compare"
    cases = read_cases(sys.argv[-1])
    asked = sum(len(questions) for _, _, _, questions in cases)
    if mode == "--print":
        for answer in answers(cases):
            print(" ".join([answer.pop("reason")] + [f"{k}={v}" for k, v in sorted(answer.items())]))
        return 0
    if mode == "--planted":
        unseen = [name for name, sql in PLANTED.items()
                  if not differences(cases, answers(cases, sql))]
        print(f"planted={len(PLANTED)} caught={len(PLANTED) - len(unseen)}", *unseen, sep="\n")
        return 1 if unseen else 0
    wrong = differences(cases, answers(cases))
    print(*wrong, f"cases={len(cases)} questions={asked} wrong={len(wrong)}", sep="\n")
    return 1 if wrong or len(cases) < 60 else 0


if __name__ == "__main__":
    sys.exit(main())
