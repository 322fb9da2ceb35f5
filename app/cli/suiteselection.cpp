// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/suiteselection.h"

namespace quantlens::cli {

namespace {

QStringList commaList(const QString& text)
{
    QStringList names;
    for (const QString& name : text.split(u',')) {
        if (!name.trimmed().isEmpty())
            names.append(name.trimmed());
    }
    return names;
}

} // namespace

QList<Option> selectionOptions()
{
    return {{"num-prompts", "N", "only N prompts, balanced over the categories"},
            {"category", "A,B", "only prompts of these categories"},
            {"ids", "A,B", "only these prompts"},
            {"sample", "SEED", "with --num-prompts: N prompts at random by this seed, not balanced ones"}};
}

base::Expected<suites::Selection> selectionOf(const Arguments& args)
{
    suites::Selection selection;
    const auto number = args.number("num-prompts", 0, 1);
    if (!number)
        return std::unexpected(number.error());
    selection.numPrompts = *number;
    selection.categories = commaList(args.value("category"));
    selection.ids = commaList(args.value("ids"));
    if (args.has("sample")) {
        bool ok = false;
        selection.sampleSeed = args.value("sample").toULongLong(&ok);
        if (!ok)
            return base::failure(
                QStringLiteral("usage.value"),
                QStringLiteral("--sample takes a whole number from 0, not \"%1\".").arg(args.value("sample")));
    }
    return selection;
}

} // namespace quantlens::cli
