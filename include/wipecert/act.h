/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Acts: what is said in a case of what was received, permitted, copied, returned
 * and so on (massho-case(5)). All have one frame, and a body that the schema
 * describes; it is written and read by path: "contract/title", "persons/0/role".
 */
#ifndef WIPECERT_ACT_H
#define WIPECERT_ACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipecert/record.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPECERT_DATE_BYTES 11 /* "2026-11-22" and a NUL */

static inline bool wipecert_type_is_act(enum wipecert_type type)
{
	return type >= WIPECERT_INIT && type < WIPECERT_TYPES;
}

/* False: no type has that name. */
WIPE_API bool wipecert_type_named(const char *name, enum wipecert_type *type);

/* An act in the making. What is not said of it stays null, or empty. */
struct wipecert_act;

/* WIPE_E_USAGE: the type is none of an act. The caller frees *act. */
WIPE_API int wipecert_act_new(enum wipecert_type type, struct wipecert_act **act,
			      struct wipe_error *err);
WIPE_API void wipecert_act_free(struct wipecert_act *act); /* NULL: no-op */
WIPE_API enum wipecert_type wipecert_act_type(const struct wipecert_act *act);

/*
 * Each puts a value at path. Objects and arrays on the way are made; a number is an
 * index, at most the array's length. WIPE_E_USAGE: the path cannot be, or the text
 * is no UTF-8 or hides characters. Whether the value may be there is found by
 * wipecert_act_build(). NULL as text is null.
 */
WIPE_API int wipecert_act_text(struct wipecert_act *act, const char *path, const char *text,
			       struct wipe_error *err);
WIPE_API int wipecert_act_number(struct wipecert_act *act, const char *path, uint64_t number,
				 struct wipe_error *err);
WIPE_API int wipecert_act_bytes(struct wipecert_act *act, const char *path, uint64_t bytes,
				struct wipe_error *err); /* a decimal string */
WIPE_API int wipecert_act_bool(struct wipecert_act *act, const char *path, bool value,
			       struct wipe_error *err);
WIPE_API int wipecert_act_time(struct wipecert_act *act, const char *path, int64_t time_s,
			       struct wipe_error *err);
WIPE_API int wipecert_act_hex(struct wipecert_act *act, const char *path, const uint8_t *bytes,
			      size_t count, struct wipe_error *err);
/* Only its hashes. */
WIPE_API int wipecert_act_link(struct wipecert_act *act, const char *path,
			       const struct wipecert_link *link, struct wipe_error *err);

/* Is something other than null at path? */
WIPE_API bool wipecert_act_is_set(const struct wipecert_act *act, const char *path);

/* The text that was put at path; NULL: none. Valid until the act changes. */
WIPE_API const char *wipecert_act_said(const struct wipecert_act *act, const char *path);

/*
 * As wipecert_record_build(); meta->place must be there. WIPE_E_FORMAT tells what
 * is missing or wrong, and where.
 */
WIPE_API int wipecert_act_build(const struct wipecert_act *act, const struct wipecert_meta *meta,
				char **json, size_t *json_bytes, struct wipe_error *err);

/*
 * Would it be a record? As wipecert_act_build() as far as that can be said before its place
 * is known; item as in struct wipecert_place. WIPE_E_FORMAT.
 */
WIPE_API int wipecert_act_check(const struct wipecert_act *act, const struct wipecert_meta *meta,
				const char *item, struct wipe_error *err);

/*
 * What a record of any type says at path. Texts are valid as long as the record.
 * Null, absent, or of another type: NULL, 0, false.
 */
WIPE_API const char *wipecert_record_text(const struct wipecert_record *record, const char *path);
WIPE_API uint64_t wipecert_record_number(const struct wipecert_record *record, const char *path);
WIPE_API uint64_t wipecert_record_bytes(const struct wipecert_record *record, const char *path);
WIPE_API bool wipecert_record_bool(const struct wipecert_record *record, const char *path);
WIPE_API int64_t wipecert_record_time(const struct wipecert_record *record, const char *path);
WIPE_API bool wipecert_record_hex(const struct wipecert_record *record, const char *path,
				  uint8_t *bytes, size_t count);
/* How many are in the array at path. */
WIPE_API size_t wipecert_record_count(const struct wipecert_record *record, const char *path);

/* Was it decided on paper, and entered by the signer? */
WIPE_API bool wipecert_record_on_paper(const struct wipecert_record *record);

/*
 * Is text "YYYY-MM-DD" of the calendar? day_s, unless NULL, gets its begin in UTC.
 */
WIPE_API bool wipecert_date_parse(const char *text, int64_t *day_s);

#ifdef __cplusplus
}
#endif
#endif
