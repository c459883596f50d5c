#!/usr/bin/python3
"""Writes the tables for `touchstone archive build` from tables in the form of this folder.

    to_archive_csv.py SOURCE OUT

Reads performances.csv, components.csv and judge_marks.csv of SOURCE. Of the components only the
factor is taken, and of the performances the element score and the deductions: the published panel
marks, component scores, totals and ranks stay behind. A judge's mark of 0.0 means "no mark"; it is
written as it is, so build with --no-mark 0.
"""
import csv
import os
import re
import sys


def read(folder, name):
    with open(os.path.join(folder, name), newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def write(folder, name, titles, rows):
    with open(os.path.join(folder, name), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(titles)
        writer.writerows(rows)


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def main(source, out):
    performances = read(source, "performances.csv")
    components = read(source, "components.csv")
    marks = read(source, "judge_marks.csv")
    os.makedirs(out, exist_ok=True)
    discipline_of = {p["performance_id"]: (p["competition"], p["program"]) for p in performances}
    component_of = {c["aspect_id"]: c for c in components}

    disciplines = sorted(set(discipline_of.values()))
    name_of = {d: "%s - %s" % d for d in disciplines}
    # Ties: the short programme by the imported element score, the free one by the panel's part.
    write(out, "disciplines.csv", ["id", "name", "pack"], [
        [name_of[d], name_of[d],
         "panel-trimmed-imported-first" if "SHORT" in d[1] else "panel-trimmed"]
        for d in disciplines])
    write(out, "entrants.csv", ["discipline", "code"],
          [[name_of[discipline_of[p["performance_id"]]], p["performance_id"]]
           for p in performances])

    items = {}
    for component in components:
        discipline = name_of[discipline_of[component["performance_id"]]]
        key = (discipline, slug(component["aspect_desc"]))
        items.setdefault(key, (component["aspect_desc"], set()))[1].add(component["factor"])
    rows = []
    for (discipline, item), (name, factors) in sorted(items.items()):
        (factor,) = factors  # the same for all performances of a contest
        rows.append([discipline, "panel", "components", item, name, "PANEL", "10", factor])
    rows.append(["", "imported", "elements", "total-element-score", "", "IMPORTED", "", ""])
    rows.append(["", "deductions", "deductions", "total-deductions", "", "DEDUCTION", "", ""])
    write(out, "items.csv",
          ["discipline", "part", "module", "item", "name", "kind", "max", "factor"], rows)

    rows = []
    for mark in marks:
        component = component_of[mark["aspect_id"]]
        rows.append([name_of[discipline_of[component["performance_id"]]],
                     component["performance_id"], slug(component["aspect_desc"]), mark["judge"],
                     mark["score"]])
    for p in performances:
        discipline = name_of[discipline_of[p["performance_id"]]]
        rows.append([discipline, p["performance_id"], "total-element-score", "",
                     p["total_element_score"]])
        rows.append([discipline, p["performance_id"], "total-deductions", "",
                     p["total_deductions"].lstrip("-")])
    write(out, "marks.csv", ["discipline", "entrant", "item", "judge", "value"], rows)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
