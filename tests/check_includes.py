#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that includes follow the arrows of docs/design.md: app -> ui -> print -> core, and the folders inside core."""
import pathlib
import re
import sys

BASE = {"base", "platform"}
FACTS = BASE | {"domain"}
MIDDLE = {"suites", "specs", "gguf", "secrets", "scoring", "figures", "net"}
OUTER = {"backends", "engines", "store"}

MAY = {"base": set(), "platform": {"base"}, "domain": {"base"}}
MAY |= {folder: set(FACTS) for folder in MIDDLE}
MAY["specs"] |= {"gguf"}
MAY["suites"] |= {"scoring"}
MAY["net"] |= {"secrets"}
MAY["figures"] |= {"scoring"}
MAY |= {folder: FACTS | MIDDLE for folder in OUTER}
MAY["backends"] |= {"engines"}
MAY["runners"] = FACTS | MIDDLE | OUTER
MAY["reports"] = MAY["exchange"] = MAY["runners"] | {"runners"}

TOP = {"core": {"core"}, "print": {"print", "core"}, "ui": {"ui", "print", "core"}, "app": {"app", "ui", "print", "core"}}
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
NOT_IN_CORE = re.compile(r"^(QtGui|QtWidgets|QtCharts|QtSvg|QtPrintSupport|KSyntaxHighlighting)(/|$)|"
                         r"^Q(Widget|MainWindow|Painter|Color|Font|Image|Pixmap|GuiApplication|Application|Palette)$")
MODULES_ONLY = re.compile(r"^(QtCharts|KSyntaxHighlighting)(/|$)|^Q(Chart|ChartView|AbstractAxis|ValueAxis)$")


def place(path):
    """(layer, folder) of a path relative to the repository, for example ("core", "net")."""
    parts = path.parts
    if parts[:2] == ("ui", "print"):
        return "print", None
    return parts[0], parts[1] if parts[0] == "core" and len(parts) > 2 else None


def problems(root):
    for top in ("core", "ui", "app"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            relative = file.relative_to(root)
            layer, folder = place(relative)
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                found = INCLUDE.match(line)
                if not found:
                    continue
                name, where = found.group(1) or found.group(2), f"{relative}:{number}"
                if found.group(2):
                    if layer == "core" and NOT_IN_CORE.match(name):
                        yield f"{where}: core may not include <{name}>"
                    if MODULES_ONLY.match(name) and relative.parts[:2] != ("ui", "modules"):
                        yield f"{where}: <{name}> belongs to ui/modules"
                    continue
                target = pathlib.PurePosixPath(name)
                if target.parts[0] not in ("core", "ui", "app"):
                    if "moc" not in name and "ui_" not in name:
                        yield f'{where}: write "{name}" from the root of the repository'
                    continue
                to_layer, to_folder = place(target)
                if to_layer not in TOP[layer]:
                    yield f"{where}: {layer} may not include {to_layer}"
                elif layer == "core" and folder != to_folder and to_folder not in MAY.get(folder, set()):
                    yield f"{where}: core/{folder} may not include core/{to_folder}"


found = list(problems(pathlib.Path(sys.argv[1])))
print("\n".join(found) or "includes follow the arrows")
sys.exit(1 if found else 0)
