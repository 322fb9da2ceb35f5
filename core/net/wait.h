// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/cancel.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <coroutine>

class QNetworkReply;

namespace quantlens::net {

enum class WaitEnd {
    Ready, ///< data came or the reply ended; for a sleep: the time is over
    Timeout,
    Cancelled,
};

/// Resumes one coroutine, once, from the event loop and never from inside the signal that woke it.
class Waker : public QObject
{
    Q_OBJECT

public:
    void arm(std::coroutine_handle<> handle) { m_handle = handle; }
    void wake(WaitEnd end);
    [[nodiscard]] WaitEnd end() const { return m_end; }

private:
    std::coroutine_handle<> m_handle;
    WaitEnd m_end = WaitEnd::Ready;
    bool m_woken = false;
};

/// The first of the two leaf waits of Quantlens: until a reply has data or ends, for at most `ms` (negative: no limit).
class ReplyWait
{
public:
    ReplyWait(QNetworkReply* reply, int ms, Cancel* cancel);
    ReplyWait(const ReplyWait&) = delete;
    ~ReplyWait();

    [[nodiscard]] bool await_ready() const;
    void await_suspend(std::coroutine_handle<> handle);
    [[nodiscard]] WaitEnd await_resume();

private:
    QPointer<QNetworkReply> m_reply;
    int m_ms;
    QPointer<Cancel> m_cancel;
    Waker* m_waker = nullptr;
};

/// The second leaf wait: a sleep that ends early, with Cancelled, when the run is cancelled.
class Sleep
{
public:
    Sleep(int ms, Cancel* cancel);
    Sleep(const Sleep&) = delete;
    ~Sleep();

    [[nodiscard]] bool await_ready() const;
    void await_suspend(std::coroutine_handle<> handle);
    [[nodiscard]] WaitEnd await_resume();

private:
    int m_ms;
    QPointer<Cancel> m_cancel;
    Waker* m_waker = nullptr;
};

} // namespace quantlens::net
