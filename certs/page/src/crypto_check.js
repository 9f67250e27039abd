// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Does what a record says of encrypted volumes contradict itself? After certs/record/consistent_crypto.c and
 * consistent_volume.c, rule by rule.
 */
import { CONDITIONS } from "./crypto.js";
import { deny } from "./contradiction.js";

const COPIES_MAX = 8, SLOTS_OF_LUKS1 = 8, BYTES_OF_LUKS1 = "592";
/** Of a copy of a LUKS2 header: powers of two. */
const BYTES_OF_LUKS2 = Array.from({ length: 9 }, (_, index) => String(0x4000 << index));
const lengthOf = ({ length_bytes: length }) => BigInt(length), beginOf = ({ offset_bytes: offset }) => BigInt(offset);
const endOf = (one) => beginOf(one) + lengthOf(one);
const isOnBlock = (one, block) => beginOf(one) % BigInt(block) === 0n;
const isInOrder = (list) => list.every(({ number }, index) => !index || list[index - 1].number < number);

/** The one method destroys keys and no more, others after that. */
function checkPlan({ crypto, method, passes, verify }) {
	const isLuks = method.name === "luks";

	deny(isLuks && !crypto, "the method destroys keys, and there are none");
	if (!crypto)
		return;
	deny(crypto.then_overwrite === isLuks || passes[0]?.kind !== "stream", "keys are destroyed, which this method does not do");
	deny(crypto.then_overwrite && crypto.scope, "all is overwritten, and yet only a partition is erased");
	deny(isLuks && verify !== "full", "only keys are destroyed, and yet not all that is written was to be read back");
}

/** Where a header lies on a medium of its own, its pattern is made for that, by the same job. */
function checkHeader({ crypto: { header, volumes }, passes: [first] }) {
	if (!header)
		return;
	deny(volumes.length !== 1, "a header that lies elsewhere is that of one volume");
	deny(header.pass.pass !== 1 || header.pass.attempt !== first.attempt || header.pass.challenge !== first.challenge,
		"what was written over the header is of another job");
}

function checkAnswers({ conditions, copies, copies_not_listed: more, volumes }) {
	deny(conditions.answered_by === "nobody" && CONDITIONS.some((name) => conditions[name] !== "unknown"),
		"a condition is answered that nobody was asked about");
	deny(more && copies.length !== COPIES_MAX, "devices are left out of a list that has room");
	deny(copies.some(({ volume }) => volume >= volumes.length), "a device has the UUID of a volume that there is not");
}

// A volume

function checkPlace(volume, index, { capacity, block, crypto: { scope, volumes } }) {
	const others = volumes.slice(0, index), before = others.at(-1);

	deny(!lengthOf(volume) || !isOnBlock(volume, block) || endOf(volume) > capacity, "it lies outside of the medium");
	deny(before && beginOf(volume) < endOf(before), "it begins before the one before it ends");
	deny(others.some(({ partition }) => partition === volume.partition), "it is said to lie in the partition that another one fills");
	deny(scope && (beginOf(volume) < beginOf(scope) || endOf(volume) > endOf(scope) || volume.partition !== scope.partition),
		"it is not in the partition that is erased");
}

function checkCopies({ version, header_copies: copies }, isLimited) {
	deny((copies.length === 1) !== (version === 1), "it has another number of headers than its version has");
	deny(!copies.includes("good"), "no copy of its header is good");
	/* Then something else may lie behind it, which is not encrypted. */
	deny(isLimited && copies[0] === "damaged", "its header is damaged: its keys alone are not destroyed then");
}

/** Where keys are, and where data begins: between the two there is nothing. */
function checkArea(volume, { crypto: { header }, spans }) {
	const { version, segments: [segment] } = volume, copy = BigInt(volume.copy_bytes), area = BigInt(volume.area_bytes);
	const room = header ? BigInt(header.medium.capacity_bytes) : lengthOf(volume);

	deny(version === 1 ? volume.copy_bytes !== BYTES_OF_LUKS1 : !BYTES_OF_LUKS2.includes(volume.copy_bytes), "its header has no length that there is");
	deny(area > room || copy > area / BigInt(version), "the area of its keys lies outside of it");
	deny(!header && volume.area_bytes !== volume.data_offset_bytes, "the area of its keys does not end where its data begins");
	deny(spans && segment && segment.offset_bytes !== volume.data_offset_bytes, "its data does not begin where its segment does");
}

const overlap = (one, other) => beginOf(one) < endOf(other) && beginOf(other) < endOf(one);

function checkSlots({ version, slots, ...volume }) {
	const from = BigInt(volume.copy_bytes) * BigInt(version), area = BigInt(volume.area_bytes);

	deny(!isInOrder(slots), "its key slots are not in order");
	deny(version === 1 && slots.some(({ number }) => number >= SLOTS_OF_LUKS1), "it has a key slot that its version does not have");
	deny(slots.some((one) => !lengthOf(one) || lengthOf(one) < BigInt(one.key_bytes)), "a key slot has no room for its key");
	deny(slots.some((one) => beginOf(one) < from || endOf(one) > area), "a key slot lies outside of the area of keys");
	deny(slots.some((one, index) => slots.slice(0, index).some((other) => overlap(one, other))), "key slots overlap");
}

function checkTokens({ version, tokens, slots, label, subsystem, requirements }) {
	deny(version === 1 && (tokens.length || requirements.length || label || subsystem), "it has what only LUKS2 has");
	deny(!isInOrder(tokens), "its tokens are not in order");
	deny(tokens.some((token) => token.slots.some((number) => !slots.some((slot) => slot.number === number))),
		"a token opens a key slot that there is not");
}

function checkSegments({ version, segments, requirements }, isLimited) {
	deny(!isInOrder(segments), "its segments are not in order");
	deny(version === 1 && segments.length !== 1, "it has what only LUKS2 has");
	deny(isLimited && requirements.length > 0, "its header asks for more than is known: its keys alone are not destroyed then");
}

function checkVolume(volume, index, report) {
	const isLimited = Boolean(report.spans);

	checkPlace(volume, index, report);
	checkCopies(volume, isLimited);
	checkArea(volume, report);
	checkSlots(volume);
	checkTokens(volume);
	checkSegments(volume, isLimited);
}

// What became of it

const isNothing = (result) => Object.values(result).every((value) => value === false || value === 0 || value === "0");

function checkResult({ result, slots, tokens, area_bytes: area }, { type, touched }) {
	deny((result === null) !== (type === "attempt"), type === "attempt" ? "an attempt has destroyed keys already" : "it is not told what became of the keys");
	if (!result)
		return;
	deny(!touched && !isNothing(result), "keys were destroyed on a medium that was not touched");
	deny(result.slots_destroyed > slots.length || result.slots_changed > slots.length || result.tokens_removed > tokens.length ||
		(!result.is_destroyed && (result.slots_destroyed || result.tokens_removed)), "more keys were destroyed than there were");
	deny(BigInt(result.bytes_verified) + BigInt(result.mismatch_bytes) + BigInt(result.unreadable_bytes) > BigInt(area),
		"more of the area of keys was read back than there is");
}

/** Throws Contradiction. What can be said of any medium and stream is checked of the header's elsewhere. */
export function checkCrypto(report) {
	const { crypto } = report;

	checkPlan(report);
	if (!crypto)
		return;
	/* A part of nothing would be all of the medium, with a begin of its own. */
	deny(crypto.scope && (!lengthOf(crypto.scope) || !isOnBlock(crypto.scope, report.block) || endOf(crypto.scope) > report.capacity),
		"the partition that is erased is none of the medium");
	checkHeader(report);
	checkAnswers(crypto);
	crypto.volumes.forEach((volume, index) => checkVolume(volume, index, report));
	for (const volume of crypto.volumes)
		checkResult(volume, report);
}
