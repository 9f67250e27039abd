// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Erasing by destroying keys: what is not encrypted, whether the cipher counts, which conditions are
 * met and whether the keys are gone; after libwipe/core/crypto.c and core/verdict.c. Bytes are BigInt.
 */
import { deny } from "./contradiction.js";
import { levelOfOverwrite } from "./schemes.js";

export const CONDITIONS = ["encrypted_from_first_day", "no_header_backup", "no_escrow", "no_recovery_key"];
const KEY_BYTES_LEAST = 16;
const CIPHERS = ["aes-", "serpent-", "twofish-", "camellia-", "sm4-", "aria-", "xchacha", "aegis128-"];
const least = (list) => list.reduce((one, other) => (!one || other < one ? other : one), 0);

/** Of the segments' key: that of the slots which open them. */
export const keyBytes = ({ slots }) => least(slots.filter(({ kind }) => kind === "active").map(({ key_bytes: bytes }) => bytes));

/** XTS uses two keys of half the length: IEEE 1619. The null cipher is none. */
const isStrongSegment = ({ type, cipher }, bytes) => type === "crypt" && CIPHERS.some((one) => cipher.startsWith(one)) &&
	Math.floor(bytes / (cipher.includes("-xts-") ? 2 : 1)) >= KEY_BYTES_LEAST;

/** At least 128 bits of key, and a cipher that is one. */
export const isStrong = (volume) => volume.segments.length > 0 &&
	volume.segments.every((one) => isStrongSegment(one, keyBytes(volume)));

const isSeenElsewhere = ({ copies, copies_not_listed: more }) => copies.length + more > 0;

export const conditionsMet = (crypto) => CONDITIONS.every((name) => crypto.conditions[name] === "yes") &&
	crypto.volumes.length > 0 && crypto.volumes.every(isStrong) && !isSeenElsewhere(crypto) && !crypto.header;

// What passes and verification go through

/** Where the ciphertext of a volume lies, in whole blocks inside of it: a block that is encrypted in part is overwritten. */
function encryptedPart({ capacity, block }, volume) {
	const [segment, ...more] = volume.segments, size = BigInt(block), why = "an encrypted volume leads out of what it lies in";
	const limit = BigInt(volume.offset_bytes) + BigInt(volume.length_bytes);

	deny(!segment || more.length || BigInt(segment.offset_bytes) > BigInt(volume.length_bytes) || limit > capacity, why);
	const from = BigInt(volume.offset_bytes) + BigInt(segment.offset_bytes);
	deny(segment.length_bytes !== null && BigInt(segment.length_bytes) > limit - from, why);
	const until = segment.length_bytes === null ? limit : from + BigInt(segment.length_bytes);
	const begin = (from + size - 1n) / size * size, end = until === capacity ? until : until / size * size;
	return { begin, end: end > begin ? end : begin };
}

/** All of the medium, or of the part that alone is erased, that is not encrypted, ascending. Throws Contradiction. */
export function spansOf(report) {
	const { crypto, capacity } = report, spans = [];
	let at = BigInt(crypto.scope?.offset_bytes ?? 0);
	const end = crypto.scope ? at + BigInt(crypto.scope.length_bytes) : capacity;
	const add = (from, to) => from < to && spans.push({ offset: from, length: to - from });

	deny(end > capacity, "a partition leads out of its medium");
	for (const volume of crypto.volumes) {
		const part = encryptedPart(report, volume);
		deny(part.begin < at || part.end > end, "encrypted volumes overlap");
		add(at, part.begin);
		at = part.end;
	}
	add(at, end);
	return spans;
}

/** What a pass writes, and a full verification reads. */
export const passBytes = ({ spans, capacity }) => (spans ? spans.reduce((sum, { length }) => sum + length, 0n) : capacity);

// What became of the keys

export const isGone = ({ slots, tokens, area_bytes: area, result }) => result !== null && result.is_destroyed &&
	result.mismatch_bytes === "0" && result.unreadable_bytes === "0" && result.bytes_verified === area &&
	result.slots_destroyed === slots.length && result.tokens_removed === tokens.length && result.slots_changed === slots.length;

/** Read back from the medium to be, whatever became of the rest. */
export const keysAreGone = ({ crypto, medium, directIo }) => (medium.kind === "image" || directIo) && crypto.volumes.length > 0 &&
	crypto.volumes.every(isGone);

/** Where no pass goes over a header after that, one that differs is as bad as a block. */
export const hasWrongHeader = ({ spans, crypto }) => Boolean(crypto && (spans || crypto.header)) &&
	crypto.volumes.some(({ result }) => result !== null && result.mismatch_bytes !== "0");

/** All of the medium is overwritten, and its keys lie on another one, which is not. */
export const headerIsLeft = ({ spans, crypto }) => Boolean(!spans && crypto?.header) && !crypto.volumes.every(isGone);

/** All that was not encrypted was read back and is right; what of the keys? A re-read knows of none. */
export function keysVerdict(report) {
	const { crypto, verified } = report;

	if (!crypto)
		return verified ? "erased-verified" : "failed";
	if (!keysAreGone(report))
		return "partial";
	return conditionsMet(crypto) ? "key-destroyed" : "key-destroyed-open";
}

/** The medium that the keys lay on. */
const mediumOfKeys = ({ crypto, medium }) => crypto.header?.medium ?? medium;

/** What was overwritten, what only a key made readable, and, outside of a partition that alone was erased, the rest. */
export function limitedAreas(report, verdict) {
	const { crypto, capacity } = report, area = (state, bytes) => ({ area: "user-lba", state, bytes });
	const scope = crypto?.scope ? BigInt(crypto.scope.length_bytes) : capacity, overwritten = passBytes(report);
	const isMet = verdict === "key-destroyed", outside = capacity - scope + (isMet ? 0n : scope - overwritten);

	if (!["erased-verified", "erased-sampled", "key-destroyed", "key-destroyed-open"].includes(verdict))
		return [area("unknown", capacity)];
	return [report.verifyCompleted && overwritten && area("erased-verified", overwritten),
		isMet && scope > overwritten && area("key-destroyed", scope - overwritten), outside && area("unknown", outside)].filter(Boolean);
}

/** Copies of key slots that were moved away, by the drive or by what lies beneath. */
export function oldKeysAreas(report) {
	if (!report.crypto)
		return [];
	const { media, virtual: isVirtual } = mediumOfKeys(report);
	return [{ area: "old-key-slots", state: media === "hdd" && !isVirtual ? "not-reachable" : "unknown", bytes: 0n }];
}

function levelOfKeys({ crypto, scheme, medium }) {
	const { header, scope, volumes } = crypto;
	const isLow = levelOfOverwrite(scheme, medium) === "none" || header?.medium.kind === "image" ||
		(header && levelOfOverwrite(scheme, header.medium) === "none") || scope || !volumes.every(isStrong) || !conditionsMet(crypto);

	return isLow ? "none" : "clear";
}

/** The highest level that the method reaches: where nothing but keys is destroyed, all that the claim rests on has its say. */
export const levelOfPlan = (report) => (report.spans ? levelOfKeys(report) : levelOfOverwrite(report.scheme, report.medium));
