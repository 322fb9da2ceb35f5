// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gguf/types.h"

#include <array>

namespace quantlens::gguf {

namespace {

using Qt::StringLiterals::operator""_L1;

struct NumberedType
{
    quint32 id;
    TensorType type;
};

// Block sizes as in gguf-py's GGML_QUANT_SIZES; 31–33 and 36–38 were repacked forms of Q4_0 and IQ4_NL.
constexpr std::array tensorTypes{
    NumberedType{0, {"F32"_L1, 1, 4}},           NumberedType{1, {"F16"_L1, 1, 2}},
    NumberedType{2, {"Q4_0"_L1, 32, 18}},        NumberedType{3, {"Q4_1"_L1, 32, 20}},
    NumberedType{6, {"Q5_0"_L1, 32, 22}},        NumberedType{7, {"Q5_1"_L1, 32, 24}},
    NumberedType{8, {"Q8_0"_L1, 32, 34}},        NumberedType{9, {"Q8_1"_L1, 32, 36}},
    NumberedType{10, {"Q2_K"_L1, 256, 84}},      NumberedType{11, {"Q3_K"_L1, 256, 110}},
    NumberedType{12, {"Q4_K"_L1, 256, 144}},     NumberedType{13, {"Q5_K"_L1, 256, 176}},
    NumberedType{14, {"Q6_K"_L1, 256, 210}},     NumberedType{15, {"Q8_K"_L1, 256, 292}},
    NumberedType{16, {"IQ2_XXS"_L1, 256, 66}},   NumberedType{17, {"IQ2_XS"_L1, 256, 74}},
    NumberedType{18, {"IQ3_XXS"_L1, 256, 98}},   NumberedType{19, {"IQ1_S"_L1, 256, 50}},
    NumberedType{20, {"IQ4_NL"_L1, 32, 18}},     NumberedType{21, {"IQ3_S"_L1, 256, 110}},
    NumberedType{22, {"IQ2_S"_L1, 256, 82}},     NumberedType{23, {"IQ4_XS"_L1, 256, 136}},
    NumberedType{24, {"I8"_L1, 1, 1}},           NumberedType{25, {"I16"_L1, 1, 2}},
    NumberedType{26, {"I32"_L1, 1, 4}},          NumberedType{27, {"I64"_L1, 1, 8}},
    NumberedType{28, {"F64"_L1, 1, 8}},          NumberedType{29, {"IQ1_M"_L1, 256, 56}},
    NumberedType{30, {"BF16"_L1, 1, 2}},         NumberedType{31, {"Q4_0_4_4"_L1, 32, 18}},
    NumberedType{32, {"Q4_0_4_8"_L1, 32, 18}},   NumberedType{33, {"Q4_0_8_8"_L1, 32, 18}},
    NumberedType{34, {"TQ1_0"_L1, 256, 54}},     NumberedType{35, {"TQ2_0"_L1, 256, 66}},
    NumberedType{36, {"IQ4_NL_4_4"_L1, 32, 18}}, NumberedType{37, {"IQ4_NL_4_8"_L1, 32, 18}},
    NumberedType{38, {"IQ4_NL_8_8"_L1, 32, 18}}, NumberedType{39, {"MXFP4"_L1, 32, 17}},
    NumberedType{40, {"NVFP4"_L1, 64, 36}},      NumberedType{41, {"Q1_0"_L1, 128, 18}},
    NumberedType{42, {"Q2_0"_L1, 64, 18}},
};

// Index = number; gaps are empty.
constexpr std::array fileTypes{
    "F32"_L1,      "F16"_L1,    "Q4_0"_L1,    "Q4_1"_L1,      "Q4_1_SOME_F16"_L1, ""_L1,         ""_L1,
    "Q8_0"_L1,     "Q5_0"_L1,   "Q5_1"_L1,    "Q2_K"_L1,      "Q3_K_S"_L1,        "Q3_K_M"_L1,   "Q3_K_L"_L1,
    "Q4_K_S"_L1,   "Q4_K_M"_L1, "Q5_K_S"_L1,  "Q5_K_M"_L1,    "Q6_K"_L1,          "IQ2_XXS"_L1,  "IQ2_XS"_L1,
    "Q2_K_S"_L1,   "IQ3_XS"_L1, "IQ3_XXS"_L1, "IQ1_S"_L1,     "IQ4_NL"_L1,        "IQ3_S"_L1,    "IQ3_M"_L1,
    "IQ2_S"_L1,    "IQ2_M"_L1,  "IQ4_XS"_L1,  "IQ1_M"_L1,     "BF16"_L1,          "Q4_0_4_4"_L1, "Q4_0_4_8"_L1,
    "Q4_0_8_8"_L1, "TQ1_0"_L1,  "TQ2_0"_L1,   "MXFP4_MOE"_L1, "NVFP4"_L1,         "Q1_0"_L1,     "Q2_0"_L1,
};

constexpr quint64 guessedFlag = 1024; // "not written in the file, guessed from the tensors"

} // namespace

std::optional<TensorType> tensorType(quint32 id)
{
    for (const NumberedType& entry : tensorTypes) {
        if (entry.id == id)
            return entry.type;
    }
    return std::nullopt;
}

QString fileTypeName(quint64 id)
{
    const quint64 index = id & ~guessedFlag;
    return index < fileTypes.size() ? QString(fileTypes.at(index)) : QString();
}

} // namespace quantlens::gguf
