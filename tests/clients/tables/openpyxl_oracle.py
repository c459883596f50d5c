"""Reads and makes xlsx files by other means than the product does.

openpyxl_oracle.py dump FILE       the cells as JSON: {sheet: {"A1": value}}
openpyxl_oracle.py make KIND FILE  a file with something special in it
"""
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


if sys.argv[1] == "dump":
    dump(sys.argv[2])
elif sys.argv[2] == "kinds":
    make_kinds(sys.argv[3])
else:
    rewrite(sys.argv[3], {"bomb": bomb, "doctype": doctype, "sparse": sparse, "escapes": escapes,
                          "far_row": far_row}[sys.argv[2]])
