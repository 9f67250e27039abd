/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One record of every kind, made by real jobs on media in memory: the same
 * bytes each time. They are also the files of tests/fixtures/records.
 */
#ifndef CERTS_RECORD_SAMPLE_H
#define CERTS_RECORD_SAMPLE_H

#include "unit.h"

#include <wipe/erase.h>
#include <wipecert/record.h>

#include "test_io.h"

struct sample {
	const char *name; /* of the file, without ".json" */
	enum wipecert_type type;
	const struct wipe_device *device;
	const char *method;
	enum wipe_verify_mode verify;
	bool has_challenge;
	/* What goes wrong; NULL: nothing. */
	void (*spoil)(struct test_io *io, struct wipe_job_options *options);
	const char *closes, *about; /* names of samples; NULL: none */
	const char *resumes;	    /* the same; the job broke off once and was gone on with */
	uint64_t check_samples;	    /* of a CHECK; 0: all blocks */
	/* Keys that are destroyed; NULL: none. Such are made by hand, and spoilt by mar. */
	void (*keys)(struct wipe_crypto *crypto);
	void (*mar)(struct wipe_report *report);
	const char *verdict; /* expected; NULL in attempts */
	enum wipecert_held held;
};

extern const struct sample samples[];
extern const size_t sample_count;

const struct sample *sample_find(const char *name);

/* The report and what is known of tool and host. The caller frees with free(). */
struct wipe_report *sample_report(const struct sample *sample);
void sample_meta(const struct sample *sample, struct wipecert_meta *meta);

/* The bytes of the record, the caller's; fails the test if it cannot be built. */
char *sample_json(const struct sample *sample, size_t *bytes);
/* The same, parsed. */
struct wipecert_record *sample_record(const struct sample *sample);

/* Is it what the fixture of that name holds? With MASSHO_UPDATE_FIXTURES set it is written. */
void fixture_compare(const char *name, const char *json, size_t bytes);

#endif
