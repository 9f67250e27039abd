/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SCSI vital product data as hexadecimal text; every byte of it is the drive's word. */
#ifndef DISCOVER_VPD_H
#define DISCOVER_VPD_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of a page that are looked at; designators come first what matters. */
#define VPD_PAGE_BYTES 1024

/*
 * Unit serial number, page 80h (SPC-4 sec. 7.8.15), as the bytes are up to a NUL.
 * false and "": no such page, or nothing in it. NULL is no page.
 */
bool vpd_serial(const char *hex, char *out, size_t out_bytes);

/*
 * The best designator of the logical unit in page 83h (SPC-4 sec. 7.8.6), written
 * as the kernel does in "wwid": "naa.", "eui." and hexadecimal digits, "t10." and
 * text, or a SCSI name string. false and "": there is none that fits.
 */
bool vpd_unit_name(const char *hex, char *out, size_t out_bytes);

#endif
