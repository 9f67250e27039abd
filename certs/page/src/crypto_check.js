// SPDX-License-Identifier: GPL-3.0-or-later
/** Does what a record says of encrypted volumes contradict itself? After certs/record/consistent_crypto.c, rule by rule. */
import { CONDITIONS } from "./crypto.js";
import { deny } from "./contradiction.js";

const COPIES_MAX = 8;
const SLOTS_OF_LUKS1 = 8;
const endOf = ({ offset_bytes: offset, length_bytes: length }) => BigInt(offset) + BigInt(length);
const isAscending = (list) => list.every(({ number }, index) => !index || list[index - 1].number < number);

function checkPlan({ crypto, method, passes, verify, contentSha256 }) {
	const isLuks = method.name === "luks";

	deny(isLuks && (!crypto || crypto.then_overwrite), "only keys are destroyed, and there are none, or all is overwritten");
	if (!crypto)
		return;
	deny(!isLuks && !crypto.then_overwrite, "keys are destroyed by a method that destroys none");
	deny(crypto.then_overwrite && crypto.scope !== null, "all is overwritten, and only a part is erased");
	deny(passes[0]?.kind !== "stream", "keys are destroyed by a method that destroys none");
	deny(isLuks && (passes.length !== 1 || verify !== "full" || contentSha256), "where only keys are destroyed, all that is written is read back");
}

function checkAnswers({ conditions, copies, copies_not_listed: more, volumes }) {
	deny(conditions.answered_by === "nobody" && CONDITIONS.some((name) => conditions[name] !== "unknown"), "nobody answered, and there are answers");
	deny(copies.some(({ volume }) => volume >= volumes.length), "a copy is of a volume that there is none of");
	deny(more && copies.length < COPIES_MAX, "copies are left out of a list that has room");
}

/** Slots lie in the area, behind each other or beside each other, never on each other. */
function checkSlots({ slots, area_bytes: area, version }) {
	const places = [...slots].sort((one, other) => (BigInt(one.offset_bytes) < BigInt(other.offset_bytes) ? -1 : 1));

	deny(!isAscending(slots) || (version === 1 && slots.length > SLOTS_OF_LUKS1), "key slots are listed twice");
	deny(slots.some((one) => one.length_bytes === "0" || endOf(one) > BigInt(area)), "a key slot lies outside of the area of keys");
	deny(places.some((one, index) => index && endOf(places[index - 1]) > BigInt(one.offset_bytes)), "key slots overlap");
}

function checkTokens({ tokens, slots, version }) {
	deny(!isAscending(tokens) || (version === 1 && tokens.length), "tokens are listed twice");
	deny(tokens.some((token) => token.slots.some((number) => !slots.some((slot) => slot.number === number))),
		"a token opens a key slot that there is none of");
}

function checkResult({ result, slots, tokens, area_bytes: area }, { type, touched }) {
	deny((result === null) !== (type === "attempt"), "what became of keys is told of an attempt, or not of an erasure");
	if (!result)
		return;
	const read = BigInt(result.bytes_verified) + BigInt(result.mismatch_bytes) + BigInt(result.unreadable_bytes);
	const did = result.is_destroyed || result.slots_destroyed || result.tokens_removed || read || result.slots_changed;

	deny(read > BigInt(area) || result.slots_destroyed > slots.length || result.slots_changed > slots.length ||
		result.tokens_removed > tokens.length, "more of a header was destroyed than there was");
	deny(!result.is_destroyed && (result.slots_destroyed || result.tokens_removed), "key slots are gone from a header that was not written");
	deny(did && !touched, "keys were destroyed on a medium that was not touched");
}

function checkVolumes({ crypto, capacity }) {
	const { volumes, scope, header } = crypto;
	let at = BigInt(scope?.offset_bytes ?? 0);
	const end = scope ? endOf(scope) : capacity;

	deny(scope && (scope.length_bytes === "0" || end > capacity), "a partition leads out of its medium");
	deny(header && volumes.length !== 1, "a header of its own has one volume");
	for (const volume of volumes) {
		deny(BigInt(volume.offset_bytes) < at || endOf(volume) > end, "an encrypted volume leads out of what it lies in");
		at = endOf(volume);
		deny(BigInt(volume.area_bytes) > BigInt(header ? header.medium.capacity_bytes : volume.length_bytes),
			"an area of keys leads out of what it lies in");
		deny(volume.header_copies.length !== volume.version, "a header has another number of copies");
		checkSlots(volume);
		checkTokens(volume);
	}
}

/** Throws Contradiction. The header's own medium and pass are looked at where those of the medium are. */
export function checkCrypto(report) {
	checkPlan(report);
	if (!report.crypto)
		return;
	checkAnswers(report.crypto);
	checkVolumes(report);
	for (const volume of report.crypto.volumes)
		checkResult(volume, report);
}
