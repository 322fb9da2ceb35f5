#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the report of a hostile run in Chromium: report_in_browser.py QUANTLENS_CLI [FOLDER]

At 390 and 1440 pixels, light and dark: no console message, no request beyond the page itself. With FOLDER it leaves the
page and what it looks like there. Exit code 0: the page is inert; 1: it is not; 77: there is no Chromium here
("apt-get install chromium-headless-shell" or "chromium").
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HOST = "evil.example"
HOSTILE = {
    "script": f"<script src=https://{HOST}/a.js></script><script>console.log('ran')</script>",
    "image": f"<img src=https://{HOST}/a.png onerror=\"console.log('ran')\">",
    "closing": "</bdi></pre></table></main></style></title><style>*{display:none}",
    "style": f"</style><style>@import url(https://{HOST}/a.css);",
    "svg": f"<svg onload=console.log('ran')><image href=\"https://{HOST}/a.svg\"/></svg>",
    "link": f"[x](javascript:console.log('ran')) ![x](https://{HOST}/b.png)",
    "frame": f"<iframe src=https://{HOST}/></iframe><object data=https://{HOST}/></object>",
    "comment": "--><!-- ]]> <![CDATA[",
    "entity": "&lt;script&gt; &#60;b&#62; &unknown;",
    "bidi": "\u202egnp.exe\u2066\u200b\ufeff",
    "controls": "a\r\n\t\x1b[31m\x7f\x85",
    "ticks": "`" * 300 + "\n# no heading\n",
    "formula": "=cmd|' /C calc'!A0",
    "combining": "a" + "\u0301" * 10_000,
    "long line": "x" * 1_000_000,
    "right to left": "שלום <b> مرحبا",
    "emoji": "👨‍👩‍👧‍👦🏳️‍🌈🇩🇪👍🏽",
    "code": "```jcl\n//" + "'" * 2_000 + "\n```\n",
}


def write_page(cli, folder):
    """A run in which every hostile text stands everywhere, as a page."""
    lines = folder / "answers.jsonl"
    with open(lines, "w", encoding="utf-8") as file:
        for name, text in HOSTILE.items():
            file.write(json.dumps({"id": name, "category": text[:60], "prompt": text, "answer": text[:200],
                                   "a": f"It begins alike. {text} left", "b": f"It begins alike. {text} right",
                                   "label_a": "<b>A</b>", "label_b": HOSTILE["script"]}) + "\n")
    environment = dict(os.environ, XDG_DATA_HOME=str(folder / "data"), XDG_CONFIG_HOME=str(folder / "config"))
    page = folder / "report.html"
    for arguments in (["import", str(lines)], ["report", "latest", "--output", str(page)]):
        subprocess.run([cli, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)
    return page


def problems_of(browser, page, folder, width, dark):
    """What the page did that it must not do; a picture of it is left in the folder."""
    name = f"report-{width}-{'dark' if dark else 'light'}"
    log = folder / f"{name}.netlog"
    profile = folder / f"profile-{name}"
    done = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr",
         f"--user-data-dir={profile}", f"--log-net-log={log}", f"--window-size={width},4000",
         f"--blink-settings=preferredColorScheme={0 if dark else 1}", f"--screenshot={folder / name}.png",
         page.as_uri()],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace", timeout=120)
    shutil.rmtree(profile, ignore_errors=True)
    found = [f"{name}: console: {line}" for line in done.stderr.splitlines() if "CONSOLE" in line]
    if not (folder / f"{name}.png").exists():
        found.append(f"{name}: no picture was made: {done.stderr[-2000:]}")
    urls = set(re.findall(r'"url":"([^"]+)"', log.read_text(errors="replace"))) if log.exists() else set()
    if page.as_uri() not in urls and not any(url.startswith("file:") for url in urls):
        # Files do not always go through the network stack; then the log proves nothing about them, only about hosts.
        print(f"{name}: the log names no file")
    found += [f"{name}: request: {url}" for url in sorted(urls) if HOST in url]
    log.unlink(missing_ok=True)
    return found


def main(cli, kept):
    browser = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
    if not browser:
        print("there is no Chromium here")
        return 77
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(kept or scratch).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        page = write_page(cli, folder)
        found = []
        for width in (390, 1440):
            for dark in (False, True):
                found += problems_of(browser, page, folder, width, dark)
    print("\n".join(found) if found else "the page is inert")
    return 1 if found else 0


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else None))
