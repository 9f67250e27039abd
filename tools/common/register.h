/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases as tools open them, and what is called how in them. */
#ifndef MASSHO_TOOLS_REGISTER_H
#define MASSHO_TOOLS_REGISTER_H

#include <wipecert/register.h>

/* EXIT_DONE, or an exit code after a message; EXIT_USAGE if there is no case at path. */
int register_open(const char *tool, const char *path, const struct wipecert_case_options *options,
		  struct wipecert_case **opened);

/* The same, and refuses one that nothing can be added to, and warns of what is wrong with it. */
int register_open_in_order(const char *tool, const char *path,
			   const struct wipecert_case_options *options,
			   struct wipecert_case **opened);

/* EXIT_DONE, or EXIT_USAGE (several) or EXIT_REFUSED (none) after a message. */
int register_find_item(const char *tool, const struct wipecert_case *opened, const char *name,
		       size_t *index);

/* Its label and the begin of its id, for a message. */
#define REGISTER_TITLE_BYTES 512
void register_title(const struct wipecert_item *item, char title[REGISTER_TITLE_BYTES]);

/* Is it the serial of the item, or of a medium in it? */
bool register_has_serial(const struct wipecert_item *item, const char *serial);

/*
 * Which media the item is still on while others of it are erased: in it by serial, copied to
 * as it was told. "": none, or nothing of it is erased yet.
 */
#define REGISTER_LEFT_BYTES 512
void register_left(const struct wipecert_case *opened, size_t index, char out[REGISTER_LEFT_BYTES]);

/*
 * Is it at several places without a serial, so that nothing tells which an erasure was of?
 * out: all of these places.
 */
bool register_is_unsure(const struct wipecert_case *opened, size_t index,
			char out[REGISTER_LEFT_BYTES]);

/* Is a copy still at one of several places? out: what is left of them, as above. */
bool register_is_at_several(const struct wipecert_case *opened, size_t index,
			    char out[REGISTER_LEFT_BYTES]);

/* A record by its id or the begin of one, 8 characters at least; likewise. */
int register_find_record(const char *tool, const struct wipecert_case *opened, const char *name,
			 size_t *index);

#endif
