#!/usr/bin/env python3
"""Reads BENCH lines on standard input and prints the table; exit code 1 when a median misses its
least and the line is not listed in the file named by the first argument."""
import os
import sys
import unicodedata


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def main():
    known = open(sys.argv[1], encoding="utf-8").read()
    rows, missed = [], []
    for line in sys.stdin:
        if not line.startswith("BENCH|"):
            continue
        (_, id_, what, unit, median, low, high, least, goal, side, note) = line.rstrip("\n").split("|")
        if unit == "missing":
            rows.append((id_, what, "missing", "", "", "", note))
            continue
        better = (lambda a, b: a >= b) if side == "higher" else (lambda a, b: a <= b)
        sign = "≥" if side == "higher" else "≤"
        verdict = "goal" if better(float(median), float(goal)) else (
            "ok" if better(float(median), float(least)) else "MISSED")
        if verdict == "MISSED":
            listed = f"`{id_}: {what}`" in known
            verdict = "known" if listed else "MISSED"
            if not listed:
                missed.append(f"{id_}: {what}")
        rows.append((id_, what, f"{median} {unit}", f"{low}-{high}", f"{sign}{least}", f"{sign}{goal}",
                     " ".join(x for x in (verdict, note) if x)))
    head = ("id", "what", "median", "min-max", "least", "goal", "verdict")
    sizes = [max(width(row[i]) for row in rows + [head]) for i in range(len(head))]
    for row in [head] + rows:
        print("  ".join(cell + " " * (size - width(cell)) for cell, size in zip(row, sizes)).rstrip())
    print(f"cores {os.cpu_count()}, load {os.getloadavg()[0]:.2f}; medians of interleaved passes; "
          "min-max is the machine's noise")
    for name in missed:
        print(f"missed its least: {name}", file=sys.stderr)
    sys.exit(1 if missed else 0)


main()
