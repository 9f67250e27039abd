/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fold and its rules ask of the state. */
#ifndef REGISTER_FOLD_H
#define REGISTER_FOLD_H

#include "case.h"

/* NULL for WIPECERT_NO_INDEX. fold_items.c */
struct item *fold_item_at(struct wipecert_case *opened, size_t index);
void fold_conclude(struct item *item, enum wipecert_outcome outcome, size_t entry);

/* What a record does, one function for each type; index is the record's. All that can fail: no memory. */
int fold_thing(struct wipecert_case *opened, size_t index,
	       struct wipe_error *err);			       /* fold_items.c */
void fold_leaving(struct wipecert_case *opened, size_t index); /* fold_items.c */
void fold_outcome(struct wipecert_case *opened, size_t index); /* fold_items.c */
/* An officer has answered what the item is, or what became of it. fold_items.c */
void fold_withdraw(struct wipecert_case *opened, size_t item);
void fold_attempt(struct wipecert_case *opened, size_t index); /* fold_work.c */
/* Whatever the rules say of it: it tells how attempts ended. fold_work.c */
void fold_end_attempts(struct wipecert_case *opened, size_t index);
int fold_erasure(struct wipecert_case *opened, size_t index,
		 struct wipe_error *err);			/* fold_work.c */
void fold_copying(struct wipecert_case *opened, size_t index);	/* fold_work.c */
void fold_check(struct wipecert_case *opened, size_t index);	/* fold_work.c */
void fold_approval(struct wipecert_case *opened, size_t index); /* fold_answers.c */
void fold_incident(struct wipecert_case *opened, size_t index); /* fold_answers.c */
int fold_answer(struct wipecert_case *opened, size_t index,
		struct wipe_error *err); /* fold_answers.c */
/* Answers whose turn came before that of what they are about. fold_answers.c */
int fold_early_answers(struct wipecert_case *opened, size_t index, struct wipe_error *err);

/*
 * Did the ERASURE come off? Of files that were erased for an item, it did if all of the copy is
 * gone by then, whatever this one run found of it; if it does not tell of the copy, as of a
 * medium. fold_work.c
 */
bool fold_has_come_off(const struct entry *entry);

/* Questions. state.c */

/* Index of the item that entry brought and that counts; WIPECERT_NO_INDEX: none. */
size_t fold_item_of_entry(const struct wipecert_case *opened, size_t entry);
/* May a medium with this serial be one of the item's? "": one whose serial is not known. */
bool fold_has_serial(const struct wipecert_case *opened, const struct item *item,
		     const char *serial);
/* Is it that of the thing, of a medium in it, or of what was copied to? */
bool fold_names_serial(const struct wipecert_case *opened, const struct item *item,
		       const char *serial);
/*
 * Calls visit for each item that is on the medium with this serial: is it, has it, or was
 * copied to it by a record that stands before this position and was not erased since.
 */
typedef void (*fold_visit_fn)(void *arg, size_t item);
void fold_each_on(const struct wipecert_case *opened, const char *serial, size_t before,
		  fold_visit_fn visit, void *arg);
/* Permitted as a copy of something, inside or outside. */
bool fold_is_copy(const struct item *item);
/* Can what became of it be told piece by piece? */
bool fold_is_of_parts(const struct item *item);
/* All media of it, or itself, and all that it was copied to, erased so that it counts. */
bool fold_is_erased(const struct item *item);
/* Has something of it been? */
bool fold_was_erased(const struct item *item);
/* All that erased something of it confirmed each. */
bool fold_erasures_are_confirmed(const struct wipecert_case *opened, const struct item *item);
/* Is what it became confirmed, and nothing open? */
bool fold_is_done(const struct wipecert_case *opened, const struct item *item);
/* Has something become of it that no officer rejected? */
bool fold_has_ended(const struct wipecert_case *opened, const struct item *item);
/* Was each piece of it returned, and did the officer countersign that? */
bool fold_is_back(const struct wipecert_case *opened, const struct item *item);
/* Pieces that were neither returned nor disposed of, so far as no officer rejected that. */
uint32_t fold_left(const struct wipecert_case *opened, const struct item *item);
/* May files be erased for it? Of files, and no level of a medium was agreed upon for those. */
bool fold_takes_files(const struct wipecert_case *opened, const struct item *item);
enum wipe_level fold_level(const struct wipecert_case *opened, enum wipecert_item_kind kind);
/* The record before the one whose turn it is that opened the incident; WIPECERT_NO_INDEX: none. */
size_t fold_incident_of_id(const struct wipecert_case *opened, const char *id);
/* Does the incident name the item? */
bool fold_is_of_incident(const struct told_incident *incident, const char *item);
/* No erasure is waited for any more: the medium is destroyed, lost, gone back, or the contractor's word stands for it. */
bool fold_ended_otherwise(const struct item *item);
/* Erasures of which nothing tells how they ended, and for which nothing else stands. */
size_t fold_open_attempts(const struct wipecert_case *opened);
/* The drawn challenge that this work answers; WIPECERT_NO_INDEX: none that counts. */
size_t fold_answered(const struct wipecert_case *opened, const struct entry *work, size_t item);
/* Was the challenge drawn in this case, whatever for? */
bool fold_knows_challenge(const struct wipecert_case *opened, const struct entry *work);

#endif
