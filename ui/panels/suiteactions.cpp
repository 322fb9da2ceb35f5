// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with suites: files, prompts, and a file that changed elsewhere.
#include "core/base/text.h"
#include "ui/actions/actioncollection.h"
#include "ui/models/suitedocument.h"
#include "ui/models/suiteshelf.h"
#include "ui/panels/suitespanel.h"

#include <QAbstractButton>
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QUndoStack>
#include <QtConcurrent>

#include <algorithm>

namespace quantlens::ui {

void SuitesPanel::registerActions(ActionCollection* actions)
{
    const QString open = tr("Open a suite in Suites.");
    const QString own = tr("Open a suite of your own in Suites: bundled ones cannot be changed.");
    const QString prompt = tr("Choose a prompt of a suite of your own in Suites.");
    const auto add = [actions](const char* id, const QString& text, Glyph glyph, const QString& tip,
                               const QString& needs = {}, const QList<QKeySequence>& keys = {}) {
        actions->add(
            {.id = QLatin1String(id), .text = text, .icon = glyph, .shortcuts = keys, .tip = tip, .needs = needs});
    };
    add("suites.new", tr("&New suite"), Glyph::Add, tr("Begin an empty suite"));
    add("suites.open", tr("&Open…"), Glyph::Open, tr("Add a suite file of yours to the list"));
    add("suites.save", tr("&Save"), Glyph::Save, tr("Write the suite's file"), tr("Nothing was changed in the suite."),
        {QKeySequence::Save});
    add("suites.save-as", tr("Save &a copy…"), Glyph::Copy, tr("Write the suite into another file and go on with that"),
        open, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)});
    add("suites.forget", tr("&Take off the list"), Glyph::Remove,
        tr("Take the file off the list; it stays on the disk"), own);
    add("suites.add-prompt", tr("Add &prompt"), Glyph::Pencil, tr("Add a prompt behind the chosen one"), own);
    add("suites.duplicate", tr("&Duplicate"), Glyph::Copy, tr("Add a copy of the chosen prompt"), prompt);
    add("suites.remove", tr("&Remove"), Glyph::Remove, tr("Take the chosen prompts out of the suite"), prompt);
    add("suites.up", tr("Mo&ve up"), Glyph::Up, tr("Move the chosen prompt up in the file"), prompt);
    add("suites.down", tr("Move do&wn"), Glyph::Down, tr("Move the chosen prompt down in the file"), prompt);
    add("suites.use", tr("&Use in Run"), Glyph::Run, tr("Ask the prompts of this suite in the next run"), open);
}

void SuitesPanel::connectActions()
{
    const auto on = [this](const char* id, auto&& slot) {
        connect(m_actions->action(QLatin1String(id)), &QAction::triggered, this, slot);
    };
    on("suites.new", [this] { newSuite(); });
    on("suites.open", [this] { chooseFile(); });
    on("suites.save", [this] { save(); });
    on("suites.save-as", [this] { saveAs(); });
    on("suites.forget", [this] {
        if (m_document && !m_document->modified()) {
            const int row = m_shelf->find(m_document->path());
            if (row >= 0) {
                setDocument(nullptr);
                m_shelf->removeAt(row);
                showShelfRow(0);
            }
        }
    });
    on("suites.add-prompt", [this] { addPrompt(); });
    on("suites.duplicate", [this] {
        if (m_document)
            m_document->duplicate(currentRow());
    });
    on("suites.remove", [this] {
        if (m_document)
            m_document->removePrompts(selectedRows());
    });
    on("suites.up", [this] { movePrompt(-1); });
    on("suites.down", [this] { movePrompt(1); });
    on("suites.use", [this] {
        // What was not saved would not be asked.
        if (!m_document)
            return;
        if (m_document->modified() || (!m_document->readOnly() && m_document->path().isEmpty())) {
            Q_EMIT failed({QStringLiteral("suites.unsaved"),
                           tr("%1 has changes that are not saved: a run reads the file.")
                               .arg(base::singleLine(m_document->name(), 80)),
                           tr("Save it first."),
                           {}});
            return;
        }
        Q_EMIT useWanted(m_document->path().isEmpty() ? m_document->name() : m_document->path());
    });
}

void SuitesPanel::newSuite()
{
    auto* document = new SuiteDocument(this);
    document->begin(tr("untitled"));
    showShelfRow(m_shelf->addNew(document));
    addPrompt();
}

void SuitesPanel::addPrompt()
{
    if (!m_document || m_document->readOnly())
        return;
    domain::Prompt prompt;
    // The next prompt is mostly of the kind of the one before.
    if (const int row = currentRow(); row >= 0) {
        const domain::Prompt before = m_document->prompt(row);
        prompt.category = before.category;
        prompt.maxTokens = before.maxTokens;
        prompt.maxTokensWritten = before.maxTokensWritten;
        if (before.answer && !before.answer->strategy.isEmpty())
            prompt.answer = domain::ReferenceAnswer{before.answer->strategy, {}, 0};
    }
    prompt.messages = {{QStringLiteral("user"), {}}};
    const int number = m_document->rowCount() + 1;
    prompt.id = QStringLiteral("%1/%2").arg(m_document->name()).arg(number, 3, 10, QLatin1Char('0'));
    for (int next = number + 1; m_document->checked().ids.contains(prompt.id); ++next)
        prompt.id = QStringLiteral("%1/%2").arg(m_document->name()).arg(next, 3, 10, QLatin1Char('0'));
    const int at = currentRow();
    m_document->insertPrompt(at < 0 ? m_document->rowCount() : at + 1, prompt);
}

void SuitesPanel::movePrompt(int by)
{
    if (m_document)
        m_document->move(currentRow(), currentRow() + by);
}

void SuitesPanel::chooseFile()
{
    auto* dialog = new QFileDialog(this, tr("Open a suite"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Suites (*.jsonl)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &SuitesPanel::openSuite);
    dialog->open();
}

void SuitesPanel::save()
{
    if (!m_document || m_document->readOnly())
        return;
    if (m_document->path().isEmpty()) {
        saveAs();
        return;
    }
    const auto saved = m_document->save();
    if (!saved && saved.error().code == QLatin1String("suite.changed"))
        askWhereChanged(saved.error());
    else if (!saved)
        Q_EMIT failed(saved.error());
}

void SuitesPanel::saveAs()
{
    if (!m_document)
        return;
    auto* dialog = new QFileDialog(this, tr("Save the suite"));
    dialog->setObjectName(QStringLiteral("suites-save-dialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("jsonl"));
    dialog->setNameFilters({tr("Suites (*.jsonl)"), tr("All files (*)")});
    if (!m_document->path().isEmpty())
        dialog->setDirectory(QFileInfo(m_document->path()).absolutePath());
    dialog->selectFile(m_document->name() + QStringLiteral(".jsonl"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, document = m_document](const QString& path) {
        if (document)
            saveCopy(document, path);
    });
    dialog->open();
}

void SuitesPanel::saveCopy(SuiteDocument* document, const QString& path)
{
    const int from = document->readOnly() ? m_shelf->find(document->name()) : -1;
    if (const auto saved = document->saveAs(path); !saved) {
        Q_EMIT failed(saved.error());
        return;
    }
    if (from >= 0 && document == m_document)
        showShelfRow(m_shelf->find(document->path()));
    refreshForm();
    refreshActions();
}

void SuitesPanel::askWhereChanged(const base::Error& error)
{
    auto* box = new QMessageBox(QMessageBox::Warning, tr("The file changed"), base::singleLine(error.message, 400),
                                QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("suites-changed"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("Nothing was written. Reading the file again replaces your changes; undo brings them "
                               "back. Or save yours under another name."));
    QPushButton* again = box->addButton(tr("&Reload"), QMessageBox::ActionRole);
    again->setObjectName(QStringLiteral("suites-changed-reload"));
    again->setEnabled(QFileInfo::exists(m_document->path()));
    QPushButton* copy = box->addButton(tr("Save &as…"), QMessageBox::ActionRole);
    copy->setObjectName(QStringLiteral("suites-changed-save-as"));
    connect(box, &QMessageBox::buttonClicked, this, [this, again, copy](QAbstractButton* pressed) {
        if (pressed == again)
            reload();
        else if (pressed == copy)
            saveAs();
    });
    box->open();
}

void SuitesPanel::reload()
{
    if (!m_document || m_document->path().isEmpty())
        return;
    QtConcurrent::run([path = m_document->path()] {
        return loadForEditing(path);
    }).then(this, [this, document = m_document](const base::Expected<LoadedSuite>& suite) {
        if (!suite)
            Q_EMIT failed(suite.error());
        else if (document)
            document->replaceBy(*suite);
    });
}

QStringList SuitesPanel::unsaved() const
{
    QStringList names;
    for (const SuiteDocument* document : m_shelf->modifiedDocuments())
        names << base::singleLine(document->name(), 80);
    return names;
}

bool SuitesPanel::saveAll()
{
    for (SuiteDocument* document : m_shelf->modifiedDocuments()) {
        showShelfRow(m_shelf->rowOf(document));
        if (document->path().isEmpty()) {
            saveAs();
            return false;
        }
        save();
        if (document->modified())
            return false;
    }
    return true;
}

} // namespace quantlens::ui
