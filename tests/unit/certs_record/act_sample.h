/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One act of every kind, the same bytes each time; files of tests/fixtures/records too. */
#ifndef CERTS_RECORD_ACT_SAMPLE_H
#define CERTS_RECORD_ACT_SAMPLE_H

#include <wipecert/act.h>

struct act_value {
	const char *path, *text; /* text NULL: the number, or true for ACT_TRUE */
	uint64_t number;
};
#define ACT_TRUE UINT64_MAX

struct act_sample {
	const char *name; /* of the file, without ".json" */
	enum wipecert_type type;
	uint64_t number;		/* in the case */
	bool is_about_item;		/* of the sample "receive" */
	const struct act_value *values; /* to a NULL path */
};

extern const struct act_sample act_samples[];
extern const size_t act_sample_count;

const struct act_sample *act_sample_find(const char *name);

/* The caller's; the test fails if it cannot be built. */
char *act_sample_json(const struct act_sample *sample, size_t *bytes);
struct wipecert_record *act_sample_record(const struct act_sample *sample);

/* An INIT whose lists are as long as the schema allows. */
struct wipecert_record *act_sample_long_init(void);

#endif
