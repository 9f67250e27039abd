/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Holds JSON against a schema (JSON Schema, draft 2020-12), so that the published
 * file is what decides. A small part of the vocabulary is understood, and a
 * schema that uses any other word is refused:
 *
 *   type required properties additionalProperties:false enum const items minItems
 *   maxItems minLength maxLength pattern minimum maximum oneOf
 *   $ref to "#/$defs/NAME", and the annotations $schema $id $defs title description
 *
 * pattern is a POSIX extended expression within what ECMA 262 reads alike, over
 * bytes; lengths count code points; numbers are integers. oneOf stands for objects
 * that the const or enum of "type", "kind" or "reason" tells apart: only the branch
 * that fits there is tried, so that the error is about the object that was meant.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include <jansson.h>
#include <stddef.h>

#include <wipe/error.h>

struct schema;

/* The published schema of records, massho-record-1.schema.json. */
extern const unsigned char schema_record_1[];
extern const size_t schema_record_1_bytes;
/* That of trust policies, massho-trust-1.schema.json. */
extern const unsigned char schema_trust_1[];
extern const size_t schema_trust_1_bytes;

/* Reads a schema. The caller frees *schema. WIPE_E_NOMEM, or WIPE_E_FORMAT. */
int schema_load(const void *text, size_t bytes, struct schema **schema, struct wipe_error *err);
void schema_free(struct schema *schema); /* NULL: no-op */

/*
 * That of records, read once a thread: reading it takes longer than holding a record
 * against it. It ends with the thread. Same errors.
 */
int schema_of_thread(struct schema **schema, struct wipe_error *err);

/*
 * 0, or WIPE_E_FORMAT with the place ("/method/passes/0/key") and what is wrong
 * there. Not for two threads at once: compiled patterns are kept in schema.
 */
int schema_validate(struct schema *schema, json_t *value, struct wipe_error *err);

#endif
