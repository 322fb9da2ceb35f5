// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/enginesdialog.h"

#include "core/base/text.h"
#include "ui/icons/icons.h"
#include "ui/panels/parts.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace quantlens::ui {

EnginesDialog::EnginesDialog(const engines::Programs& chosen, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("engines-dialog"));
    setWindowTitle(tr("Engines"));
    resize(640, 10);
    keepTextsWhole(this);
    auto* form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignTop);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_rows << addRow(form, domain::EngineKind::LlamaServer, tr("&llama-server"), "engine-llama", chosen.llamaServer);
    m_rows << addRow(form, domain::EngineKind::MlxLmServer, tr("&mlx_lm.server"), "engine-mlx", chosen.mlxServer);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(plainLabel(tr("Quantlens starts these programs for models that are files. Further arguments of "
                                    "one model belong to that model: Models → Edit."),
                                 this));
    column->addLayout(form);
    column->addWidget(buttons);
}

EnginesDialog::Row EnginesDialog::addRow(QFormLayout* form, domain::EngineKind kind, const QString& label,
                                         const char* name, const QString& chosen)
{
    auto* box = new QWidget(this);
    Row row{.kind = kind, .path = new QLineEdit(box), .found = dimLabel({}, box)};
    const QString program = domain::name(kind);
    nameControl(row.path, QLatin1String(name), tr("Path of %1").arg(program));
    row.path->setPlaceholderText(tr("found by itself"));
    row.path->setClearButtonEnabled(true);
    row.path->setMaxLength(4000);
    row.path->setText(chosen);
    row.found->setMinimumHeight(2 * row.found->fontMetrics().lineSpacing()); // what is missing takes two lines
    row.found->setObjectName(QLatin1String(name) + QStringLiteral("-found"));
    auto* browse = new QToolButton(box);
    browse->setIcon(icon(Glyph::Open));
    browse->setToolTip(tr("Choose the program"));
    browse->setFocusPolicy(Qt::TabFocus);
    nameControl(browse, QLatin1String(name) + QStringLiteral("-browse"), tr("Choose %1").arg(program));
    connect(browse, &QToolButton::clicked, this, [this, program, path = row.path] {
        auto* dialog = new QFileDialog(this, tr("Choose %1").arg(program));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, path, &QLineEdit::setText);
        dialog->open();
    });
    auto* line = new QHBoxLayout;
    line->addWidget(row.path, 1);
    line->addWidget(browse);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(line);
    column->addWidget(row.found);
    auto* title = new QLabel(label, this);
    title->setBuddy(row.path);
    form->addRow(title, box);
    connect(row.path, &QLineEdit::textChanged, this, [this, row] { look(row); });
    look(row);
    return row;
}

void EnginesDialog::look(const Row& row)
{
    const QString chosen = row.path->text().trimmed();
    const auto program = engines::findEngine(row.kind, {.llamaServer = chosen, .mlxServer = chosen});
    row.found->setText(program ? tr("✓ would start %1").arg(base::singleLine(QDir::toNativeSeparators(*program), 300))
                               : QStringLiteral("⚠ ") + base::singleLine(base::oneLine(program.error()), 400));
    // A program that nobody asked for may well be missing.
    setTextColor(row.found, program || chosen.isEmpty() ? &Theme::dim : &Theme::error);
    row.path->setAccessibleDescription(row.found->text());
}

engines::Programs EnginesDialog::programs() const
{
    return {.llamaServer = m_rows.at(0).path->text().trimmed(), .mlxServer = m_rows.at(1).path->text().trimmed()};
}

} // namespace quantlens::ui
