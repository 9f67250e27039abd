/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Serials that cannot tell two drives apart. */
#ifndef DISCOVER_SERIAL_H
#define DISCOVER_SERIAL_H

#include <wipe/device.h>

/* Of one serial as it was read (blanks around it do not count); never WIPE_SERIAL_SHARED. */
enum wipe_serial_problem serial_problem_of(const char *text);

#endif
