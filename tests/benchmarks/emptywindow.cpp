// SPDX-License-Identifier: GPL-3.0-or-later
// What a window costs that does nothing: the measure of start_benchmark.cpp.
#include <QApplication>
#include <QMainWindow>

int main(int argc, char** argv)
{
    const QApplication application(argc, argv);
    QMainWindow window;
    window.resize(1440, 900); // as the program
    window.show();
    return QApplication::exec();
}
