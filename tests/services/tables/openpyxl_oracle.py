"""Reads and makes xlsx files by other means than the product does.

openpyxl_oracle.py dump FILE       the cells as JSON: {sheet: {"A1": value}}
openpyxl_oracle.py make KIND FILE  a file with something special in it
"""
import datetime
import json
import sys
import zipfile

import openpyxl


def dump(path):
    book = openpyxl.load_workbook(path, data_only=True)
    print(json.dumps({
        sheet.title: {cell.coordinate: cell.value for row in sheet for cell in row
                      if cell.value not in (None, "")}
        for sheet in book}, ensure_ascii=False))


def make_kinds(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "各种单元格"
    sheet["A1"] = "文字 text"
    sheet["B1"] = 24.749999999999993
    sheet["C1"] = 100
    sheet["D1"] = True
    sheet["E1"] = "=1+1"
    sheet["C3"] = "merged"
    sheet.merge_cells("C3:E4")
    sheet["A5"] = "two\nlines"
    book.create_sheet("second")["GZ9"] = 0.1
    book.save(path)


def rewrite(path, change):
    """Makes a small file and changes one entry of it."""
    make_kinds(path)
    with zipfile.ZipFile(path) as book:
        entries = {name: book.read(name) for name in book.namelist()}
    change(entries)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in entries.items():
            book.writestr(name, data)


SHEET = "xl/worksheets/sheet1.xml"


def bomb(entries):
    entries[SHEET] = b"<worksheet>" + b" " * (300 << 20)


def doctype(entries):
    entries[SHEET] = b'<!DOCTYPE x [<!ENTITY a "aa">]><worksheet>&a;</worksheet>'


def sparse(entries):
    entries[SHEET] = ("<worksheet><sheetData>" + "".join(
        '<row r="%d"><c r="SR%d"><v>1</v></c></row>' % (i, i) for i in range(1, 30001)) +
        "</sheetData></worksheet>").encode()


def escapes(entries):
    entries[SHEET] = ('<x:worksheet xmlns:x="urn:x"><x:sheetData><x:row><x:c t="inlineStr"><x:is>'
                      '<x:t>a_x000D_b_x5DE5_</x:t><x:rPh><x:t>reading</x:t></x:rPh></x:is></x:c>'
                      '<x:c t="e"><x:v>#REF!</x:v></x:c><x:c t="inlineStr"><x:is><x:r><x:rPr><x:b/>'
                      '</x:rPr><x:t>rich </x:t></x:r><x:r><x:t>text</x:t></x:r></x:is></x:c></x:row></x:sheetData></x:worksheet>'
                      ).encode()


def far_row(entries):
    entries[SHEET] = b'<worksheet><sheetData><row r="99999999"/></sheetData></worksheet>'


def long_tag(entries):
    entries[SHEET] = (b'<worksheet><sheetData><row r="1" spans="' + b"9" * (5 << 20) +
                      b'"></row></sheetData></worksheet>')


def long_text(entries):
    entries[SHEET] = (b'<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>' +
                      b"9" * (5 << 20) + b"</t></is></c></row></sheetData></worksheet>")


def entities(entries):
    """Ten levels of ten: a billion."""
    levels = "".join('<!ENTITY e%d "%s">' % (i, "&e%d;" % (i - 1) * 10) for i in range(1, 10))
    entries["xl/workbook.xml"] = ('<!DOCTYPE x [<!ENTITY e0 "ha">%s]><workbook>&e9;</workbook>' %
                                  levels).encode()


def many_merged(entries):
    entries[SHEET] = ("<worksheet><sheetData/><mergeCells>" + "".join(
        '<mergeCell ref="A%d:B%d"/>' % (i, i) for i in range(1, 100003)) +
        "</mergeCells></worksheet>").encode()


def make_dates(path, epoch):
    book = openpyxl.Workbook()
    book.epoch = epoch
    for row, serial in enumerate((1, 59, 60, 61, 45658, 45658.5), 1):
        book.active.cell(row, 1, serial)
    book.save(path)


def make_hours(path, epoch=None, traps=False):
    """A table of class hours as training departments import it."""
    book = openpyxl.Workbook()
    book.epoch = epoch or openpyxl.utils.datetime.CALENDAR_WINDOWS_1900
    book.active.append(["工号", "日期", "课时"])
    book.active.append(["n-ann", datetime.date(2025, 12, 1), 4])
    if traps:
        book.active.append(["n-bob", "2025-12-01", "=1+3"])
        book.active.append(["n-cid", "2025-12-01", 4])
        book.active.append([None, "2025-12-02", 4])
        book.active.merge_cells("A4:A5")
    book.save(path)


if sys.argv[1] == "dump":
    dump(sys.argv[2])
elif sys.argv[2] == "kinds":
    make_kinds(sys.argv[3])
elif sys.argv[2] == "hours_with_traps":
    make_hours(sys.argv[3], traps=True)
elif sys.argv[2] == "hours_1900":
    make_hours(sys.argv[3])
elif sys.argv[2] == "hours_1904":
    make_hours(sys.argv[3], openpyxl.utils.datetime.CALENDAR_MAC_1904)
elif sys.argv[2] == "dates_1904":
    make_dates(sys.argv[3], openpyxl.utils.datetime.CALENDAR_MAC_1904)
elif sys.argv[2] == "dates_1900":
    make_dates(sys.argv[3], openpyxl.utils.datetime.CALENDAR_WINDOWS_1900)
else:
    rewrite(sys.argv[3], {"bomb": bomb, "doctype": doctype, "sparse": sparse, "escapes": escapes,
                          "far_row": far_row, "long_tag": long_tag, "long_text": long_text,
                          "entities": entities, "many_merged": many_merged}[sys.argv[2]])
