// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/wait.h"

#include <QNetworkReply>

#include <utility>

namespace quantlens::net {

void Waker::wake(WaitEnd end)
{
    if (std::exchange(m_woken, true))
        return;
    m_end = end;
    QMetaObject::invokeMethod(this, [this] { m_handle.resume(); }, Qt::QueuedConnection);
}

namespace {

/// The waker runs the resumed coroutine from its own event, so it may only go later.
void discard(Waker*& waker)
{
    if (waker)
        std::exchange(waker, nullptr)->deleteLater();
}

Waker* armed(std::coroutine_handle<> handle, int ms, WaitEnd atTimeout, Cancel* cancel)
{
    auto* waker = new Waker;
    waker->arm(handle);
    if (ms >= 0)
        QTimer::singleShot(ms, Qt::PreciseTimer, waker, [waker, atTimeout] { waker->wake(atTimeout); });
    if (cancel)
        QObject::connect(cancel, &Cancel::requested, waker, [waker] { waker->wake(WaitEnd::Cancelled); });
    return waker;
}

} // namespace

ReplyWait::ReplyWait(QNetworkReply* reply, int ms, Cancel* cancel)
    : m_reply(reply)
    , m_ms(ms)
    , m_cancel(cancel)
{
}

ReplyWait::~ReplyWait()
{
    discard(m_waker);
}

bool ReplyWait::await_ready() const
{
    return !m_reply || m_reply->isFinished() || m_reply->bytesAvailable() > 0 || (m_cancel && m_cancel->isRequested());
}

void ReplyWait::await_suspend(std::coroutine_handle<> handle)
{
    m_waker = armed(handle, m_ms, WaitEnd::Timeout, m_cancel);
    const auto ready = [waker = m_waker] { waker->wake(WaitEnd::Ready); };
    QObject::connect(m_reply, &QNetworkReply::readyRead, m_waker, ready);
    QObject::connect(m_reply, &QNetworkReply::finished, m_waker, ready);
    QObject::connect(m_reply, &QObject::destroyed, m_waker, ready);
}

WaitEnd ReplyWait::await_resume()
{
    if (m_cancel && m_cancel->isRequested())
        return WaitEnd::Cancelled;
    const WaitEnd end = m_waker ? m_waker->end() : WaitEnd::Ready;
    discard(m_waker);
    return end;
}

Sleep::Sleep(int ms, Cancel* cancel)
    : m_ms(ms)
    , m_cancel(cancel)
{
}

Sleep::~Sleep()
{
    discard(m_waker);
}

bool Sleep::await_ready() const
{
    return m_ms <= 0 || (m_cancel && m_cancel->isRequested());
}

void Sleep::await_suspend(std::coroutine_handle<> handle)
{
    m_waker = armed(handle, m_ms, WaitEnd::Ready, m_cancel);
}

WaitEnd Sleep::await_resume()
{
    discard(m_waker);
    return m_cancel && m_cancel->isRequested() ? WaitEnd::Cancelled : WaitEnd::Ready;
}

} // namespace quantlens::net
