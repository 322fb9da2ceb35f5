// SPDX-License-Identifier: GPL-3.0-or-later
// The least a program with a main window does at its start: what ours is measured against.
#include <QApplication>
#include <QMainWindow>

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QMainWindow window;
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}
