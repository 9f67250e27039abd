// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The register of a contract: a folder of signed records that follow one another, after
 * certs/register/case.c, load.c and show.c. Whatever is wrong with records are findings.
 */
import { compare, utf8 } from "./bytes.js";
import { checkPin, checkTrust, findInit, readRules } from "./case_begin.js";
import { fold } from "./case_fold.js";
import { includedIsDemo, includedIsOpen, openIncluded } from "./case_include.js";
import { LACKS, isUnheardOf } from "./case_lacks.js";
import { checkLists } from "./case_lists.js";
import { checkNames } from "./case_names.js";
import { checkOrder, headsOf, order } from "./case_order.js";
import { CASE_ZONE, LEVELS, told } from "./case_told.js";
import { itemOfEntry, levelFor, openAttempts } from "./case_state.js";
import { checkAttachments, wanted } from "./case_wanted.js";
import { formatInstant } from "./moment.js";
import { isAct, isOnPaper } from "./record.js";
import { Trust, TrustError, loadAny } from "./trust.js";
import { nothing, verify } from "./verify.js";

const P7M_MAX_BYTES = 16 << 20, INCLUDED = "subcontractors";

/** 1 (something is false or gone), 8 (cannot be confirmed) or 0 (to be known). */
export const PROBLEM_EXITS = { "invalid": 1, "undecided": 8, "missing": 1, "missing-about": 1, "number": 1, "writer-gap": 1,
	"fork": 8, "fork-merged": 0, "heads": 0, "same-id": 1, "backdated": 0, "name": 1, "foreign": 0, "void": 8, "attachment-missing": 1,
	"attachment-altered": 1, "attachment-left-out": 0, "trust-altered": 1, "not-pinned": 8, "other-init": 1,
	"head-missing": 1, "included": 1, "included-undecided": 8, "against-rules": 8, "settled": 0, "namesake": 0, "same-medium": 0, "copied": 1 };

/** The causes first: damaged records, what else is false, what is open because of it, notes. */
export function causesFirst(findings) {
	const weight = ({ problem }) => (problem === "invalid" ? -1 : [1, 8, 0].indexOf(PROBLEM_EXITS[problem]));

	return [...findings].sort((a, b) => weight(a) - weight(b));
}

/** There is no case, or none of which anything could be said. */
export class CaseError extends Error {}

const unread = () => ({ ...nothing(), authentic: "invalid", reason: "not-cms", detail: "" });

/** A file that cannot be read is a record that does not verify. */
async function verifyFile(trust, file, time) {
	return file && file.size <= P7M_MAX_BYTES ? verify(trust, await file.bytes(), time) : unread();
}

/** What the case keeps of a result. */
function entryOf(file, result) {
	const { record } = result, isKnown = record !== null;

	return { file, result, isKnown, type: record?.type ?? null, id: record?.id ?? "", time: isKnown ? result.claimedTime : 0,
		link: { econtent_sha256: isKnown ? result.link.econtent : "", signature_sha256: isKnown ? result.link.signature : null },
		signer: isKnown ? result.signerSha256 ?? "" : "", place: record?.case ?? null, previous: record?.previous ?? [],
		told: record && told(record), wanted: record ? wanted(record) : [], index: 0, isTaken: false, fault: "none",
		counts: false, isFromPaper: isKnown && isAct(record.type) && isOnPaper(record),
		weight: { standing: "not-asked", by: null, onPaper: null, futile: [] }, answers: [], early: [], awaits: false, item: null,
		/* a challenge that was answered; an attempt or an incident that ended, and by what; a copying, an erasure */
		isSpent: false, isEnded: false, resolution: null, erasedBy: null, isRefuted: false, lists: null };
}

/** Those whose names begin with a dot are about to appear, or nobody's; a folder among them is no record. */
function namesOf(files) {
	const names = new Set([...files.keys()].map((name) => name.split("/")[0]).filter((name) => !name.startsWith(".")));

	return [...names].sort((a, b) => compare(utf8(a), utf8(b)));
}

async function bytesOf(files) {
	const out = new Map();

	for (const [name, file] of files)
		out.set(name, await file.bytes());
	return out;
}

/** What cannot be read leaves nobody trusted, and is told as a finding. */
async function loadOwnTrust(files, time) {
	try {
		if (!files.size)
			throw new TrustError("not-found", "there is no trust folder");
		return { own: await loadAny(files, time, verify), ownProblem: null };
	} catch (error) {
		if (!(error instanceof TrustError))
			throw error;
		return { own: new Trust(), ownProblem: error.message };
	}
}

function below(files, folder) {
	return new Map([...files].filter(([path]) => path.startsWith(`${folder}/`)).map(([path, file]) =>
		[path.slice(folder.length + 1), file]));
}

/**
 * @param {Map<string, {size: number, bytes: () => Promise<Uint8Array>}>} files by path from the folder of the case
 * @param {{trust?: Trust, pin?: string, time: number, progress?: (done: number, count: number) => void}} options
 *        trust: null: the case's own; pin: SHA-256 of the content of the first record, known from elsewhere
 * @param {number} depth how many cases it lies within
 */
export async function openCase(files, { trust = null, pin = null, time, progress = () => {} }, depth = 0) {
	const records = below(files, "records"), names = namesOf(records), trustFiles = await bytesOf(below(files, "trust"));
	const { own, ownProblem } = trust ? { own: null, ownProblem: null } : await loadOwnTrust(trustFiles, time);
	const opened = { entries: [], findings: [], included: [], depth, pin, time, ownProblem, trust: trust ?? own, isOwnTrust: !trust,
		note(problem, record = null, other = null, hash = null, detail = "") {
			this.findings.push({ problem, record, other, hash, detail });
		} };

	for (const [index, name] of names.entries()) {
		progress(index + 1, names.length);
		opened.entries.push(entryOf(name, await verifyFile(opened.trust, records.get(name), time)));
	}
	order(opened);
	opened.init = findInit(opened);
	if (!opened.init)
		throw new CaseError("the record that began the case is not there, or does not verify");
	opened.rules = readRules(opened.init);
	await checkTrust(opened, trustFiles);
	checkPin(opened);
	checkNames(opened);
	checkOrder(opened);
	await openIncluded(opened, below(files, INCLUDED), { openCase, CaseError, exits: PROBLEM_EXITS });
	fold(opened);
	await checkAttachments(opened, below(files, "attachments"), files.has("attachments"));
	await checkLists(opened, below(files, "attachments"));
	opened.summary = summarize(opened);
	return opened;
}

export const isLate = ({ time }, { lacks, thing }) => lacks.size > 0 && thing.hasDue && time >= thing.due;

/** The last day on which it is in time, in Japan. */
export const dueDay = ({ thing }) => (thing.hasDue ? formatInstant(thing.due - 1 + CASE_ZONE).slice(0, 10) : null);

export const lackNames = ({ lacks }) => LACKS.filter((name) => lacks.has(name));

export const levelOf = (opened, { thing }) => LEVELS[levelFor(opened, thing.kind)];

export const placeOf = ({ copyings, thing }) => copyings.at(-1)?.told.destination ?? thing.place;

/** Another item is called so: the id has to be told, too. */
export const labelIsShared = ({ fold }, { thing }) => fold.labels.get(thing.label).filter(itemOfEntry).length > 1;

const count = (list, test) => list.filter(test).length;

function countRecords(opened) {
	const { entries } = opened, away = entries.filter(({ counts }) => !counts);
	const unproven = ({ result }) => result.authentic === "undetermined";
	const authentic = away.filter(({ fault }) => fault !== "not-authentic"), others = away.filter(({ fault }) => fault === "not-authentic");
	const invalid = count(others, ({ result }) => result.authentic === "invalid");

	return { records: entries.length, awaiting: count(entries, ({ awaits }) => awaits), voidRecords: authentic.length, invalid,
		undecided: count(entries, (entry) => entry.counts && unproven(entry)) + others.length - invalid,
		againstRules: count(entries, (entry) => isUnheardOf(opened, entry)) };
}

function countItems(opened) {
	const { items } = opened.fold;
	const closed = items.filter(({ lacks, outcome, outcomeEntry }) => !lacks.size && outcomeEntry && outcome !== "withdrawn");

	return { items: items.length, openItems: count(items, ({ lacks }) => lacks.size), lateItems: count(items, (item) => isLate(opened, item)),
		withdrawn: count(items, ({ outcome }) => outcome === "withdrawn"), attested: count(closed, ({ outcome }) => outcome === "attested"),
		onPaper: count(closed, ({ outcomeEntry }) => outcomeEntry.weight.standing !== "confirmed") };
}

function summarize(opened) {
	const { entries, findings, fold: state } = opened, counted = countItems(opened);
	const { count: headCount, heads } = headsOf(opened), attempts = openAttempts(opened);
	const isDemo = entries.some(({ result }) => result.signerIsDemo) || includedIsDemo(opened);
	const exits = [...findings.map(({ problem }) => PROBLEM_EXITS[problem]), isDemo ? 8 : 0];

	return { ...countRecords(opened), ...counted, openIncidents: state.incidents, openAttempts: attempts, heads, headCount, isDemo,
		isClosed: !includedIsOpen(opened) && state.closing !== null && !counted.openItems && !state.incidents && !attempts,
		code: exits.includes(1) ? 1 : exits.includes(8) ? 8 : 0 };
}
