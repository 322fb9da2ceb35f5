#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the report of a hostile run in Chromium: report_in_browser.py [--keep FOLDER] QUANTLENS_CLI...

At 390 and 1440 pixels, light and dark: no console message, no request beyond the page itself. FOLDER gets the page and
pictures of it. A page that is not inert is opened first: what does not notice that proves nothing. Where the browser is
not in packaging/devroot, the command line may be: report_in_browser.py packaging/devroot build/release/bin/quantlens-cli
Exit code 0: the page is inert; 1: it is not; 77: there is no Chromium here ("apt-get install chromium").
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
NARROWEST = 500  # pixels of a window of Chromium
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
        subprocess.run([*cli, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)
    return page


def problems_of(browser, page, folder, width, dark):
    """What the page did that it must not do; a picture of it is left in the folder."""
    name = f"{page.stem}-{width}-{'dark' if dark else 'light'}"
    shown = page
    if width < NARROWEST:  # no window is that narrow, a frame can be
        shown = folder / f"{name}.frame.html"
        shown.write_text(f'<!DOCTYPE html><html style="color-scheme: {"dark" if dark else "light"}">'
                         f'<style>* {{ margin: 0; border: 0 }}</style>'
                         f'<iframe src="{page.name}" width="{width}" height="4000"></iframe>')
    log = folder / f"{name}.netlog"
    profile = folder / f"profile-{name}"
    done = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr",
         f"--user-data-dir={profile}", f"--log-net-log={log}", f"--window-size={width},4000",
         f"--blink-settings=preferredColorScheme={0 if dark else 1}", f"--screenshot={folder / name}.png",
         shown.as_uri()],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace", timeout=120)
    shutil.rmtree(profile, ignore_errors=True)
    found = [f"{name}: console: {line}" for line in done.stderr.splitlines() if "CONSOLE" in line]
    if not (folder / f"{name}.png").exists():
        found.append(f"{name}: no picture was made: {done.stderr[-2000:]}")
    urls = set(re.findall(r'"url":"([^"]+)"', log.read_text(errors="replace"))) if log.exists() else set()
    found += [f"{name}: request: {url}" for url in sorted(urls) if HOST in url]
    log.unlink(missing_ok=True)
    if shown != page:
        shown.unlink()
    return found


def main(cli, kept):
    browser = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
    if not browser:
        print("there is no Chromium here")
        return 77
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(kept or scratch).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        control = folder / "control.html"
        control.write_text(f"<script>console.log('ran')</script><img src=http://{HOST}/a.png>")
        noticed = problems_of(browser, control, folder, 390, False)
        if not any("console" in each for each in noticed) or not any("request" in each for each in noticed):
            print("the browser does not tell what a page does:", *noticed, sep="\n")
            return 1
        page = write_page(cli, folder)
        found = []
        for width in (390, 1440):
            for dark in (False, True):
                found += problems_of(browser, page, folder, width, dark)
    print("\n".join(found) if found else "the page is inert")
    return 1 if found else 0


if __name__ == "__main__":
    words = sys.argv[1:]
    keep = words[1] if words[:1] == ["--keep"] and len(words) > 2 else None
    if not words or (words[0].startswith("-") and not keep):
        sys.exit(__doc__)
    sys.exit(main(words[2:] if keep else words, keep))
