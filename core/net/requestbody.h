// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>

namespace quantlens::net {

/// A request body that can be read once. Qt sends a request again, unseen, when the connection closes before the first
/// byte of a reply; a body that cannot be rewound makes that an error ("network.reset"), so that every attempt is
/// counted and none is made twice.
class RequestBody : public QIODevice
{
    Q_OBJECT

public:
    explicit RequestBody(QByteArray bytes);

    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override;
    bool seek(qint64) override { return false; }

protected:
    qint64 readData(char* data, qint64 most) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_read = 0;
};

} // namespace quantlens::net
