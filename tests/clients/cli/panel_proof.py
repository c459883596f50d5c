#!/usr/bin/python3
"""Proves panel scoring against published results, through the real command line.

    panel_proof.py TOUCHSTONE DATA [all | published | changed STEP]

published: from the raw marks of DATA (tests/data/panel) every panel mark, component score, total and
    rank must come out as published; the published panel marks are not given to the program.
changed: for every STEP-th mark of a judge, a copy of the performance in which this one mark is another
    one, or missing, must have the total that the scorer below works out from the rules in words. It
    shares no code with the product and uses fractions only.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile
from decimal import Decimal
from fractions import Fraction

TOUCHSTONE, DATA = sys.argv[1:3]


def rows_of(name, folder=None):
    with open(os.path.join(folder or DATA, name), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def half_up(value, places=2):
    """Rounds a fraction that is not negative; a half goes up."""
    scaled = value * 10 ** places + Fraction(1, 2)
    return Fraction(scaled.numerator // scaled.denominator, 10 ** places)


def panel_mark(marks):
    """Missing marks out, one highest and one lowest out, mean, two places."""
    present = sorted(Fraction(mark) for mark in marks if mark not in ("", None) and Fraction(mark) != 0)
    kept = present[1:-1] if len(present) >= 3 else present
    return half_up(sum(kept) / len(kept))


def total_of(performance, components, marks):
    score = sum(half_up(panel_mark(marks[c["aspect_id"]]) * Fraction(c["factor"]))
                for c in components)
    return Fraction(performance["total_element_score"]) + score - abs(
        Fraction(performance["total_deductions"]))


def run(*arguments):
    done = subprocess.run([TOUCHSTONE, *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit("touchstone %s\n%s%s" % (" ".join(arguments), done.stdout, done.stderr))
    return done.stdout


def convert(source, folder):
    script = os.path.join(DATA, "to_archive_csv.py")
    subprocess.run([sys.executable, script, source, folder], check=True)


def score(folder):
    """The entrants of the built archive by discipline's name and code."""
    paths = [x for name in ("entrants", "items", "marks", "disciplines")
             for x in ("--" + name, os.path.join(folder, name + ".csv"))]
    archive = os.path.join(folder, "contest.bin")
    run("archive", "build", *paths, "--no-mark", "0", "--event-name", "Panel", "--out", archive)
    result = json.loads(run("score", archive, "--json"))
    return {(d["name"]["zh"], e["code"]): e for d in result["disciplines"] for e in d["entrants"]}


def slug(text):
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def tables():
    performances = rows_of("performances.csv")
    components, marks = {}, {}
    for component in rows_of("components.csv"):
        components.setdefault(component["performance_id"], []).append(component)
    for mark in rows_of("judge_marks.csv"):
        marks.setdefault(mark["aspect_id"], []).append(mark["score"])
    return performances, components, marks


def check_published():
    performances, components, marks = tables()
    with tempfile.TemporaryDirectory() as folder:
        convert(DATA, folder)
        given = open(os.path.join(folder, "marks.csv")).read()
        scored = score(folder)
    wrong, panel_marks, missing = [], 0, 0

    def compare(what, got, published):
        if Decimal(got) != Decimal(published):
            wrong.append("%s: %s, published %s" % (what, got, published))

    for p in performances:
        entrant = scored["%s - %s" % (p["competition"], p["program"]), p["performance_id"]]
        items = {item["id"].split("/")[-1]: item for item in entrant["items"]}
        parts = {part["id"]: part for part in entrant["parts"]}
        weighted = Decimal(0)
        for c in components[p["performance_id"]]:
            item = items[slug(c["aspect_desc"])]
            compare(c["aspect_id"], item["panel_mark"], c["scores_of_panel"])
            expected = half_up(Fraction(c["scores_of_panel"]) * Fraction(c["factor"]))
            if Fraction(item["value"]) != expected:
                wrong.append("%s: weighted %s" % (c["aspect_id"], item["value"]))
            weighted += Decimal(item["value"])
            panel_marks += 1
            absent = [i for i in item["inputs"] if i.get("left_out") == "missing"]
            missing += len(absent)
            dropped = [i for i in item["inputs"] if i.get("left_out", "").endswith("dropped")]
            if len(dropped) != 2 or len(absent) != sum(
                    1 for m in marks[c["aspect_id"]] if Decimal(m) == 0):
                wrong.append("%s: left out %s %s" % (c["aspect_id"], absent, dropped))
        compare(p["performance_id"] + " sum of items", weighted, p["total_component_score"])
        compare(p["performance_id"] + " part", parts["panel"]["weighted"],
                p["total_component_score"])
        compare(p["performance_id"] + " total", entrant["total"], p["total_segment_score"])
        compare(p["performance_id"] + " rank", entrant["place"], p["rank"])
        if entrant["status"] != "FINAL" or entrant["shared"]:
            wrong.append("%s: %s" % (p["performance_id"], entrant["status"]))
    totals = [(p["competition"], p["program"], p["total_segment_score"]) for p in performances]
    ties = len(totals) - len(set(totals))
    print("%d performances, %d panel marks, %d missing marks, %d ties: %d differences" %
          (len(performances), panel_marks, missing, ties, len(wrong)))
    if "total_segment" in given or (len(performances), panel_marks, missing, ties) != (
            102, 510, 40, 2):
        wrong.append("the data is not what it should be")
    if wrong:
        sys.exit("\n".join(wrong[:50]))


def other_mark(mark, number):
    """Another mark in steps of 0.25, over the whole range; every seventh time none."""
    if number % 7 == 6:
        return "" if Fraction(mark) != 0 else "5.5"
    steps = (int(Fraction(mark) * 4) + 1 + number * 11 % 39) % 40 + 1
    return str(Decimal(steps) / 4)


def check_changed(step):
    performances, components, marks = tables()
    performance_of = {p["performance_id"]: p for p in performances}
    discipline_of = {i: "%s - %s" % (p["competition"], p["program"])
                     for i, p in performance_of.items()}
    all_components = [c for p in performances for c in components[p["performance_id"]]]
    cells = [(c, j) for c in all_components for j in range(len(marks[c["aspect_id"]]))]
    entrants, rows, expected, same = [], [], {}, 0
    for number, (component, judge) in list(enumerate(cells))[::step]:
        of = component["performance_id"]
        code = "v%d" % number
        changed = dict(marks)
        changed[component["aspect_id"]] = list(marks[component["aspect_id"]])
        old = changed[component["aspect_id"]][judge]
        changed[component["aspect_id"]][judge] = other_mark(old, number)
        entrants.append([discipline_of[of], code])
        for c in components[of]:
            for j, mark in enumerate(changed[c["aspect_id"]]):
                rows.append([discipline_of[of], code, slug(c["aspect_desc"]), "J%d" % (j + 1), mark])
        p = performance_of[of]
        rows.append([discipline_of[of], code, "total-element-score", "", p["total_element_score"]])
        rows.append([discipline_of[of], code, "total-deductions", "", p["total_deductions"]])
        expected[discipline_of[of], code] = total_of(p, components[of], changed)
        same += expected[discipline_of[of], code] == total_of(p, components[of], marks)
    with tempfile.TemporaryDirectory() as folder:
        convert(DATA, folder)
        for name, titles, lines in (("entrants.csv", ["discipline", "code"], entrants),
                                    ("marks.csv", ["discipline", "entrant", "item", "judge",
                                                   "value"], rows)):
            with open(os.path.join(folder, name), "w", newline="") as file:
                csv.writer(file).writerows([titles] + lines)
        scored = score(folder)
    wrong = ["%s: %s, expected %s" % (key, scored[key]["total"], float(total))
             for key, total in expected.items() if Fraction(scored[key]["total"]) != total]
    print("%d changed marks, of which %d change the total: %d differences" %
          (len(expected), len(expected) - same, len(wrong)))
    if wrong or len(expected) < 2 or same * 2 > len(expected):
        sys.exit("\n".join(wrong[:50]) or "the changes change too little")


if sys.argv[3] in ("published", "all"):
    check_published()
if sys.argv[3] in ("changed", "all"):
    check_changed(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
