#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that every text with a number has its English forms: lupdate reads the sources into a copy of the translation,
and no message with %n may be without two forms there ("1 model(s)" would be shown).

Usage: check_plurals.py SOURCE_FOLDER LUPDATE"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

FORMS = 2  # of English


def problems(root, lupdate):
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder, "quantlens_en.ts")
        shutil.copy(root / "translations" / "quantlens_en.ts", copy)
        # The include path lets lupdate find the classes, whose names with their namespaces are the contexts.
        subprocess.run([lupdate, "-silent", "-no-obsolete", "-locations", "none", "-pluralonly", "-I", str(root),
                        *(str(root / part) for part in ("core", "ui", "app")), "-ts", str(copy)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        contexts = ElementTree.parse(copy).getroot().findall("context")
    seen = 0
    for context in contexts:
        for message in context.findall("message"):
            if message.get("numerus") != "yes":
                continue
            seen += 1
            where = f'{context.findtext("name")}: "{message.findtext("source")}"'
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.findall("numerusform")]
            if translation.get("type") or len(forms) != FORMS or not all(forms):
                yield f"{where} has no English forms (build the target update_translations, then write them)"
            elif any("(s)" in form for form in forms):
                yield f'{where}: a form still has "(s)"'
            elif "%n" not in forms[1]:
                yield f"{where}: the plural has no %n"
    if not seen:
        yield "lupdate found no text with a number"


found = list(problems(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]))
print("\n".join(found) or "every text with a number has its forms")
sys.exit(1 if found else 0)
