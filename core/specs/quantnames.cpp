// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/specs/quantnames.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>

namespace quantlens::specs {

namespace {

using Qt::StringLiterals::operator""_L1;

struct KnownQuant
{
    QLatin1StringView name;
    double bits;
};

// GGUF types as llama.cpp's quantize README measures them on Llama-3.1-8B (Q3_K_M and the L and XL mixes: between their
// neighbours); legacy and other formats by the size of their blocks with scales.
constexpr std::array knownQuants{
    KnownQuant{"F32"_L1, 32},         KnownQuant{"F16"_L1, 16},         KnownQuant{"BF16"_L1, 16},
    KnownQuant{"Q8_0"_L1, 8.5008},    KnownQuant{"Q6_K"_L1, 6.5633},    KnownQuant{"Q5_K_M"_L1, 5.7036},
    KnownQuant{"Q5_K_S"_L1, 5.5704},  KnownQuant{"Q4_K_M"_L1, 4.8944},  KnownQuant{"Q4_K_S"_L1, 4.6672},
    KnownQuant{"Q3_K_L"_L1, 4.2979},  KnownQuant{"Q3_K_M"_L1, 4.0},     KnownQuant{"Q3_K_S"_L1, 3.6429},
    KnownQuant{"Q2_K"_L1, 3.1593},    KnownQuant{"Q2_K_S"_L1, 2.9697},  KnownQuant{"IQ4_NL"_L1, 4.6818},
    KnownQuant{"IQ4_XS"_L1, 4.4597},  KnownQuant{"IQ3_M"_L1, 3.7628},   KnownQuant{"IQ3_S"_L1, 3.6606},
    KnownQuant{"IQ3_XS"_L1, 3.4977},  KnownQuant{"IQ3_XXS"_L1, 3.2548}, KnownQuant{"IQ2_M"_L1, 2.9294},
    KnownQuant{"IQ2_S"_L1, 2.7403},   KnownQuant{"IQ2_XS"_L1, 2.5882},  KnownQuant{"IQ2_XXS"_L1, 2.3824},
    KnownQuant{"IQ1_M"_L1, 2.1460},   KnownQuant{"IQ1_S"_L1, 2.0042},   KnownQuant{"Q6_K_L"_L1, 6.7},
    KnownQuant{"Q6_K_XL"_L1, 7.0},    KnownQuant{"Q5_K_L"_L1, 5.9},     KnownQuant{"Q5_K_XL"_L1, 5.9},
    KnownQuant{"Q4_K_L"_L1, 5.1},     KnownQuant{"Q4_K_XL"_L1, 5.0},    KnownQuant{"Q3_K_XL"_L1, 4.5},
    KnownQuant{"Q2_K_L"_L1, 3.3},     KnownQuant{"Q2_K_XL"_L1, 3.4},    KnownQuant{"Q8_K_XL"_L1, 10},
    KnownQuant{"Q4_0"_L1, 4.5},       KnownQuant{"Q4_1"_L1, 5.0},       KnownQuant{"Q5_0"_L1, 5.5},
    KnownQuant{"Q5_1"_L1, 6.0},       KnownQuant{"Q5_K"_L1, 5.7036},    KnownQuant{"Q4_K"_L1, 4.8944},
    KnownQuant{"Q3_K"_L1, 4.0},       KnownQuant{"TQ1_0"_L1, 1.6875},   KnownQuant{"TQ2_0"_L1, 2.0625},
    KnownQuant{"MXFP4_MOE"_L1, 4.25}, KnownQuant{"MXFP4"_L1, 4.25},     KnownQuant{"NVFP4"_L1, 4.5},
    KnownQuant{"FP8"_L1, 8},          KnownQuant{"AWQ"_L1, 4.25},       KnownQuant{"GPTQ"_L1, 4.25},
};

struct KnownName
{
    QLatin1StringView written;
    QLatin1StringView name;
};

constexpr std::array otherNames{KnownName{"FP16"_L1, "F16"_L1}, KnownName{"FP32"_L1, "F32"_L1},
                                KnownName{"W8A8"_L1, "8bit"_L1}, KnownName{"W4A16"_L1, "4bit"_L1}};

/// All names as one expression, longest first, so that Q4_K_M is not found as Q4_K.
QRegularExpression formatExpression()
{
    QStringList names;
    for (const KnownQuant& quant : knownQuants)
        names.append(quant.name);
    for (const KnownName& other : otherNames)
        names.append(other.written);
    std::ranges::sort(names, std::ranges::greater(), &QString::size);
    return QRegularExpression(QStringLiteral("(?<![A-Za-z0-9])(?:%1)(?![A-Za-z0-9])").arg(names.join(u'|')),
                              QRegularExpression::CaseInsensitiveOption);
}

QString lastMatch(const QRegularExpression& expression, const QString& text, int group = 0)
{
    QString last;
    auto matches = expression.globalMatch(text);
    while (matches.hasNext())
        last = matches.next().captured(group);
    return last;
}

} // namespace

std::optional<NamedQuant> quantInName(const QString& name)
{
    static const QRegularExpression format = formatExpression();
    static const QRegularExpression width(
        QStringLiteral("(?<![A-Za-z0-9])(?:int([2-8])|([2-8])-?bits?)(?![A-Za-z0-9])"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression measured(QStringLiteral("(?<![A-Za-z0-9.])(\\d{1,2}(?:\\.\\d{1,3})?)[-_]?bpw"),
                                             QRegularExpression::CaseInsensitiveOption);
    QString found = lastMatch(format, name).toUpper();
    for (const KnownName& other : otherNames) {
        if (found == other.written)
            found = other.name;
    }
    QString bits = lastMatch(width, name, 1);
    if (bits.isEmpty())
        bits = lastMatch(width, name, 2);
    if (found.isEmpty() && !bits.isEmpty())
        found = bits + QStringLiteral("bit");

    const QString writtenBits = lastMatch(measured, name, 1);
    if (!writtenBits.isEmpty())
        return NamedQuant{found.isEmpty() ? writtenBits + QStringLiteral("bpw") : found, writtenBits.toDouble()};
    if (found.endsWith(QLatin1String("bit")))
        return NamedQuant{found, found.first(1).toDouble() + 0.5}; // a 16-bit scale and offset for 64 weights
    if ((found == QLatin1String("AWQ") || found == QLatin1String("GPTQ")) && !bits.isEmpty())
        return NamedQuant{found, bits.toDouble() + 0.25}; // for 128 weights
    for (const KnownQuant& quant : knownQuants) {
        if (found == quant.name)
            return NamedQuant{found, quant.bits};
    }
    return std::nullopt;
}

} // namespace quantlens::specs
