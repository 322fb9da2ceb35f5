// SPDX-License-Identifier: GPL-3.0-or-later
// The actions of Models.
#include "ui/actions/actioncollection.h"
#include "ui/panels/modelspanel.h"

namespace quantlens::ui {

void ModelsPanel::registerActions(ActionCollection* actions)
{
    const QString chooseOne = tr("Choose a model in Models first.");
    const auto add = [actions](const char* id, const QString& text, std::optional<Glyph> glyph, const QString& tip,
                               const QString& needs = {}, const QList<QKeySequence>& keys = {}) {
        actions->add({.id = QLatin1String(id),
                      .text = text,
                      .icon = glyph,
                      .shortcuts = keys,
                      .tip = tip,
                      .checkable = false,
                      .needs = needs});
    };
    add("models.add-files", tr("Add &files…"), Glyph::Add, tr("Choose GGUF files to add to the list"));
    add("models.add-folder", tr("Add f&older…"), Glyph::Open, tr("Add all GGUF files of a folder and those inside"));
    add("models.discover", tr("&Discover…"), Glyph::Search, tr("Look for running servers on this computer or another"));
    add("models.test", tr("&Test"), Glyph::Run,
        tr("Ask the chosen models one tiny question: how fast they answer, and what they can do"),
        tr("Choose a model that is not being tested, while no run is going."));
    add("models.edit", tr("&Edit…"), Glyph::Pencil, tr("Name, spec and engine arguments of the chosen model"),
        chooseOne);
    add("models.remove", tr("&Remove"), Glyph::Remove, tr("Take the chosen models off the list; the files stay"),
        chooseOne);
    add("models.refresh", tr("Look &again"), Glyph::Retry, tr("Read all files of the list again"), {},
        {QKeySequence(Qt::Key_F5)});
    add("models.use-a", tr("Use as &A"), {}, tr("Put the chosen model on side A of the next run"), chooseOne);
    add("models.use-b", tr("Use as &B"), {}, tr("Put the chosen model on side B of the next run"), chooseOne);
}

} // namespace quantlens::ui
