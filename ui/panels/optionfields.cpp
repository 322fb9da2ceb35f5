// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/optionfields.h"

#include "ui/panels/parts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace quantlens::ui {

using runners::RunRequest;

namespace {

/// The wheel scrolls the form; it must not change what it happens to be over.
class WheelGuard final : public QObject
{
public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (event->type() != QEvent::Wheel || !widget || widget->hasFocus())
            return false;
        event->ignore();
        return true;
    }
};

/// The side options of a request without sides still have a place.
RunRequest withOneSide()
{
    RunRequest request;
    request.sides = {{}, {}};
    return request;
}

bool differsFromDefault(const RunRequest& request)
{
    const RunRequest plain = withOneSide();
    return request.options != plain.options || request.thresholds != plain.thresholds || request.sides != plain.sides;
}

} // namespace

OptionFields::OptionFields(QWidget* parent)
    : QWidget(parent)
    , m_form(new QFormLayout(this))
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_form->setVerticalSpacing(5);
}

void OptionFields::addField(const Text& text, const QString& defaultText, QWidget* field,
                            const std::function<void(RunRequest&)>& read,
                            const std::function<void(const RunRequest&)>& write)
{
    nameControl(field, QLatin1String(text.name), text.label);
    const QString tip =
        defaultText.isEmpty() ? text.tip : tr("%1\nDefault: %2", "explanation of an option").arg(text.tip, defaultText);
    // Wrapped by Qt where it is rich text only.
    const QString rich = QStringLiteral("<p>%1</p>").arg(tip.toHtmlEscaped().replace(u'\n', QLatin1String("<br>")));
    field->setToolTip(rich);
    field->setWhatsThis(rich);
    field->setAccessibleDescription(tip);
    field->setMinimumWidth(40);
    field->installEventFilter(new WheelGuard(field));
    field->setFocusPolicy(Qt::StrongFocus);
    auto* label = new QLabel(text.label, this);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(field);
    label->setToolTip(rich);
    m_form->addRow(label, field);
    m_fields.append({field, text.kinds, read, write});
}

void OptionFields::addWhole(const Text& text, int low, int high, const QString& special, const Member<int>& member)
{
    RunRequest plain = withOneSide();
    auto* spin = new QSpinBox(this);
    spin->setRange(low, high);
    spin->setSpecialValueText(special);
    spin->setGroupSeparatorShown(true);
    spin->setValue(member(plain));
    connect(spin, &QSpinBox::valueChanged, this, &OptionFields::changed);
    addField(
        text, spin->text(), spin, [spin, member](RunRequest& request) { member(request) = spin->value(); },
        [spin, member](RunRequest request) { spin->setValue(member(request)); });
}

void OptionFields::addReal(const Text& text, double low, double high, int decimals, double step,
                           const Member<double>& member)
{
    RunRequest plain = withOneSide();
    auto* spin = new QDoubleSpinBox(this);
    spin->setRange(low, high);
    spin->setDecimals(decimals);
    spin->setSingleStep(step);
    spin->setValue(member(plain));
    connect(spin, &QDoubleSpinBox::valueChanged, this, &OptionFields::changed);
    addField(
        text, spin->text(), spin, [spin, member](RunRequest& request) { member(request) = spin->value(); },
        [spin, member](RunRequest request) { spin->setValue(member(request)); });
}

void OptionFields::addSeconds(const Text& text, double low, const QString& special, const Member<int>& member)
{
    constexpr double longest = 7 * 24 * 3600;
    RunRequest plain = withOneSide();
    auto* spin = new QDoubleSpinBox(this);
    spin->setRange(low, longest);
    spin->setDecimals(low > 0 ? 3 : 1);
    spin->setSpecialValueText(special);
    spin->setSuffix(tr(" s"));
    spin->setValue(member(plain) / 1000.0);
    connect(spin, &QDoubleSpinBox::valueChanged, this, &OptionFields::changed);
    addField(
        text, spin->text(), spin,
        [spin, member](RunRequest& request) { member(request) = int(std::lround(spin->value() * 1000)); },
        [spin, member](RunRequest request) { spin->setValue(member(request) / 1000.0); });
}

void OptionFields::addThreshold(const Text& text, double high, const Member<std::optional<double>>& member)
{
    constexpr double step = 0.01;
    auto* spin = new QDoubleSpinBox(this);
    spin->setRange(-step, high);
    spin->setDecimals(4);
    spin->setSingleStep(step);
    spin->setSpecialValueText(tr("not judged"));
    spin->setValue(-step);
    connect(spin, &QDoubleSpinBox::valueChanged, this, &OptionFields::changed);
    addField(
        text, spin->text(), spin,
        [spin, member](RunRequest& request) {
            member(request) = spin->value() < 0 ? std::nullopt : std::optional(spin->value());
        },
        [spin, member](RunRequest request) { spin->setValue(member(request).value_or(spin->minimum())); });
}

void OptionFields::addFlag(const Text& text, const QString& what, const Member<bool>& member, bool inverted)
{
    RunRequest plain = withOneSide();
    auto* box = new QCheckBox(what, this);
    box->setChecked(member(plain) != inverted);
    connect(box, &QCheckBox::toggled, this, &OptionFields::changed);
    addField(
        text, box->isChecked() ? tr("on") : tr("off"), box,
        [box, member, inverted](RunRequest& request) { member(request) = box->isChecked() != inverted; },
        [box, member, inverted](RunRequest request) { box->setChecked(member(request) != inverted); });
}

void OptionFields::addLine(const Text& text, const QString& placeholder, const Member<QString>& member)
{
    auto* line = new QLineEdit(this);
    line->setPlaceholderText(placeholder);
    connect(line, &QLineEdit::textChanged, this, &OptionFields::changed);
    addField(
        text, placeholder, line, [line, member](RunRequest& request) { member(request) = line->text(); },
        [line, member](RunRequest request) { line->setText(member(request)); });
}

void OptionFields::addNamed(const Text& text, const QStringList& names,
                            const std::function<void(RunRequest&, int)>& read,
                            const std::function<int(RunRequest)>& write)
{
    auto* box = new QComboBox(this);
    box->addItems(names);
    box->setCurrentIndex(write(withOneSide()));
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    connect(box, &QComboBox::currentIndexChanged, this, &OptionFields::changed);
    addField(
        text, box->currentText(), box,
        [box, read](RunRequest& request) { read(request, std::max(0, box->currentIndex())); },
        [box, write](const RunRequest& request) { box->setCurrentIndex(write(request)); });
}

void OptionFields::setKind(domain::RunKind kind)
{
    m_kind = kind;
    for (const Field& field : std::as_const(m_fields))
        m_form->setRowVisible(field.widget, (field.kinds & kindBit(kind)) != 0);
}

void OptionFields::read(RunRequest& request) const
{
    for (const Field& field : m_fields) {
        if ((field.kinds & kindBit(m_kind)) != 0)
            field.read(request);
    }
}

void OptionFields::write(const RunRequest& request)
{
    RunRequest whole = request;
    while (whole.sides.size() < 2)
        whole.sides.append(runners::SideRequest());
    for (const Field& field : std::as_const(m_fields))
        field.write(whole);
}

int OptionFields::changedCount() const
{
    return int(std::ranges::count_if(m_fields, [this](const Field& field) {
        RunRequest request = withOneSide();
        if ((field.kinds & kindBit(m_kind)) == 0)
            return false;
        field.read(request);
        return differsFromDefault(request);
    }));
}

} // namespace quantlens::ui
