// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What of a record of destroyed keys is told, as lines: what was destroyed, what the claim rests on, what would undo it;
 * after certs/render/keys_lines.c and keys_rests.c, line by line. Each row is the name of a word, and a text of one line or more.
 */
import { CONDITIONS, isStrong, keyBytes, keysAreGone, passBytes } from "./crypto.js";
import { report as readReport } from "./facts.js";
import { bytesOf, group, lines, listed } from "./lines.js";
import { termWord, valueWord, word } from "./words.js";

const MEASURED = ["erased-verified", "erased-sampled", "key-destroyed", "key-destroyed-open"];

/** Are keys of encrypted volumes destroyed in it? */
export const isOfKeys = ({ method }) => Boolean(method?.crypto);

/** One below the other: long lines are wrapped. */
const items = (list) => lines(list.flat().filter(Boolean).map((text) => word("listItem", { text })));
const named = (name, text, values = {}) => text && word("named", { name: word(name, values), text });

// What was destroyed

const slotText = ({ kind, kdf }) => (kind === "active" ? kdf : termWord("slotKind", kind));

function slotsText({ slots, result }) {
	const kinds = listed(...slots.map(slotText));

	if (!slots.length)
		return word("slotsNone");
	return result ? word("slotsDone", { n: result.slots_destroyed, all: slots.length, kinds }) : word("slotsPlanned", { all: slots.length, kinds });
}

function tokensText({ tokens, result }) {
	const types = listed(...tokens.map(({ type }) => type));

	if (!tokens.length)
		return "";
	return result ? word("tokensDone", { n: result.tokens_removed, all: tokens.length, types }) : word("tokensPlanned", { all: tokens.length, types });
}

/** What was read is told in figures, for it is this that shows that they are gone. */
function areaTexts({ area_bytes: area, slots, result }) {
	if (!result)
		return [named("areaOfKeys", bytesOf(area))];
	const { bytes_verified: read, mismatch_bytes: differing, unreadable_bytes: unreadable } = result;
	const left = slots.length - result.slots_changed;
	return [named("areaOfKeys", word(read === area ? "areaWhole" : "areaPart", { area: bytesOf(area), read: bytesOf(read) })),
		(differing !== "0" || unreadable !== "0") && word("areaDiffers", { differing, unreadable }),
		left > 0 && word("slotsLeft", { n: left, all: slots.length })];
}

function volumeText(volume, index) {
	const { partition: n, offset_bytes: offset, length_bytes: length, version, uuid, label, result } = volume;
	const place = word(n ? "inPartition" : "inNoPartition", { version, n, offset, length: bytesOf(length) });

	return lines([named("volume", place, { n: index + 1 }), items([named("uuid", uuid), named("labelOfVolume", label), named("slots", slotsText(volume)),
		named("tokens", tokensText(volume)), result && !result.is_destroyed && word("notEmptied"), areaTexts(volume)])]);
}

function headerTexts({ header }) {
	if (!header)
		return [];
	const { kind, name, vendor, model, media, serial } = header.medium;
	return [named("header", kind === "image" ? word("headerInFile", { name }) : word("headerOnMedium",
		{ name: `${vendor}${vendor && " "}${model || word("unknown")}`, media: termWord("media", media) })), named("serialOfHeader", serial)];
}

/** Does anything rest on keys? Not where all was overwritten after them, or is to be. */
const keysMatter = ({ crypto, passesCompleted, passes }, type) => !crypto.then_overwrite || (type !== "attempt" && passesCompleted !== passes.length);

const overwritingWord = (report, type) => (type === "attempt" ? "toOverwrite" : keysMatter(report, type) ? "notAllOverwritten" :
	report.crypto.header ? "butHeaderOverwritten" : "allOverwritten");

function destroyedText(report, type) {
	const { crypto } = report;

	const { scope, then_overwrite: isOverwritten, volumes } = crypto;
	const part = scope && named("part", word("partOf", { n: scope.partition, offset: scope.offset_bytes, bytes: bytesOf(scope.length_bytes) }));

	return lines([part, ...headerTexts(crypto), ...volumes.map(volumeText), isOverwritten && named("afterThat", word(overwritingWord(report, type)))]);
}

// What it rests on

/** Whatever else it is, it is not overwritten. */
function ciphertextOf(report) {
	const { crypto: { scope }, capacity } = report;

	return (scope ? BigInt(scope.length_bytes) : capacity) - passBytes(report);
}

const answerText = (conditions) => (name) => word("named", { name: word(`answer-${conditions[name]}`), text: word(`condition-${name}`) });

function segmentText(volume, { type, cipher, integrity }) {
	const bits = 8 * keyBytes(volume), isXts = cipher.includes("-xts-");

	return listed(cipher || type, integrity, word(!bits ? "keyUnknown" : isXts ? "keyOfXts" : "keyOf", { bits, half: bits / 2 }));
}

/** The first line bears the name. */
const cipherTexts = (volume, index) => [...volume.segments.map((one, at) => (at ? segmentText(volume, one) :
	named("cipherOf", segmentText(volume, one), { n: index + 1 }))), !isStrong(volume) && word("weak")];

function seenTexts({ copies, copies_not_listed: more, copies_complete: isComplete }) {
	const texts = [...copies.map(({ volume, node, serial }) => word(serial ? "seenSerial" : "seen", { n: volume + 1, node, serial })),
		more && word("seenMore", { n: group(more) }), !isComplete && word("seenNotAll"), isComplete && !copies.length && !more && word("seenNone")].filter(Boolean);

	return texts.map((text, at) => (at ? text : named("sameUuid", text)));
}

function restsText(report) {
	const { crypto } = report;

	return items([named("ciphertext", crypto.then_overwrite ? word("ciphertextPartLeft") : word("ciphertextLeft", { bytes: bytesOf(ciphertextOf(report)) })),
		CONDITIONS.map(answerText(crypto.conditions)), named("answeredBy", word(`answered-${crypto.conditions.answered_by}`)),
		crypto.volumes.flatMap(cipherTexts), seenTexts(crypto)]);
}

/** What would bring back what the keys opened. */
function undoText({ crypto, medium, spans }) {
	const { media, virtual: isVirtual } = crypto.header?.medium ?? medium, isDisk = media === "hdd" && !isVirtual;
	const hasTokens = crypto.volumes.some(({ tokens }) => tokens.length), isSeen = crypto.copies.length + crypto.copies_not_listed > 0;

	return lines([word("undoHow"), items([word("undo-backup"), word("undo-key"), word(hasTokens ? "undo-recovery-token" : "undo-recovery"),
		word(isDisk ? "undo-old-disk" : "undo-old"), word(isSeen ? "undo-device-seen" : "undo-device")]), spans && word("undoReread")]);
}

// All of it

/** As the method of any erasure, but for what could be taken for more than it is. */
const methodText = ({ name }) => word(name === "luks" ? "keysMethod" : "keysFirst", { name });

const meaningOf = ({ verdict, method: { crypto } }) => verdict && word(crypto.scope && verdict.startsWith("key-") ?
	`part-meaning-${verdict}` : `keys-meaning-${verdict}`);

const areaText = ({ area, state, bytes }) => `${valueWord(area)}: ${listed(state === "key-destroyed" ? word("areaKeyDestroyed") : valueWord(state),
	bytes && bytesOf(bytes))}`;

/** Rows without a text are left out. */
export function keysRows(record) {
	const { method, type, verdict, verification, areas } = record, report = readReport(record), { spans } = report;
	const areGone = type === "erasure" && keysAreGone(report), claims = areGone && MEASURED.includes(verdict), matter = keysMatter(report, type);

	return [["verdict", valueWord(verdict)], ["fileMeaning", meaningOf(record)],
		[areGone ? "destroyed" : "toDestroy", destroyedText(report, type)], [claims ? "rests" : "wouldRest", matter && restsText(report)],
		["undo", areGone && matter && undoText(report)], ["method", methodText(method)],
		[type === "attempt" ? "reachable" : "level", valueWord(method.level_achieved ?? method.level_reachable)],
		["levelReason", termWord("levelReason", method.level_reason)],
		["verification", spans ? word("limitedRead") : valueWord(verification.mode)],
		["areas", lines((areas ?? []).map(areaText))]].filter(([, text]) => text);
}
