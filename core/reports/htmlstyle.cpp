// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/htmlstyle.h"

#include "core/figures/palette.h"

#include <QCryptographicHash>

namespace quantlens::reports {

namespace {

// Colours: the design tokens of docs/design.md; the signs beside them (letters, underlines, bars) carry the meaning
// too. No child combinators: a page has no '>' outside its tags, so that its strict readers need no rule for styles.
constexpr char styleSheet[] = R"css(
:root {
  color-scheme: light dark;
  --view: #ffffff; --text: #232629; --dim: #5b6167; --border: #bfc3c7; --soft: #d9dcdf; --link: #14639c;
  --a-bg: #cfe3f8; --a-text: #0a3a68; --a-line: #1f6fb5; --a-label: #155a96;
  --b-bg: #fde0bb; --b-text: #653200; --b-line: #b85f00; --b-label: #8a4500;
  --fork: #6a35b5; --tie-bg: #d5efee; --tie-text: #00585c;
  --sev0: #a9c3d3; --sev0-o: #5f8299; --sev1: #fbe27a; --sev1-o: #9a7b00;
  --sev2: #c8660d; --sev2-o: #9c4d08; --sev3: #86134c; --sev3-o: #86134c;
  --err: #a8182b; --ok: #17692f; --noise: #e3e3e6; --hatch: #85898d;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --view: #141618; --text: #f0f1f2; --dim: #a3abb3; --border: #4a4f54; --soft: #33373b; --link: #6cbdf2;
    --a-bg: #153b60; --a-text: #c6e0f9; --a-line: #5aabec; --a-label: #7fbef0;
    --b-bg: #55330a; --b-text: #ffdcae; --b-line: #f0a13c; --b-label: #f2b05c;
    --fork: #bd9bff; --tie-bg: #0f4346; --tie-text: #8fe3df;
    --sev0: #3f5464; --sev0-o: #7e98aa; --sev1: #f7e08a; --sev1-o: #f7e08a;
    --sev2: #c96a10; --sev2-o: #e58a2b; --sev3: #ff79b0; --sev3-o: #ff79b0;
    --err: #ff8a93; --ok: #7fd096; --noise: #2e3134; --hatch: #8c9196;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--view); color: var(--text); font: 14px/21px "Noto Sans", system-ui, sans-serif; }
main { max-width: 1112px; margin: 0 auto; padding: 26px 16px; overflow-wrap: anywhere; }
header { display: flex; gap: 24px; justify-content: space-between; align-items: flex-start; }
h1 { font-size: 25px; line-height: 32px; font-weight: 600; margin: 0; }
h2 { font-size: 16px; line-height: 22px; font-weight: 600; margin: 26px 0 8px; padding-bottom: 4px;
  border-bottom: 1px solid var(--border); }
h3 { font-size: 14px; line-height: 20px; font-weight: 600; margin: 18px 0 4px; }
p { margin: 4px 0; }
.dim, h3 span { color: var(--dim); font-weight: 400; }
.small { font-size: 13px; line-height: 20px; }
.about { text-align: right; flex: none; }
.about .sep { display: none; }
.lead { border-left: 4px solid var(--link); padding: 6px 0 6px 14px; margin: 16px 0; }
.lead.bad { border-left-color: var(--err); }
.lead.good { border-left-color: var(--ok); }
.lead p:first-child .err, .lead p:first-child .ok { font-weight: 600; }
.err { color: var(--err); }
.ok { color: var(--ok); }
a { color: var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: 0 18px; list-style: none; margin: 0; padding: 0; font-size: 13px; }
.tie { background: var(--tie-bg); color: var(--tie-text); border: 1px dotted var(--tie-text); border-radius: 2px;
  padding: 0 4px; }
.la { color: var(--a-label); font-weight: 700; }
.lb { color: var(--b-label); font-weight: 700; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); gap: 12px 40px; font-size: 13px; line-height: 20px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 12px; margin: 0; align-content: start; }
dt { color: var(--dim); }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { font-weight: 400; text-align: left; color: var(--dim); font-size: 13px; vertical-align: bottom; }
th[scope="row"] { color: var(--text); font-size: inherit; vertical-align: baseline; }
tbody th.main { font-weight: 600; }
tbody th.sub { padding-left: 20px; }
th, td { padding: 2px 6px; border-bottom: 1px solid var(--soft); }
td { vertical-align: baseline; }
th, td, .prompt { overflow: clip; }
.n { text-align: right; white-space: nowrap; overflow-wrap: normal; }
td.figure, th.figure { width: 172px; white-space: nowrap; }
svg { display: block; }
.wide { overflow-x: auto; }
.wide th { overflow-wrap: normal; }
.charts { display: grid; grid-template-columns: 1fr 1fr; gap: 18px 40px; }
.chart { margin: 10px 0 0; min-width: 0; overflow-x: auto; }
.chart figcaption { font-size: 13px; margin-bottom: 4px; }
.chart svg { width: 100%; height: auto; }
td svg { display: inline-block; vertical-align: middle; }
.two { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 40px; }
.bar { width: 100%; height: 26px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 20px; padding: 6px 0 8px; margin: 0; list-style: none; font-size: 13px; }
.legend svg { display: inline-block; vertical-align: -1px; margin-right: 6px; }
.s0 { fill: var(--sev0); stroke: var(--sev0-o); }
.s1 { fill: var(--sev1); stroke: var(--sev1-o); }
.s2 { fill: var(--sev2); stroke: var(--sev2-o); }
.s3 { fill: var(--sev3); stroke: var(--sev3-o); }
.noise { fill: var(--noise); stroke: var(--hatch); stroke-width: 0.5; }
.hatch { stroke: var(--hatch); stroke-width: 0.8; }
.axis { stroke: var(--soft); }
.interval { stroke: var(--link); stroke-width: 2; }
.point { fill: var(--link); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
.pair.one { grid-template-columns: minmax(0, 1fr); }
.side { border: 1px solid var(--border); padding: 8px 12px; min-width: 0; overflow: hidden; }
.out, .command { font: 13px/21px "DejaVu Sans Mono", ui-monospace, monospace; white-space: pre-wrap; margin: 4px 0;
  unicode-bidi: plaintext; }
.command { border: 1px solid var(--border); padding: 8px 12px; }
.prompt { white-space: pre-wrap; unicode-bidi: plaintext; }
summary { cursor: pointer; font-size: 13px; line-height: 20px; color: var(--dim); }
article details .out, .more details .out { border-left: 2px solid var(--soft); padding-left: 8px; }
.more { border-bottom: 1px solid var(--soft); padding: 3px 0; }
.more summary { color: var(--text); }
.more details summary, summary span { color: var(--dim); }
.more[open] { padding-bottom: 12px; }
.note { border-left: 2px solid var(--link); padding-left: 8px; }
bdi { unicode-bidi: isolate; }
.ca, .cb, .fork { border-radius: 1px; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
.ca { background: var(--a-bg); color: var(--a-text); border-bottom: 2px solid var(--a-line); }
.cb { background: var(--b-bg); color: var(--b-text); border-bottom: 2px dashed var(--b-line); }
.fork { outline: 2px solid var(--fork); }
.odds { width: auto; margin: 8px 0 4px; font-size: 13px; }
.odds th, .odds td { padding: 1px 16px 1px 0; }
.odds code { font: 12px "DejaVu Sans Mono", ui-monospace, monospace; }
@media (max-width: 760px) {
  main { padding: 14px 12px; }
  h1 { font-size: 21px; line-height: 27px; }
  header { display: block; }
  .about { text-align: left; }
  .about br { display: none; }
  .about .sep { display: inline; }
  .cards, .two, .pair, .charts { grid-template-columns: minmax(0, 1fr); }
  td.figure, th.figure, .spare { display: none; }
  .n { white-space: normal; }
  .chart svg { min-width: 440px; }
  th, td { padding: 2px 4px; }
  th:first-child, td:first-child { padding-left: 0; }
  tbody th.sub { padding-left: 12px; }
}
@media print {
  body { font-size: 11px; line-height: 16px; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  tr, .odds, .lead, .cards, .chart { break-inside: avoid; }
  .wide { overflow-x: visible; }
  .wide th { overflow-wrap: anywhere; }
  nav { display: none; }
  a { color: inherit; text-decoration: none; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
)css";

} // namespace

QByteArray reportStyle()
{
    static const QByteArray style = QByteArray(styleSheet, sizeof styleSheet - 1) +
                                    figures::figureStyle(figures::lightPalette(), ".chart ") +
                                    "@media screen and (prefers-color-scheme: dark) {\n" +
                                    figures::figureStyle(figures::darkPalette(), ".chart ") + "}\n";
    return style;
}

QByteArray reportPolicy()
{
    return "default-src 'none'; style-src 'sha256-" +
           QCryptographicHash::hash(reportStyle(), QCryptographicHash::Sha256).toBase64() +
           "'; base-uri 'none'; form-action 'none'";
}

} // namespace quantlens::reports
