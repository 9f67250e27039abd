// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What of a record of destroyed keys is told, as lines: what was destroyed, what the claim rests on, what would undo it;
 * after certs/render/section_crypto.c. Each is the name of a word, and a text of one line or more.
 */
import { CONDITIONS, isGone, isStrong, keyBytes, passBytes } from "./crypto.js";
import { report as readReport } from "./facts.js";
import { bytesOf, group, lines, listed } from "./lines.js";
import { termWord, valueWord, word } from "./words.js";

/** One below the other: long lines are wrapped. */
const items = (list) => lines(list.flat().filter(Boolean).map((text) => word("listItem", { text })));

/** Are keys of encrypted volumes destroyed in it? */
export const isOfKeys = ({ method }) => Boolean(method?.crypto);

/** "argon2id 2, pbkdf2 1" */
function countEach(terms) {
	const counts = new Map();

	for (const one of terms)
		counts.set(one, (counts.get(one) ?? 0) + 1);
	return listed(...[...counts].map(([term, n]) => word("counted", { term, n })));
}

const placeText = ({ partition: n, offset_bytes: offset, length_bytes: length }) =>
	word(n ? "inPartition" : "inNoPartition", { n, offset: bytesOf(offset), length: bytesOf(length) });

/** That a slot opens data goes without saying. */
const kindOfSlot = ({ kind, kdf }) => (kind === "active" ? kdf : word("kindOf", { kdf, kind: termWord("slotKind", kind) }).trim());

function slotsText({ slots, result }) {
	if (!slots.length)
		return word("slotsNone");
	return listed(word("slots", { n: slots.length, kinds: countEach(slots.map(kindOfSlot)) }),
		result && word("slotsDone", { destroyed: result.slots_destroyed, changed: result.slots_changed }));
}

const tokensText = ({ tokens, result }) => (tokens.length ? listed(word("tokens", { n: tokens.length, kinds: countEach(tokens.map(({ type }) => type)) }),
	result && word("tokensDone", { removed: result.tokens_removed })) : "");

function areaText({ area_bytes: area, result }) {
	return listed(word("area", { area: bytesOf(area) }), result && word("areaDone", { verified: bytesOf(result.bytes_verified) }),
		result && result.mismatch_bytes !== "0" && word("areaDiffers", { bytes: bytesOf(result.mismatch_bytes) }),
		result && result.unreadable_bytes !== "0" && word("areaUnreadable", { bytes: bytesOf(result.unreadable_bytes) }));
}

/** Which of them, if there are several. */
const nth = (volumes, index) => (volumes.length > 1 ? word("nth", { n: index + 1 }) : "");

function volumeText(volume) {
	const { version, uuid, label, subsystem, header_copies: copies, requirements, result } = volume;

	return lines([word("volume", { place: placeText(volume), version, uuid }), items([
		listed(label && word("volumeLabel", { text: label }), subsystem && word("volumeSubsystem", { text: subsystem })),
		slotsText(volume), tokensText(volume), areaText(volume),
		word("copiesOfHeader", { states: listed(...copies.map((one) => termWord("headerCopy", one))) }),
		requirements.length && word("requirements", { list: listed(...requirements) }), result && !isGone(volume) && word("notGone")])]);
}

// What it rests on

function cipherText(volume) {
	const bits = 8 * keyBytes(volume);

	if (!volume.segments.length)
		return [word("noSegment")];
	return [...volume.segments.map(({ type, cipher, integrity }) => listed(word(cipher.includes("-xts-") ? "cipherXts" : "cipher",
		{ cipher: cipher || type, bits, half: bits / 2 }), integrity && word("integrity", { name: integrity }))), !isStrong(volume) && word("weak")];
}

/** What a person said of one condition. */
const answerText = (conditions) => (name) => word("condition", { text: word(`condition-${name}`), answer: word(`answer-${conditions[name]}`) });

function seenText({ copies, copies_not_listed: more, copies_complete: isComplete }) {
	return [...copies.map(({ node, serial }) => word("seen", { node, serial: serial ?? word("none") })), more && word("seenMore", { n: group(more) }),
		!isComplete && word("seenUnknown"), isComplete && !copies.length && !more && word("seenNone")];
}

function restsText(report) {
	const { crypto, spans, capacity } = report;
	const left = spans && (crypto.scope ? BigInt(crypto.scope.length_bytes) : capacity) - passBytes(report);

	return items([...crypto.volumes.map((one, index) => cipherText(one).map((text) => text && nth(crypto.volumes, index) + text)), ...CONDITIONS.map(answerText(crypto.conditions)),
		word(`answered-${crypto.conditions.answered_by}`), seenText(crypto),
		spans ? word("ciphertextLeft", { bytes: bytesOf(left) }) : word("ciphertextGone")]);
}

const undoText = () => items(["backup", "key", "recovery", "old", "device"].map((one) => word(`undo-${one}`)));

// All of it

function overwrittenText(report) {
	const bytes = passBytes(report);

	return word(!report.spans ? "overwrittenAll" : bytes ? "overwrittenRest" : "overwrittenNone", { bytes: bytesOf(bytes) });
}

function headerText({ header }) {
	const medium = header?.medium;

	return header && word("headerOnIt", { medium: [medium.vendor, medium.model].filter(Boolean).join(" ") || medium.name,
		serial: medium.serial ?? word("none"), bytes: bytesOf(medium.capacity_bytes) });
}

function meaningText(verdict, report) {
	const isRead = !report.spans || passBytes(report) > 0n;

	return lines([word(`keys-meaning-${verdict}`), verdict === "key-destroyed" && word(isRead ? "keys-meaning-rest" : "keys-meaning-no-rest"),
		verdict === "key-destroyed" && word("keys-meaning-while")]);
}

const scopeText = ({ scope }) => scope && word("scopeOf", { n: scope.partition, offset: bytesOf(scope.offset_bytes), length: bytesOf(scope.length_bytes) });

/** As the method of any erasure, but for what could be taken for more than it is. */
export const keysMethod = ({ method: { name } }) => word(name === "luks" ? "keysMethod" : "keysFirst", { name });

/** Rows without a text are left out. */
export function keysRows(record) {
	const { method } = record, { crypto } = method, report = readReport(record);

	return [["verdict", valueWord(record.verdict)], ["fileMeaning", record.verdict && meaningText(record.verdict, report)],
		["scope", scopeText(crypto)], [record.type === "attempt" ? "toDestroy" : "destroyed", lines(crypto.volumes.map((one, index) => nth(crypto.volumes, index) + volumeText(one)))],
		["headerMedium", headerText(crypto)], ["overwritten", overwrittenText(report)], ["rests", restsText(report)], ["undo", undoText()],
		["method", keysMethod(record)],
		[record.type === "attempt" ? "reachable" : "level", valueWord(method.level_achieved ?? method.level_reachable)],
		["levelReason", termWord("levelReason", method.level_reason)],
		["verification", report.spans ? word("limitedRead") : valueWord(record.verification.mode)],
		["areas", lines((record.areas ?? []).map(({ area, state, bytes }) => `${valueWord(area)}: ${listed(valueWord(state), bytes && bytesOf(bytes))}`))]]
		.filter(([, text]) => text);
}
