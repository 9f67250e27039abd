/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fold and its rules ask of the state. */
#ifndef REGISTER_FOLD_H
#define REGISTER_FOLD_H

#include "case.h"

/* Index of the item that entry brought and that counts; WIPECERT_NO_INDEX: none. */
size_t fold_item_of_entry(const struct wipecert_case *opened, size_t entry);
/*
 * Is serial that of the thing, of a medium in it, or of what was copied to? "": is something of
 * it where no serial is known?
 */
bool fold_has_serial(const struct wipecert_case *opened, const struct item *item,
		     const char *serial);
bool fold_knows_serial(const struct wipecert_case *opened, const struct item *item);
/*
 * Calls visit for each item that is on the medium with this serial: is it, has it, or was
 * copied to it by a record that stands before this position and was not erased since.
 */
typedef void (*fold_visit_fn)(void *arg, size_t item);
void fold_each_on(const struct wipecert_case *opened, const char *serial, size_t before,
		  fold_visit_fn visit, void *arg);
/* All media of it, or itself, and all that it was copied to, erased so that it counts. */
bool fold_is_erased(const struct wipecert_case *opened, const struct item *item);
/* The same, and confirmed each. */
bool fold_erasures_are_confirmed(const struct wipecert_case *opened, const struct item *item);
/* Was what it became confirmed? */
bool fold_is_done(const struct wipecert_case *opened, const struct item *item);
enum wipe_level fold_level(const struct wipecert_case *opened, enum wipecert_item_kind kind);
/* The record before the one whose turn it is that opened the incident; WIPECERT_NO_INDEX: none. */
size_t fold_incident_of_id(const struct wipecert_case *opened, const char *id);
/* No erasure is waited for any more: the medium is destroyed, lost, or the contractor's word stands for it. */
bool fold_ended_otherwise(const struct item *item);
/* Erasures of which nothing tells how they ended, and for which nothing else stands. */
size_t fold_open_attempts(const struct wipecert_case *opened);
/* The drawn challenge that this work answers; WIPECERT_NO_INDEX: none that counts. */
size_t fold_answered(const struct wipecert_case *opened, const struct entry *work, size_t item);

#endif
