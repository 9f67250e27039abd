/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What records and lists say of an erased file, as identifiers: small tables. */
#ifndef COMMON_FILE_TERMS_H
#define COMMON_FILE_TERMS_H

#include <wipecert/files.h>

/* "unknown" for what is none; of the kind that get_index() takes. */
const char *file_kind_term(unsigned int kind);
const char *file_state_term(unsigned int state);
const char *file_level_term(unsigned int level);
const char *file_reason_term(unsigned int reason);

/* The index of text among the first count terms; -1: it is none of them. NULL is none. */
int file_term_find(const char *(*term)(unsigned int index), unsigned int count, const char *text);

/* Is its name gone? */
bool file_state_is_gone(unsigned int state);
/* Told of a manifest, and no file that was to be erased: changed, missing or equal. */
bool file_state_is_only_told(unsigned int state);
/* The level that can be reached where reason holds. */
unsigned int file_reason_level(unsigned int reason);

#endif
