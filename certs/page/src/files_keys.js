// SPDX-License-Identifier: GPL-3.0-or-later
/** Keys of the file system that were removed: after libwipe/file/key_judge.c, certs/record/files_keys.c and files_keys_agree.c, rule by rule. */
import { deny } from "./contradiction.js";
import { isExt } from "./files_kinds.js";

const ID_DIGITS = { 1: 16, 2: 32 };
/** Each for what it is made for; after libwipe/fs/crypt_cipher.c. */
const CIPHERS = {
	contents: ["AES-256-XTS", "AES-128-CBC-ESSIV", "SM4-XTS", "Adiantum"],
	names: ["AES-256-CBC-CTS", "AES-128-CBC-CTS", "SM4-CBC-CTS", "Adiantum", "AES-256-HCTR2"],
};
const USES = Object.keys(CIPHERS);
const IDENTITY = ["policy_version", "identifier"];
const MEASURES = ["before", "after", "unused", "removed", "elsewhere", "wrapped"];

function lackOf(key, answers) {
	if (key.lacks === "interrupted")
		return "interrupted";
	if (!key.unused)
		return "in-use";
	if (!key.removed || key.after !== "absent")
		return "not-removed";
	if (key.elsewhere !== false)
		return key.elsewhere ? "held-elsewhere" : "elsewhere-unknown";
	if (key.policy_version !== 2)
		return "old-policy";
	if (USES.some((use) => !CIPHERS[use].includes(key[use])))
		return "cipher-does-not-count";
	if (key.wrapped !== "none" && key.wrapped !== "erased")
		return "wrapped-key";
	return Object.values(answers).every((answer) => answer === "yes") ? null : "conditions-not-met";
}

/** Nothing is removed that was not there, or that something uses, or that nobody tried. */
const makesSense = (key, execution) => (key.lacks !== "interrupted" || (!key.unused && !key.removed && execution.interruptions.length > 0)) &&
	key.identifier.length === ID_DIGITS[key.policy_version] && key.files + key.folders > 0 &&
	USES.every((use) => key[use] === "unknown" || CIPHERS[use].includes(key[use])) &&
	(!key.removed || (key.unused && key.before === "present" && key.after === "absent"));

const share = (a, b, names) => names.every((name) => a[name] === b[name]);
const isMeasuredAlike = (a, b) => share(a, b, MEASURES) && (a.lacks === "interrupted") === (b.lacks === "interrupted");
/** Of two that are not known, nobody can tell that they are one. */
const hasSameCiphers = (a, b) => USES.every((use) => a[use] !== "unknown") && share(a, b, USES);
/** One that is not elsewhere is gone from all other file systems that are told of. */
const allows = (key, elsewhere) => key.elsewhere !== false || elsewhere.after === "absent";

/** places: file systems on which a can be. */
function agree(a, b, places) {
	if (!share(a, b, IDENTITY))
		return true;
	if (a.file_system === b.file_system) {
		if (places === 1)
			return isMeasuredAlike(a, b) && !hasSameCiphers(a, b);
		if (isMeasuredAlike(a, b))
			return true; /* it may be the same */
	}
	return allows(a, b) && allows(b, a);
}

/** Copies of one file system have the same UUID, and several may have none. */
const countPlaces = (key, systems) => systems.filter((one) => isExt(one) && one.uuid === key.file_system).length;

/** Is each on one of these file systems, and do those that are one key agree? */
const keysAgree = (list, systems) => list.every((key, index) => {
	const places = countPlaces(key, systems);

	return places > 0 && list.slice(0, index).every((before) => agree(key, before, places));
});

/** Keys that were to be removed: of an attempt that are. */
export const countKeys = (files) => files.keys_planned ?? files.keys?.list.length ?? 0;

/** A list that lacks some ends with an error. */
function checkEncrypted(list, { by_reason: reasons, by_level: levels, folders }, { error }) {
	const sum = (count) => list.reduce((total, key) => total + count(key), 0);
	const destroyed = sum((key) => key.level === "F3" ? key.files : 0), others = sum((key) => key.level === "F3" ? 0 : key.files);
	const hadOthers = reasons["key-removed"] + reasons["key-stays"];

	deny(reasons["key-destroyed"] > destroyed || hadOthers > others, "more files had a key than the keys are told to encrypt");
	if (error)
		return;
	deny(reasons["key-destroyed"] < destroyed || hadOthers < others || folders < sum((key) => key.folders),
		"the keys are told to encrypt more than had a key");
	deny(list.some((key) => key.wrapped === "erased") && !(levels.F1 + levels.F2), "a wrapped key is called erased, and no file was overwritten");
}

export function checkKeys(files, execution) {
	const { keys, file_systems: systems } = files, list = keys?.list ?? [];

	for (const key of list) {
		const lack = lackOf(key, keys.answers);

		deny(!makesSense(key, execution) || key.lacks !== lack || key.level !== (lack ? "F0" : "F3"), "what is told of a key does not give its level");
	}
	deny(!keysAgree(list, systems), "what is told of keys contradicts itself");
	checkEncrypted(list, files, execution);
}
