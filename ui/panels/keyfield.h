// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QUrl>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace quantlens::base {
struct Error;
}

namespace quantlens::ui {

class KeyKeeper;

/// The API key of one server: whether there is one, a masked field for another, where it goes. What is typed leaves the
/// field at once and is shown nowhere.
class KeyField : public QWidget
{
    Q_OBJECT

public:
    /// `keeper` nullptr: says that keys cannot be kept, with `why`.
    KeyField(KeyKeeper* keeper, const QString& why, QWidget* parent = nullptr);

    /// The server it is about.
    void setUrl(const QUrl& url);

private:
    void refresh();
    void keep();
    void keepForSession();
    void remove();
    void kept(const QString& origin, int place);
    void failed(const QString& origin, const base::Error& error);
    [[nodiscard]] bool isMine(const QString& origin) const;

    KeyKeeper* m_keeper;
    QUrl m_url;
    QByteArray m_waiting; ///< the typed key while the keychain is asked, and until the person decided after a refusal
    QLabel* m_state;
    QLineEdit* m_value;
    QCheckBox* m_unencrypted;
    QPushButton* m_keep;
    QPushButton* m_session;
    QPushButton* m_remove;
    QLabel* m_message;
};

} // namespace quantlens::ui
