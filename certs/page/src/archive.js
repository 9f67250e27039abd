// SPDX-License-Identifier: GPL-3.0-or-later
/** Archive timestamps, after certs/cms/archive.c: each is over the record and all that was there before it. */
import { concat } from "./bytes.js";
import * as der from "./der.js";
import { Finding } from "./reason.js";
import * as stamps from "./stamp.js";

/** What one is over; without: where those that came later stand among the unsigned attributes. */
function octetsOf({ signedData }, without) {
	const attributes = der.list(signedData.unsignedAttributes).filter((_, index) => !without.has(index));

	return concat(signedData.encapsulated, signedData.certificateSet, signedData.signerFields,
		der.encode(der.CONTEXT + 1, ...attributes.map(({ whole }) => whole)));
}

const covers = (envelope, entries, index, finding) =>
	stamps.covers(entries[index].stamp, octetsOf(envelope, new Set(entries.slice(index).map(({ at }) => at))), finding);

/** Of those of one second the first is the one that does not cover the others. */
async function putNext(envelope, entries, index, finding) {
	const swap = (other) => {
		[entries[index], entries[other]] = [entries[other], entries[index]];
	};

	for (let other = index; other < entries.length && entries[other].stamp.time === entries[index].stamp.time; other++) {
		swap(other);
		if (await covers(envelope, entries, index, new Finding()))
			return true;
		swap(other);
	}
	return covers(envelope, entries, index, finding);
}

/** Oldest first; null: one is malformed, or not over this record. */
async function openAll(envelope, finding) {
	const entries = [];

	for (const { at, value } of envelope.attributes.archive) {
		const stamp = await stamps.open(value, finding);
		if (!stamp)
			return null;
		entries.push({ at, stamp });
	}
	entries.sort((a, b) => a.stamp.time - b.stamp.time || a.at - b.at);
	for (const index of entries.keys())
		if (!await putNext(envelope, entries, index, finding))
			return null;
	return entries;
}

/**
 * When is everything but the archive timestamps known to have existed: the time of the oldest of
 * them that counts, or time. From the newest back each vouches for the moment at which the next is looked at.
 */
export async function check(envelope, material, trust, time, finding) {
	const entries = await openAll(envelope, finding) ?? [];
	let known = time, validCount = 0;

	for (const { stamp } of entries.reverse()) {
		const found = new Finding();
		await stamps.checkAuthority(stamp, trust?.tsa, material, { signed: known, lookedAt: time }, found);
		if (found.reason !== "none" || stamp.time > known)
			continue;
		known = stamp.time;
		validCount++;
	}
	return { known, validCount };
}
