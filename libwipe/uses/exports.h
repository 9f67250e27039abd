/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef USES_EXPORTS_H
#define USES_EXPORTS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The file in what LIO says of a "fileio" store: "... File: /dev/sdb  Size: 1024
 * Mode: ...". Pure. false and "" if there is none, or it does not fit.
 */
bool export_file_parse(const char *info, char *out, size_t out_bytes);

#endif
