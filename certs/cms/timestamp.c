/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "archive.h"
#include "name.h"
#include "stamp.h"
#include "timestamp.h"

#define CLOCKS_DIFFER_S (5 * 60)

void timestamp_conclude(const struct finding *found, struct wipecert_timestamp *out)
{
	out->authentic = finding_authentic(found);
	out->reason = found->reason;
	snprintf(out->detail, sizeof(out->detail), "%s", found->detail);
}

/* Form, imprint and signature: what does not depend on whom one trusts. */
static bool open_stamp(const struct envelope *envelope, struct stamp *stamp,
		       struct wipecert_timestamp *out, struct finding *found)
{
	if (!stamp_open(envelope->attributes.timestamp, stamp, found) ||
	    !stamp_covers(stamp, &envelope->signed_data.signature, 1, found))
		return false;
	out->time_s = stamp->time_s;
	if (!name_render(X509_get_subject_name(stamp->authority), out->authority,
			 sizeof(out->authority)))
		return finding_no_memory(found);
	return true;
}

/* Archive timestamps first: they tell as of when the one over the signature is judged. */
static void judge(const struct envelope *envelope, const struct material *material,
		  const struct wipecert_trust *trust, int64_t time_s, const struct stamp *stamp,
		  struct wipecert_timestamp *out, struct finding *found)
{
	struct chain_moment moment = { time_s, time_s };

	moment.signed_s =
		archive_check(envelope, material, trust, time_s, &out->archive_valid_count, found);
	stamp_check_authority(stamp, trust ? trust->tsa : NULL, material->certificates,
			      material->lists, &moment, found);
	if (stamp->time_s > moment.signed_s + CLOCKS_DIFFER_S)
		finding_note(found, WIPECERT_REASON_FUTURE, "%s", "");
}

int64_t timestamp_check(const struct envelope *envelope, const struct material *material,
			const struct wipecert_trust *trust, int64_t time_s,
			struct wipecert_timestamp *out, struct finding *finding)
{
	struct finding found = { .reason = WIPECERT_REASON_NONE };
	struct stamp stamp = { 0 };

	*out = (struct wipecert_timestamp){ .archive_count = envelope->attributes.archive_count };
	if (!envelope->attributes.timestamp.bytes)
		return time_s;
	out->is_present = true;
	if (open_stamp(envelope, &stamp, out, &found))
		judge(envelope, material, trust, time_s, &stamp, out, &found);
	/* Whoever put it there meant to pass it off: the file is not as it was made. */
	if (found.reason == WIPECERT_REASON_TIMESTAMP) {
		finding_note(finding, found.reason, "%s", found.detail);
		out->time_s = 0;
	}
	finding->no_memory |= found.no_memory;
	timestamp_conclude(&found, out);
	stamp_close(&stamp);
	return out->authentic == WIPECERT_VALID && out->time_s < time_s ? out->time_s : time_s;
}
