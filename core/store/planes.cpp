// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/planes.h"

#include <QtEndian>

namespace quantlens::store {

namespace {

enum PlaneForm : char {
    ConstantPlane, ///< one byte follows
    PackedPlane,   ///< blocks follow: length, then qCompress's output
    PlainPlane,    ///< the bytes follow: packing gained nothing
};

/// zlib expands by a factor of 1,032 at most and qUncompress does not stop at the size the block claims, so the size
/// of a packed block is what bounds the memory a forged one can take.
constexpr qsizetype planeBlock = 64 * 1024;
constexpr qsizetype packedBlockLimit = planeBlock + planeBlock / 64;

void appendPlane(QByteArray& out, const QByteArray& plane)
{
    if (plane.count(plane.at(0)) == plane.size()) {
        out += char(ConstantPlane);
        out += plane.at(0);
        return;
    }
    QByteArray packed;
    for (qsizetype at = 0; at < plane.size(); at += planeBlock) {
        const QByteArray block = qCompress(plane.sliced(at, std::min(planeBlock, plane.size() - at)));
        appendNumber(packed, quint32(block.size()));
        packed += block;
    }
    const bool gained = packed.size() < plane.size();
    out += char(gained ? PackedPlane : PlainPlane);
    out += gained ? packed : plane;
}

std::optional<QByteArray> takePacked(QByteArrayView& in, qsizetype count)
{
    QByteArray plane;
    while (plane.size() < count) {
        const qsizetype expected = std::min(planeBlock, count - plane.size());
        const std::optional<quint32> length = takeNumber(in);
        if (!length || qsizetype(*length) > std::min(packedBlockLimit, in.size()) || *length < sizeof(quint32))
            return std::nullopt;
        const QByteArrayView block = in.first(*length);
        in = in.sliced(*length);
        if (qFromBigEndian<quint32>(block.data()) != quint32(expected))
            return std::nullopt;
        const QByteArray unpacked = qUncompress(reinterpret_cast<const uchar*>(block.data()), block.size());
        if (unpacked.size() != expected)
            return std::nullopt;
        plane += unpacked;
    }
    return plane;
}

std::optional<QByteArray> takePlane(QByteArrayView& in, qsizetype count)
{
    if (in.size() < 2)
        return std::nullopt;
    const char form = in.front();
    in = in.sliced(1);
    if (form == ConstantPlane) {
        const char byte = in.front();
        in = in.sliced(1);
        return QByteArray(count, byte);
    }
    if (form == PackedPlane)
        return takePacked(in, count);
    if (form != PlainPlane || in.size() < count)
        return std::nullopt;
    const QByteArray plane = in.first(count).toByteArray();
    in = in.sliced(count);
    return plane;
}

} // namespace

void appendNumber(QByteArray& out, quint32 number)
{
    const quint32 bigEndian = qToBigEndian(number);
    out.append(reinterpret_cast<const char*>(&bigEndian), sizeof bigEndian);
}

std::optional<quint32> takeNumber(QByteArrayView& in)
{
    if (in.size() < qsizetype(sizeof(quint32)))
        return std::nullopt;
    const auto number = qFromBigEndian<quint32>(in.data());
    in = in.sliced(sizeof(quint32));
    return number;
}

void appendPlanes(QByteArray& out, const std::vector<quint32>& values)
{
    if (values.empty())
        return;
    QByteArray plane(qsizetype(values.size()), Qt::Uninitialized);
    for (const int shift : {24, 16, 8, 0}) {
        for (size_t i = 0; i < values.size(); ++i)
            plane[qsizetype(i)] = char(values[i] >> shift & 0xFF);
        appendPlane(out, plane);
    }
}

std::optional<std::vector<quint32>> takePlanes(QByteArrayView& in, size_t count)
{
    std::vector<quint32> values;
    if (count == 0)
        return values;
    for (const int shift : {24, 16, 8, 0}) {
        const std::optional<QByteArray> plane = takePlane(in, qsizetype(count));
        if (!plane)
            return std::nullopt;
        values.resize(count);
        for (size_t i = 0; i < count; ++i)
            values[i] |= quint32(quint8(plane->at(qsizetype(i)))) << shift;
    }
    return values;
}

} // namespace quantlens::store
