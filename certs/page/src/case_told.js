// SPDX-License-Identifier: GPL-3.0-or-later
/** What records tell, so far as the rules of a case ask for it, after certs/register/told.c. Times are seconds UTC. */
import { copiedOf, isWhole } from "./copied.js";
import { isOfFiles } from "./files.js";
import { instant } from "./moment.js";
import { dayOf } from "./record.js";

const DAY = 24 * 60 * 60;
/** Days of a case are those of Japan. */
export const CASE_ZONE = 9 * 60 * 60;
export const LEVELS = ["none", "clear", "purge"];
export const KINDS = ["files", "paper", "mail", "medium", "device"];

/** The begin of a day in Japan. */
const dayAt = (text) => dayOf(text) - CASE_ZONE;
/** The first second after it; null: none. */
const endAt = (text) => (text === null ? Infinity : dayAt(text) + DAY);

function readThing({ thing, place }) {
	return { label: thing.label, description: thing.description, classification: thing.classification ?? "",
		maker: thing.maker ?? "", model: thing.model ?? "", serial: thing.serial ?? "", place: place ?? "", kind: thing.kind,
		quantity: thing.quantity, parent: "", mustReturn: false,
		media: thing.media.map(({ maker, model, serial }) => ({ maker: maker ?? "", model: model ?? "", serial })) };
}

/** Is there a list of its files? */
const isListed = ({ manifest }) => (manifest?.files ?? 0) > 0;

function readReceipt(root) {
	const due = endAt(root.due_on);

	return { ...readThing(root), origin: "received", mustReturn: root.due === "return", due, hasDue: due !== Infinity, isListed: isListed(root) };
}

const ORIGINS = { "bring-in": "brought-in", "copy-inside": "copied-inside", "copy-outside": "copied-outside" };

function readPermit(root) {
	const until = endAt(root.until);

	return { ...readThing(root), origin: ORIGINS[root.purpose], parent: root.parent ?? "", from: dayAt(root.from), until,
		due: until, hasDue: until !== Infinity };
}

function readApproval(root) {
	const { subject, kinds, level, serial } = root;

	return { subject, kinds, level: level === null ? null : LEVELS.indexOf(level), serial: serial ?? "" };
}

const readStaff = ({ persons }) => persons.map((one) => ({ certificate: one.certificate_sha256, role: one.role,
	from: dayAt(one.from), until: endAt(one.until) }));

const readChallenge = (root) => ({ bytes: root.challenge, expires: instant(root.expires_at), serial: root.serial ?? "" });

/** Of what only began: twice when it did. */
const readCopy = ({ serial, destination, started_at: first, ended_at: last, result, begun, manifest }) => ({ serial: serial ?? "", destination,
	first: instant(first), last: instant(last ?? first), isBegun: result === "begun", begun: begun ?? "", isListed: isListed({ manifest }) });

const readPart = ({ quantity, form }) => ({ quantity, form });

/** The challenge is that of the last pass, which is what a reader finds on the medium. */
function readWork(root) {
	/* Files are no medium: the one that they lay on is not erased. */
	if (isOfFiles(root))
		return { serial: "", part: null, level: 0, isOfFiles: true, isOfRest: !root.files.count && !root.files.folders && !root.files.others && !root.files.manifest,
			copied: copiedOf(root), isWhole: isWhole(root), isInterrupted: root.verdict === "interrupted", beneath: root.medium.serial ?? "", started: instant(root.execution.started_at), challenge: "",
			closes: root.closes ?? null, resumes: [] };
	/* part: where the partition begins that alone was erased of the medium. */
	return { serial: root.medium.serial ?? "", part: root.method.crypto?.scope?.offset_bytes ?? null, level: Math.max(LEVELS.indexOf(root.method.level_achieved), 0),
		started: instant(root.execution.started_at), challenge: root.method.passes.at(-1)?.challenge ?? "",
		closes: root.closes ?? null, resumes: root.resumes ?? [] };
}

const readIncident = ({ stage, missing, about, things }) => ({ isResolution: stage === "resolved", missing, about: about ?? "",
	things });

const READERS = new Map(Object.entries({ attempt: readWork, erasure: readWork, approve: readApproval, staff: readStaff,
	receive: readReceipt, permit: readPermit, challenge: readChallenge, "copy-out": readCopy, incident: readIncident,
	return: readPart, dispose: readPart, close: ({ items }) => items, merge: ({ included }) => included, "exit-check": ({ result }) => ({ nothingCopied: result === "nothing-copied" }) }));

/** null: the rules ask for nothing. */
export const told = (root) => READERS.get(root.type)?.(root) ?? null;
