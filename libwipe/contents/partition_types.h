/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of well-known partition types: stable English, for tables and JSON. */
#ifndef CONTENTS_PARTITION_TYPES_H
#define CONTENTS_PARTITION_TYPES_H

/* guid in any case; also the names of the Apple partition map. NULL if not well known. */
const char *partition_type_name_guid(const char *guid);

/* The type byte of an MBR entry. NULL if not well known. */
const char *partition_type_name_mbr(unsigned int code);

#endif
