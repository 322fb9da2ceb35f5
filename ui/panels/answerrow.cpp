// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/answerrow.h"

#include "core/base/text.h"
#include "ui/icons/icons.h"
#include "ui/models/format.h"
#include "ui/panels/parts.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>

namespace quantlens::ui {

AnswerRow::AnswerRow(int which, QWidget* parent)
    : QWidget(parent)
    , m_which(which)
    , m_value(wrappedHeading({}, this))
    , m_state(dimLabel({}, this))
    , m_pencil(new QToolButton(this))
    , m_fields(new QWidget(this))
    , m_text(new QLineEdit(m_fields))
    , m_verdict(new QComboBox(m_fields))
{
    const QString side = which == 0 ? QStringLiteral("a") : QStringLiteral("b");
    const QString letter = which == 0 ? tr("A") : tr("B");
    m_value->setObjectName(QStringLiteral("answer-value-") + side);
    m_value->setWordWrap(false);
    m_value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_state->setWordWrap(false);
    nameControl(m_pencil, QStringLiteral("answer-edit-") + side, tr("Set the answer of %1 by hand").arg(letter));
    m_pencil->setIcon(icon(Glyph::Pencil));
    m_pencil->setAutoRaise(true);
    m_pencil->setCheckable(true);
    nameControl(m_text, QStringLiteral("answer-text-") + side, tr("Answer of %1").arg(letter));
    m_text->setMaxLength(10'000);
    m_text->setClearButtonEnabled(true);
    nameControl(m_verdict, QStringLiteral("answer-verdict-") + side, tr("Verdict on the answer of %1").arg(letter));
    m_verdict->addItem(tr("as it was read"), QString());
    m_verdict->addItem(tr("right"), QStringLiteral("right"));
    m_verdict->addItem(tr("wrong"), QStringLiteral("wrong"));
    m_verdict->addItem(tr("gave no answer"), QStringLiteral("none"));
    m_verdict->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    tellWholeText(m_verdict);
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    head->addWidget(keyLabel(letter, this));
    head->addWidget(m_value, 1);
    head->addWidget(m_state);
    head->addWidget(m_pencil);
    auto* fields = new QVBoxLayout(m_fields);
    fields->setContentsMargins(20, 0, 0, 4);
    fields->setSpacing(3);
    fields->addWidget(m_text);
    fields->addWidget(m_verdict);
    m_fields->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(m_fields);
    connect(m_pencil, &QToolButton::toggled, m_fields, &QWidget::setVisible);
    connect(m_pencil, &QToolButton::toggled, this, [this](bool open) {
        if (open)
            m_text->setFocus();
    });
    connect(m_text, &QLineEdit::editingFinished, this, &AnswerRow::finishEditing);
    connect(m_verdict, &QComboBox::activated, this, [this] { Q_EMIT judged(m_verdict->currentData().toString()); });
}

void AnswerRow::finishEditing()
{
    m_text->setModified(false);
    if (const QString text = m_text->text().trimmed(); text != m_typed) {
        m_typed = text; // Return ends the editing, and so does leaving the field after it
        Q_EMIT typed(text);
    }
}

void AnswerRow::closeFields()
{
    m_pencil->setChecked(false);
}

void AnswerRow::setAnswer(const domain::Answer& answer, const QString& typed, const QString& verdict,
                          const QString& whyFixed)
{
    m_answer = answer;
    m_typed = typed;
    m_pencil->setEnabled(whyFixed.isEmpty());
    m_pencil->setToolTip(whyFixed.isEmpty() ? m_pencil->accessibleName() : base::htmlEscaped(whyFixed));
    if (!whyFixed.isEmpty())
        closeFields();
    if (!m_text->hasFocus() || !m_text->isModified())
        m_text->setText(typed);
    m_text->setPlaceholderText(tr("the answer, where it was read wrongly"));
    const QSignalBlocker quiet(m_verdict);
    m_verdict->setCurrentIndex(std::max(0, m_verdict->findData(verdict)));
    refresh();
}

void AnswerRow::refresh()
{
    const QString value = base::singleLine(m_answer.value, 300);
    m_value->setText(!m_answer.found ? tr("no answer") : value.isEmpty() ? format::none() : value);
    m_value->setToolTip(base::htmlEscaped(m_answer.value.left(2000)));
    QStringList states;
    if (m_answer.right)
        states << (*m_answer.right ? tr("✓ right") : tr("✗ wrong"));
    if (m_answer.byHand)
        states << tr("by hand");
    m_state->setText(states.join(QStringLiteral(" · ")));
    const auto color = !m_answer.right ? &Theme::text : *m_answer.right ? &Theme::ok : &Theme::error;
    setTextColor(m_value, color);
    setTextColor(m_state, m_answer.right ? color : &Theme::dim);
}

} // namespace quantlens::ui
