// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runners/request.h"

#include <QList>
#include <QWidget>

#include <functional>
#include <initializer_list>

class QFormLayout;

namespace quantlens::ui {

/// Kinds of runs as bits.
using KindBits = unsigned;
[[nodiscard]] constexpr KindBits kindBit(domain::RunKind kind)
{
    return 1U << unsigned(kind);
}

/// Fields of a run's options, each shown for the kinds that have it. A field is described once: where its value lives
/// in a request, its label and its explanation, which is its tool tip and its "What's this?". Each begins with the
/// default and says so.
class OptionFields : public QWidget
{
    Q_OBJECT

public:
    /// Kinds a field belongs to.
    using Kinds = KindBits;
    static constexpr Kinds comparing =
        kindBit(domain::RunKind::Compare) | kindBit(domain::RunKind::Sweep) | kindBit(domain::RunKind::Diff);
    static constexpr Kinds every = comparing | kindBit(domain::RunKind::Determinism) | kindBit(domain::RunKind::Stress);

    struct Text
    {
        const char* name; ///< object name
        QString label;
        QString tip; ///< what it means; the default is added
        Kinds kinds = every;
    };
    template<class T>
    struct Choice
    {
        T value;
        QString name;
    };
    template<class T>
    using Member = std::function<T&(runners::RunRequest&)>;

    explicit OptionFields(QWidget* parent = nullptr);

    /// `special` stands for the lowest value.
    void addWhole(const Text& text, int low, int high, const QString& special, const Member<int>& member);
    void addReal(const Text& text, double low, double high, int decimals, double step, const Member<double>& member);
    /// Seconds for a member in milliseconds.
    void addSeconds(const Text& text, double low, const QString& special, const Member<int>& member);
    /// A threshold: not judged where nothing is set.
    void addThreshold(const Text& text, double high, const Member<std::optional<double>>& member);
    void addFlag(const Text& text, const QString& what, const Member<bool>& member, bool inverted = false);
    void addLine(const Text& text, const QString& placeholder, const Member<QString>& member);
    template<class T>
    void addChoice(const Text& text, const QList<Choice<T>>& choices, const Member<T>& member)
    {
        QStringList names;
        for (const Choice<T>& choice : choices)
            names.append(choice.name);
        addNamed(
            text, names,
            [choices, member](runners::RunRequest& request, int index) { member(request) = choices.at(index).value; },
            [choices, member](runners::RunRequest request) {
                for (int i = 0; i < choices.size(); ++i) {
                    if (choices.at(i).value == member(request))
                        return i;
                }
                return 0;
            });
    }
    /// A field of another's making: `read` puts what it holds into a request, `write` the other way round; call
    /// changed() when it changes.
    void addField(const Text& text, const QString& defaultText, QWidget* field,
                  const std::function<void(runners::RunRequest&)>& read,
                  const std::function<void(const runners::RunRequest&)>& write);

    /// Shows the fields of a kind.
    void setKind(domain::RunKind kind);
    /// Puts what the shown fields hold into a request.
    void read(runners::RunRequest& request) const;
    /// Fills every field.
    void write(const runners::RunRequest& request);
    /// How many of the shown fields are not as they begin.
    [[nodiscard]] int changedCount() const;

Q_SIGNALS:
    void changed();

private:
    struct Field
    {
        QWidget* widget = nullptr;
        Kinds kinds = every;
        std::function<void(runners::RunRequest&)> read;
        std::function<void(const runners::RunRequest&)> write;
    };

    void addNamed(const Text& text, const QStringList& names,
                  const std::function<void(runners::RunRequest&, int)>& read,
                  const std::function<int(runners::RunRequest)>& write);

    QFormLayout* m_form;
    QList<Field> m_fields;
    domain::RunKind m_kind = domain::RunKind::Compare;
};

/// What most runs are about: temperature, repeats, runs and mode, levels, self-check, distributions, tokens.
void addBasicOptions(OptionFields* fields);
/// Everything else of docs/cli.md, "What to ask" and "How".
void addAdvancedOptions(OptionFields* fields);
/// "Judged by".
void addThresholds(OptionFields* fields);

} // namespace quantlens::ui
