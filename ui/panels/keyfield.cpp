// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/keyfield.h"

#include "core/base/text.h"
#include "core/secrets/origin.h"
#include "ui/models/keykeeper.h"
#include "ui/panels/parts.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace quantlens::ui {

namespace {

constexpr int longestKey = 8 * 1024;

} // namespace

KeyField::KeyField(KeyKeeper* keeper, const QString& why, QWidget* parent)
    : QWidget(parent)
    , m_keeper(keeper)
    , m_state(plainLabel({}, this))
    , m_value(new QLineEdit(this))
    , m_unencrypted(new QCheckBox(tr("send it &unencrypted to this server"), this))
    , m_keep(new QPushButton(tr("&Keep in keychain"), this))
    , m_session(new QPushButton(tr("For this &session only"), this))
    , m_remove(new QPushButton(tr("&Forget"), this))
    , m_message(plainLabel({}, this))
{
    setObjectName(QStringLiteral("key-field"));
    m_state->setObjectName(QStringLiteral("key-state"));
    m_message->setObjectName(QStringLiteral("key-message"));
    nameControl(m_value, QStringLiteral("key-value"), tr("API key, not shown"));
    m_value->setEchoMode(QLineEdit::Password);
    m_value->setMaxLength(longestKey);
    m_value->setPlaceholderText(tr("API key (not shown)"));
    m_value->setContextMenuPolicy(Qt::DefaultContextMenu);
    nameControl(m_unencrypted, QStringLiteral("key-unencrypted"), tr("Send the key unencrypted to this server"));
    m_unencrypted->setToolTip(tr("This address is http:// on another computer: everybody on the way can read the key"));
    nameControl(m_keep, QStringLiteral("key-keep"), tr("Keep the key in the keychain"));
    nameControl(m_session, QStringLiteral("key-session"), tr("Keep the key for this session only"));
    m_session->setToolTip(tr("In memory until the window is closed; it is written nowhere"));
    nameControl(m_remove, QStringLiteral("key-remove"), tr("Forget the key of this server"));

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    for (QPushButton* button : {m_keep, m_session})
        buttons->addWidget(button);
    buttons->addStretch(1);
    // Narrow: the pane it stands in does not scroll sideways.
    auto* state = new QHBoxLayout;
    state->addWidget(m_state, 1);
    state->addWidget(m_remove, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(5);
    column->addLayout(state);
    column->addWidget(m_value);
    column->addWidget(m_unencrypted);
    column->addLayout(buttons);
    column->addWidget(m_message);
    m_message->hide();
    if (!m_keeper) {
        m_state->setText(why);
        for (QWidget* part :
             {static_cast<QWidget*>(m_value), static_cast<QWidget*>(m_unencrypted), static_cast<QWidget*>(m_keep),
              static_cast<QWidget*>(m_session), static_cast<QWidget*>(m_remove)})
            part->hide();
        return;
    }
    connect(m_value, &QLineEdit::textChanged, this, &KeyField::refresh);
    connect(m_value, &QLineEdit::returnPressed, m_keep, &QPushButton::click);
    connect(m_unencrypted, &QCheckBox::toggled, this, &KeyField::refresh);
    connect(m_keep, &QPushButton::clicked, this, &KeyField::keep);
    connect(m_session, &QPushButton::clicked, this, &KeyField::keepForSession);
    connect(m_remove, &QPushButton::clicked, this, &KeyField::remove);
    connect(m_keeper, &KeyKeeper::kept, this, &KeyField::kept);
    connect(m_keeper, &KeyKeeper::failed, this, &KeyField::failed);
    connect(m_keeper, &KeyKeeper::removed, this, [this](const QString& origin) {
        if (isMine(origin))
            m_message->hide();
        refresh();
    });
    refresh();
}

void KeyField::setUrl(const QUrl& url)
{
    if (m_url == url)
        return;
    m_url = url;
    m_waiting.clear();
    m_value->clear();
    m_unencrypted->setChecked(false);
    m_message->hide();
    if (m_keeper)
        refresh();
}

bool KeyField::isMine(const QString& origin) const
{
    const auto mine = secrets::originOf(m_url);
    return mine && mine->text() == origin;
}

void KeyField::refresh()
{
    const auto origin = secrets::originOf(m_url);
    const QString server = origin ? base::singleLine(origin->text(), 120) : QString();
    const KeyKeeper::Place place = m_keeper->where(m_url);
    m_state->setText(place == KeyKeeper::Keychain ? tr("✓ A key for %1 is in the keychain.").arg(server)
                     : place == KeyKeeper::Session
                         ? tr("✓ A key for %1 is kept for this session only.").arg(server)
                         : tr("No key for %1: servers on this computer seldom want one.").arg(server));
    const bool unencrypted = KeyKeeper::isUnencrypted(m_url);
    m_unencrypted->setVisible(unencrypted);
    const bool agreed = !unencrypted || m_unencrypted->isChecked();
    const bool typed = !m_value->text().isEmpty();
    m_keep->setEnabled(typed && agreed && m_keeper->hasKeychain());
    m_keep->setToolTip(m_keeper->hasKeychain() ? tr("Stored by your desktop's keychain, for this server alone")
                                               : tr("There is no keychain here"));
    m_session->setEnabled((typed || !m_waiting.isEmpty()) && agreed);
    m_remove->setVisible(place != KeyKeeper::Nowhere);
}

void KeyField::keep()
{
    if (!m_keep->isEnabled())
        return;
    m_waiting = m_value->text().toUtf8();
    m_value->clear();
    m_message->setText(tr("Asking the keychain…"));
    setTextColor(m_message, &Theme::dim);
    m_message->show();
    m_keeper->keep(m_url, m_waiting, m_unencrypted->isChecked());
}

void KeyField::keepForSession()
{
    const QByteArray value = m_value->text().isEmpty() ? m_waiting : m_value->text().toUtf8();
    m_value->clear();
    m_waiting.clear();
    m_keeper->keepForSession(m_url, value, m_unencrypted->isChecked());
}

void KeyField::remove()
{
    m_waiting.clear();
    m_keeper->remove(m_url);
}

void KeyField::kept(const QString& origin, int /*place*/)
{
    if (!isMine(origin))
        return;
    m_waiting.clear();
    m_message->hide();
    refresh();
}

void KeyField::failed(const QString& origin, const base::Error& error)
{
    if (!isMine(origin) && !origin.isEmpty())
        return;
    QString text = QStringLiteral("⚠ ") + base::oneLine(error);
    if (!m_waiting.isEmpty() && error.code.startsWith(QLatin1StringView("keychain.")))
        text += u' ' + tr("It can be kept for this session only.");
    else
        m_waiting.clear();
    m_message->setText(base::singleLine(text, 500));
    setTextColor(m_message, &Theme::error);
    m_message->show();
    refresh();
}

} // namespace quantlens::ui
