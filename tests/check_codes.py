#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that every error code of core/ stands in a table of docs/ with its meaning and what to do, that those a model
server can cause stand in docs/backends.md (those of keys in docs/keys.md), and that no table there names one that is gone."""
import pathlib
import re
import sys

LITERAL = re.compile(r'"([a-z_]+\.[a-z0-9_]+|http\.%1)"')
ROW = re.compile(r"^\|([^|]*)\|([^|]*)\|")
CODE = re.compile(r"`([a-z_]+\.[a-z0-9_]+)`")
# Words with a point that are no error codes: keys of GGUF files and servers, names of programs, hosts, files, exports.
NO_CODES = {"general", "split", "tokenizer", "speculative", "mlx_lm", "openrouter", "quantlens", "workspace"}
OF_SERVERS = {"net", "backends", "engines"}


def used_codes(root):
    """Code -> folders of core/ that write it down."""
    codes = {}
    for path in sorted((root / "core").rglob("*")):
        if path.suffix not in {".cpp", ".h"}:
            continue
        for code in LITERAL.findall(path.read_text(encoding="utf-8")):
            if code.split(".")[0] not in NO_CODES:
                codes.setdefault(code, set()).add(path.relative_to(root / "core").parts[0])
    return codes


def documented(path):
    """Codes in the first cells of the tables of one text that have a meaning."""
    codes = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = ROW.match(line)
        if row and row[2].strip():
            codes.update(CODE.findall(row[1]))
    return codes


def covers(codes, code):
    """http.500 and the like are covered by http.5xx, all statuses together by both groups."""
    if code == "http.%1":
        return {"http.400", "http.5xx"} <= codes
    return code in codes or (code.startswith("http.5") and "http.5xx" in codes)


def main():
    root = pathlib.Path(sys.argv[1])
    texts = {path.name: documented(path) for path in sorted((root / "docs").glob("*.md"))}
    everywhere = set().union(*texts.values())
    backends = texts["backends.md"]
    used = used_codes(root)
    problems = [f"{code}: in no table of docs/" for code in sorted(used) if not covers(everywhere, code)]
    problems += [f"{code}: not in docs/backends.md (or docs/keys.md)"
                 for code, folders in sorted(used.items())
                 if folders & OF_SERVERS and covers(everywhere, code) and not covers(backends | texts["keys.md"], code)]
    problems += [f"{code}: in docs/backends.md, but not in core/"
                 for code in sorted(backends)
                 if code not in used and not code.startswith("http.")]
    for problem in problems:
        print(problem)
    print(f"{len(used)} codes, {len(problems)} problems")
    return 1 if problems or len(used) < 50 else 0


if __name__ == "__main__":
    sys.exit(main())
