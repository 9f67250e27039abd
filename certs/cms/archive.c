/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "encode.h"
#include "stamp.h"

/* The unsigned attributes as they stand, those left out that came later. */
static unsigned char *encode_attributes(const struct envelope *envelope, unsigned int without,
					size_t *bytes)
{
	const struct attributes *attributes = &envelope->attributes;
	struct der_slice rest = envelope->signed_data.unsigned_attributes;
	unsigned char *body = malloc(rest.bytes + 1), *element;
	struct der_element attribute;
	size_t used = 0;

	for (size_t at = 0; body && der_take(&rest, DER_SEQUENCE, &attribute); at++) {
		bool left_out = false;

		for (size_t i = 0; i < attributes->archive_count; i++)
			left_out |= attributes->archive_at[i] == at && (without >> i & 1);
		if (left_out)
			continue;
		memcpy(body + used, attribute.whole.at, attribute.whole.bytes);
		used += attribute.whole.bytes;
	}
	element = body ? encode_element(DER_CONTEXT + 1, body, used, bytes) : NULL;
	free(body);
	return element;
}

bool archive_octets(const struct envelope *envelope, unsigned int without,
		    struct archive_octets *out)
{
	const struct signed_data *signed_data = &envelope->signed_data;
	size_t bytes = 0;

	out->attributes = encode_attributes(envelope, without, &bytes);
	out->parts[0] = signed_data->encapsulated;
	out->parts[1] = signed_data->certificate_set;
	out->parts[2] = signed_data->signer_fields;
	out->parts[3] = (struct der_slice){ out->attributes, bytes };
	return out->attributes;
}

void archive_octets_clear(struct archive_octets *octets)
{
	free(octets->attributes);
	*octets = (struct archive_octets){ 0 };
}

/* One of them, and where it stands in the attributes. */
struct entry {
	struct stamp stamp;
	size_t index;
};

static int by_time(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;

	if (first->stamp.time_s != second->stamp.time_s)
		return first->stamp.time_s < second->stamp.time_s ? -1 : 1;
	return (first->index > second->index) - (first->index < second->index);
}

static bool covers(const struct envelope *envelope, const struct entry *entries, size_t at,
		   struct finding *finding)
{
	unsigned int without = 0;
	struct archive_octets octets;
	bool does;

	for (size_t i = at; i < envelope->attributes.archive_count; i++)
		without |= 1U << entries[i].index;
	if (!archive_octets(envelope, without, &octets))
		return finding_no_memory(finding);
	does = stamp_covers(&entries[at].stamp, octets.parts, ARCHIVE_PARTS, finding);
	archive_octets_clear(&octets);
	return does;
}

/* Of those of one second the first is the one that does not cover the others. */
static bool put_next(const struct envelope *envelope, struct entry *entries, size_t at,
		     struct finding *finding)
{
	size_t count = envelope->attributes.archive_count;

	for (size_t k = at; k < count && entries[k].stamp.time_s == entries[at].stamp.time_s; k++) {
		struct finding ignored = { .reason = WIPECERT_REASON_NONE };
		struct entry held = entries[at];

		entries[at] = entries[k];
		entries[k] = held;
		if (covers(envelope, entries, at, &ignored))
			return true;
		entries[k] = entries[at];
		entries[at] = held;
	}
	return covers(envelope, entries, at, finding);
}

static bool open_all(const struct envelope *envelope, struct entry *entries,
		     struct finding *finding)
{
	size_t count = envelope->attributes.archive_count;

	for (size_t i = 0; i < count; i++) {
		entries[i].index = i;
		if (!stamp_open(envelope->attributes.archive[i], &entries[i].stamp, finding))
			return false;
	}
	qsort(entries, count, sizeof(*entries), by_time);
	for (size_t i = 0; i < count; i++)
		if (!put_next(envelope, entries, i, finding))
			return false;
	return true;
}

/* From the newest back: each that counts vouches for the time at which the next is looked at. */
static int64_t walk_back(const struct entry *entries, size_t count, const struct material *material,
			 const struct wipecert_trust *trust, int64_t time_s, size_t *valid_count,
			 struct finding *finding)
{
	int64_t known_s = time_s;

	for (size_t i = count; i--;) {
		const struct chain_moment moment = { known_s, time_s };
		struct finding found = { .reason = WIPECERT_REASON_NONE };

		stamp_check_authority(&entries[i].stamp, trust ? trust->tsa : NULL,
				      material->certificates, material->lists, &moment, &found);
		finding->no_memory |= found.no_memory;
		if (found.reason != WIPECERT_REASON_NONE || entries[i].stamp.time_s > known_s)
			continue;
		known_s = entries[i].stamp.time_s;
		(*valid_count)++;
	}
	return known_s;
}

int64_t archive_check(const struct envelope *envelope, const struct material *material,
		      const struct wipecert_trust *trust, int64_t time_s, size_t *valid_count,
		      struct finding *finding)
{
	struct entry entries[ATTRIBUTES_ARCHIVE_MAX] = { 0 };
	size_t count = envelope->attributes.archive_count;

	*valid_count = 0;
	if (open_all(envelope, entries, finding))
		time_s = walk_back(entries, count, material, trust, time_s, valid_count, finding);
	for (size_t i = 0; i < count; i++)
		stamp_close(&entries[i].stamp);
	return time_s;
}
