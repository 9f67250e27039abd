/* SPDX-License-Identifier: GPL-3.0-or-later */
/* More words of records of kind "file". */
#ifndef RENDER_FILE_WORDS_H
#define RENDER_FILE_WORDS_H

/* NULL: nothing that keeps a file from being erased. */
const char *file_words_reason(const char *reason);
/* NULL: what is gone or planned. */
const char *file_words_state(const char *state);
/* Never NULL. */
const char *file_words_writes(const char *term);
const char *file_words_beneath(const char *term);
const char *file_words_media(const char *term);

#endif
