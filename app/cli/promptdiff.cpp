// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/runoptions.h"
#include "core/backends/forcing.h"
#include "core/base/text.h"
#include "core/platform/process.h"
#include "core/runners/planlayout.h"
#include "core/runners/promptviews.h"
#include "core/scoring/alignment.h"
#include "core/secrets/desktopkeychain.h"
#include "core/secrets/keyindex.h"

#include <QCoroTask>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace quantlens::cli {

namespace {

using runners::PromptView;

constexpr auto promptDiffExamples =
    "  quantlens-cli prompt-diff model-F16.gguf model-Q4_K_M.gguf \"What is 2 + 2?\"\n"
    "  quantlens-cli prompt-diff model.gguf http://127.0.0.1:8080 --prompts reasoning reasoning/logic-001\n"
    "  quantlens-cli prompt-diff m.gguf m.gguf --engine-args-b \"--chat-template chatml\"\n\n"
    "Exit codes: 0 the same prompt, 1 different prompts, 2 wrong usage or bad input, 3 a side could not be asked,\n"
    "4 a server does not show what it sees.\n";

constexpr qsizetype contextRows = 3; ///< equal tokens shown around a difference
constexpr qsizetype cellWidth = 32;
const QString defaultText = QStringLiteral("What is 2 + 2?");

enum class Verdict {
    Same,
    Different,
    Unknown, ///< a side does not show its prompt, and the counts agree or are unknown
    Failed,
};

QList<Option> promptDiffOptions()
{
    return {{"prompts", "SUITE", "PROMPT is an id of this suite (default: its first) instead of a text"},
            {"system", "TEXT", "a system message before it"},
            {"chat", "", "through the chat template (the default)"},
            {"no-chat", "", "the bare prompt"},
            {"enable-thinking", "", "ask for reasoning"},
            {"disable-thinking", "", "ask for none (the default)"},
            {"label-a", "TEXT", "name of side A"},
            {"label-b", "TEXT", "name of side B"},
            {"base-url", "URL", "server of both sides"},
            {"base-url-a", "URL", "server of side A"},
            {"base-url-b", "URL", "server of side B"},
            {"backend", "NAME", "backend of both sides (default: by the spec)"},
            {"engine-args-a", "ARGS", "more arguments for the engine started for A, as on a shell's line"},
            {"engine-args-b", "ARGS", "the same for B"},
            {"api-key-env", "NAME", "environment variable with the API key"},
            {"ca-file", "FILE", "further certificates to trust, PEM"},
            {"format", "text|json", "how to print it (default: text)"}};
}

/// The plan of a compare run over the one prompt.
base::Expected<runners::RunPlan> planOf(const Arguments& args)
{
    auto request = requestOf(domain::RunKind::Compare, args);
    if (!request)
        return std::unexpected(request.error());
    const QString wanted = args.positional().value(2);
    const bool fromSuite = args.has("prompts");
    if (!fromSuite)
        request->suite = QStringLiteral("smoke");
    else if (!wanted.isEmpty())
        request->ids = QStringList{wanted};
    auto plan = runners::planRun(*request);
    if (!plan)
        return plan;
    domain::Prompt prompt = plan->run.prompts.constFirst();
    if (!fromSuite) {
        prompt = {};
        prompt.id = QStringLiteral("prompt");
        prompt.messages = {{QStringLiteral("user"), wanted.isEmpty() ? defaultText : wanted}};
        prompt.maxTokens = 1;
    }
    plan->run.prompts = {prompt};
    runners::layOut(*plan, platform::availableMemory());
    return plan;
}

std::vector<scoring::UnitPiece> idPieces(const QList<int>& ids)
{
    std::vector<scoring::UnitPiece> pieces;
    for (const int id : ids)
        pieces.push_back({.bytes = QByteArray::number(id)});
    return pieces;
}

struct TokenCell
{
    QString id;
    QString piece;
};

TokenCell cellOf(const backends::RenderedPrompt& prompt, qsizetype token)
{
    if (token < 0)
        return {};
    if (prompt.pieces.isEmpty())
        return {QString::number(prompt.ids.at(token)), {}};
    const QByteArray bytes = prompt.pieces.at(token);
    const bool wholeCharacters = bytes.isValidUtf8();
    return {QString::number(prompt.ids.at(token)),
            wholeCharacters ? u'"' + base::singleLine(QString::fromUtf8(bytes), cellWidth) + u'"'
                            : QStringLiteral("bytes %1").arg(QLatin1String(bytes.toHex(' ')))};
}

/// Both prompts token by token, equal stretches left out but for a few tokens around each difference.
QString tokensTable(const backends::RenderedPrompt& a, const backends::RenderedPrompt& b,
                    const domain::EditScript& script, const Global& global)
{
    QList<QStringList> rows;
    const auto add = [&](const QString& mark, qsizetype inA, qsizetype inB, bool equal) {
        const TokenCell left = cellOf(a, inA);
        const TokenCell right = cellOf(b, inB);
        const auto cell = [&](const QString& text, Style style) {
            return equal ? text : styled(text, style, global.color);
        };
        rows.append({mark, inA < 0 ? QString() : QString::number(inA), cell(left.id, Style::SideA),
                     cell(left.piece, Style::SideA), inB < 0 ? QString() : QString::number(inB),
                     cell(right.id, Style::SideB), cell(right.piece, Style::SideB)});
    };
    for (std::size_t i = 0; i < script.size(); ++i) {
        const domain::EditRun& run = script[i];
        if (run.kind == domain::EditKind::OnlyA || run.kind == domain::EditKind::OnlyB) {
            const bool inA = run.kind == domain::EditKind::OnlyA;
            const bool paired = inA && i + 1 < script.size() && script[i + 1].kind == domain::EditKind::OnlyB;
            const qsizetype lengthA = inA ? run.length : 0;
            const qsizetype lengthB = paired ? script[i + 1].length : inA ? 0 : run.length;
            const qsizetype firstB = paired ? script[i + 1].b : run.b;
            for (qsizetype k = 0; k < std::max(lengthA, lengthB); ++k)
                add(QStringLiteral("≠"), k < lengthA ? run.a + k : -1, k < lengthB ? firstB + k : -1, false);
            i += paired ? 1 : 0;
            continue;
        }
        const qsizetype head = i == 0 ? 0 : std::min(contextRows, run.length);
        const qsizetype tail = i + 1 == script.size() ? 0 : std::min(contextRows, run.length - head);
        for (qsizetype k = 0; k < head; ++k)
            add({}, run.a + k, run.b + k, true);
        if (run.length > head + tail)
            rows.append({QStringLiteral("…"),
                         {},
                         {},
                         QStringLiteral("%1 equal tokens").arg(run.length - head - tail),
                         {},
                         {},
                         {}});
        for (qsizetype k = run.length - tail; k < run.length; ++k)
            add({}, run.a + k, run.b + k, true);
    }
    return table({},
                 {QString(), QStringLiteral("#A"), QStringLiteral("id A"), QStringLiteral("token A"),
                  QStringLiteral("#B"), QStringLiteral("id B"), QStringLiteral("token B")},
                 rows, false);
}

Verdict verdictOf(const PromptView& a, const PromptView& b)
{
    if (a.error || b.error)
        return Verdict::Failed;
    if (a.rendered && b.rendered)
        return a.rendered->ids == b.rendered->ids ? Verdict::Same : Verdict::Different;
    return Verdict::Unknown;
}

QString countOf(const PromptView& view)
{
    return view.promptTokens < 0 ? QStringLiteral("unknown") : QString::number(view.promptTokens);
}

QString sideText(const QString& letter, const QString& label, const PromptView& view)
{
    QString text = QStringLiteral("%1  %2: ").arg(letter, base::singleLine(label, 60));
    if (view.error)
        text += base::terminalSafe(base::oneLine(*view.error));
    else if (view.rendered)
        text += QStringLiteral("%1 tokens, SHA-256 %2")
                    .arg(countOf(view), backends::promptHashOf(view.rendered->ids).left(12));
    else
        text += QStringLiteral("%1 prompt tokens; this server does not show the prompt").arg(countOf(view));
    text += u'\n';
    for (const QString& warning : view.warnings)
        text += QStringLiteral("   Warning: %1\n").arg(base::terminalSafe(warning));
    return text;
}

QString verdictText(const PromptView& a, const PromptView& b, Verdict verdict, const Global& global)
{
    switch (verdict) {
    case Verdict::Same:
        return QStringLiteral("Both models see the same %1 tokens.\n\n%2\n")
            .arg(QString::number(a.rendered->ids.size()), base::terminalSafe(a.rendered->text));
    case Verdict::Different: {
        const auto alignment = scoring::align(idPieces(a.rendered->ids), idPieces(b.rendered->ids));
        const auto first = std::ranges::mismatch(a.rendered->ids, b.rendered->ids).in1 - a.rendered->ids.begin();
        return QStringLiteral("The models see different prompts, from token %1 on.%2\n\n%3")
            .arg(QString::number(first),
                 a.rendered->text == b.rendered->text
                     ? QStringLiteral(" The rendered text is the same: the tokenizers differ.")
                     : QString(),
                 tokensTable(*a.rendered, *b.rendered, alignment.script, global));
    }
    case Verdict::Unknown:
        if (a.promptTokens >= 0 && b.promptTokens >= 0 && a.promptTokens != b.promptTokens)
            return QStringLiteral("The prompts have different numbers of tokens: another template, system message or "
                                  "tokenizer.\n");
        return QStringLiteral("Whether the prompts are the same cannot be told: not every server shows them.\n");
    case Verdict::Failed:
        break;
    }
    return {};
}

QJsonObject sideJson(const QString& label, const PromptView& view)
{
    QJsonObject side{
        {QStringLiteral("label"), label},
        {QStringLiteral("prompt_tokens"), view.promptTokens < 0 ? QJsonValue() : QJsonValue(view.promptTokens)},
        {QStringLiteral("warnings"), QJsonArray::fromStringList(view.warnings)}};
    if (view.error)
        side.insert(QStringLiteral("error"), QJsonObject{{QStringLiteral("code"), view.error->code},
                                                         {QStringLiteral("message"), base::oneLine(*view.error)}});
    if (view.rendered) {
        QJsonArray ids;
        for (const int id : view.rendered->ids)
            ids.append(id);
        QJsonArray pieces;
        for (const QByteArray& piece : view.rendered->pieces)
            pieces.append(QString::fromUtf8(piece));
        side.insert(QStringLiteral("text"), view.rendered->text);
        side.insert(QStringLiteral("ids"), ids);
        side.insert(QStringLiteral("pieces"), pieces);
        side.insert(QStringLiteral("sha256"), backends::promptHashOf(view.rendered->ids));
    }
    return side;
}

int exitCodeFor(const PromptView& a, const PromptView& b, Verdict verdict)
{
    switch (verdict) {
    case Verdict::Same:
        return 0;
    case Verdict::Different:
        return 1;
    case Verdict::Unknown:
        return a.promptTokens >= 0 && b.promptTokens >= 0 && a.promptTokens != b.promptTokens ? 1 : 4;
    case Verdict::Failed:
        break;
    }
    return exitCode(a.error ? *a.error : *b.error);
}

} // namespace

int runPromptDiff(const QStringList& list)
{
    Arguments args("prompt-diff A B [PROMPT]",
                   "Shows one prompt as two models see it: chat template applied, tokenized, side by side. Different\n"
                   "rendering is the commonest cause of \"this quant is broken\". PROMPT is a text, or with --prompts\n"
                   "an id. Engines are started as for compare; nothing is stored.",
                   promptDiffOptions(), promptDiffExamples);
    if (const auto code = args.parse(list, 2, 3))
        return *code;
    const QString format = args.value("format", QStringLiteral("text"));
    if (format != QLatin1String("text") && format != QLatin1String("json")) {
        printError({QStringLiteral("usage.value"), QStringLiteral("--format takes text or json."), {}, {}});
        return 2;
    }
    auto plan = planOf(args);
    if (!plan) {
        printError(plan.error());
        return exitCode(plan.error());
    }
    secrets::DesktopKeychain keychain;
    plan->keys = {.keychain = &keychain, .indexPath = secrets::KeyIndex::defaultPath()};
    net::Cancel cancel;
    const auto views = QCoro::waitFor(runners::viewPrompts(&*plan, &cancel));
    const PromptView& a = views.at(0);
    const PromptView& b = views.at(1);
    const Verdict verdict = verdictOf(a, b);
    if (format == QLatin1String("json")) {
        const QJsonObject object{{QStringLiteral("same"), verdict == Verdict::Same        ? QJsonValue(true)
                                                          : verdict == Verdict::Different ? QJsonValue(false)
                                                                                          : QJsonValue()},
                                 {QStringLiteral("a"), sideJson(plan->run.label(0), a)},
                                 {QStringLiteral("b"), sideJson(plan->run.label(1), b)}};
        out(QString::fromUtf8(QJsonDocument(object).toJson()));
    } else {
        out(sideText(QStringLiteral("A"), plan->run.label(0), a) +
            sideText(QStringLiteral("B"), plan->run.label(1), b) + u'\n' + verdictText(a, b, verdict, args.global()));
    }
    return exitCodeFor(a, b, verdict);
}

} // namespace quantlens::cli
