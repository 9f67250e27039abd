// SPDX-License-Identifier: GPL-3.0-or-later
/** What timestamps tell of a record, after certs/cms/timestamp.c. */
import * as archives from "./archive.js";
import { render } from "./name.js";
import { Finding } from "./reason.js";
import * as stamps from "./stamp.js";

const CLOCKS_DIFFER = 5 * 60;

/** Archive timestamps first: they tell as of when the one over the signature is judged. */
async function judge(envelope, material, trust, time, stamp, out, found) {
	const { known, validCount } = await archives.check(envelope, material, trust, time, found);

	out.archiveValidCount = validCount;
	await stamps.checkAuthority(stamp, trust?.tsa, material, { signed: known, lookedAt: time }, found);
	if (stamp.time > known + CLOCKS_DIFFER)
		found.note("issued-in-the-future");
}

/**
 * What the tokens of an envelope say, into result.timestamp; the time as of which the signer is
 * judged. A token that is malformed or another's makes the record invalid.
 */
export async function check(envelope, material, trust, time, result, finding) {
	const found = new Finding(), out = { archiveCount: envelope.attributes.archive.length, archiveValidCount: 0, time: null, authority: "" };

	if (!envelope.attributes.timestamp)
		return time;
	const stamp = await stamps.open(envelope.attributes.timestamp, found);
	if (stamp && await stamps.covers(stamp, envelope.signedData.signature, found)) {
		out.time = stamp.time;
		out.authority = render(stamp.authority.subject);
		await judge(envelope, material, trust, time, stamp, out, found);
	}
	/* Whoever put it there meant to pass it off: the file is not as it was made. */
	if (found.reason === "timestamp") {
		finding.note("timestamp", found.detail);
		out.time = null;
	}
	result.timestamp = { ...out, authentic: found.authentic, reason: found.reason, detail: found.detail };
	return found.authentic === "valid" && stamp.time < time ? stamp.time : time;
}
