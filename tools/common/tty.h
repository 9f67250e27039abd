/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_TOOLS_TTY_H
#define MASSHO_TOOLS_TTY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Writes question on the controlling terminal and reads a line, echoed or not,
 * into buf without its end and with a NUL. Returns the length, or -1 with errno:
 * ENXIO if there is no terminal, ENODATA at its end of file, EMSGSIZE if the line
 * is too long, EINTR if a signal came that the program survived.
 *
 * Signals are held back meanwhile and taken one by one: the terminal is put back
 * first, then the signal does what it does. Only SIGKILL leaves it without echo.
 */
int tty_ask(const char *question, bool echo, char *buf, size_t size);

/* Is there a controlling terminal? */
bool tty_exists(void);

/*
 * One line from fd, byte by byte so that nothing behind it is taken. As above;
 * at the end of file what was read is the line.
 */
int tty_read_line(int fd, char *buf, size_t size);

#endif
