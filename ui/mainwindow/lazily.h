// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <utility>

namespace quantlens::ui {

/// A part of a window that is made when something first asks for it. The part belongs to its parent widget.
template<typename Part>
class Lazily
{
public:
    /// `make` must call set(), before it does anything with the part that may ask for it again.
    explicit Lazily(std::function<void()> make)
        : m_make(std::move(make))
    {
    }

    /// The part, made now when nothing needed it before.
    [[nodiscard]] Part* get() const
    {
        if (!m_part)
            m_make();
        return m_part;
    }
    Part* operator->() const { return get(); }
    /// The part, or nullptr when nothing needed it so far.
    [[nodiscard]] Part* made() const { return m_part; }
    void set(Part* part) { m_part = part; }

private:
    std::function<void()> m_make;
    Part* m_part = nullptr;
};

} // namespace quantlens::ui
