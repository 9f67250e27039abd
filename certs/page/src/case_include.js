// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Cases of subcontractors lie whole within that of the contractor, under the begin of the hash of their first
 * record; after certs/register/include.c. What is open in them is open here. Their officers are those of the
 * contractor's case, and their rules no laxer.
 */
import { asksLess, officersWithin } from "./trust.js";

const DEPTH_MAX = 4, NAME_DIGITS = 32;

/** The case of a subcontractor, or null and the page's word for why it could not be opened. @param {Map<string, object>} files of all of them */
async function openOne(outer, files, hash, { openCase, CaseError }) {
	const place = `${hash.slice(0, NAME_DIGITS)}/`;
	const own = new Map([...files].filter(([path]) => path.startsWith(place)).map(([path, file]) => [path.slice(place.length), file]));

	if (outer.depth === DEPTH_MAX)
		return { opened: null, problem: "tooDeep" };
	try {
		return { opened: await openCase(own, { pin: hash, time: outer.time }, outer.depth + 1), problem: null };
	} catch (error) {
		if (!(error instanceof CaseError))
			throw error;
		return { opened: null, problem: "caseFailed" };
	}
}

function note(opened, { name, hash }, problem, why) {
	opened.note(problem, null, null, hash);
	opened.findings.at(-1).inner = { name, ...why };
}

/** The same content without its signature is another record. */
function holdAgainst(opened, hash) {
	if (!opened.entries.some(({ isKnown, link, result }) => isKnown && result.isSigned && link.econtent_sha256 === hash))
		opened.note("head-missing", null, null, hash);
}

/** How its rules ask for less: the page's words. */
function* laxRules({ rules: its, trust }, { rules: ours, trust: outer }) {
	if (its.acceptsPaper && !ours.acceptsPaper)
		yield "laxPaper";
	if (!its.holds && ours.holds)
		yield "laxHold";
	if (!its.returnsFirst && ours.returnsFirst)
		yield "laxReturn";
	if (!its.asksChallenge && ours.asksChallenge)
		yield "laxChallenge";
	if (its.level < ours.level)
		yield "laxLevel";
	if (asksLess(trust, outer))
		yield "laxTrust";
}

function checkPolicy(opened, included) {
	if (!opened.trust.anchors.length)
		return;
	if (!officersWithin(included.opened.trust, opened.trust))
		note(opened, included, "included", { word: "otherOfficers" });
	for (const word of laxRules(included.opened, opened))
		note(opened, included, "included-undecided", { word });
}

/** What is wrong with it is wrong with the whole, and as bad. */
function passOn(opened, included, exits) {
	for (const { problem, record, detail, hash } of included.opened.findings.filter((finding) => exits[finding.problem]))
		note(opened, included, exits[problem] === 1 ? "included" : "included-undecided", { problem, file: record?.file || detail || hash });
}

/** Each once, whoever names it how often. @param {Map<string, object>} files by path from the folder that holds them @param {object} how openCase, CaseError and exits */
export async function openIncluded(opened, files, how) {
	/* Where nobody is trusted, or a clock stands in the way, the cases are there all the same. */
	const merges = opened.entries.filter(({ isKnown, type, result: { isSigned, authentic } }) => isKnown && type === "merge" &&
		isSigned && authentic !== "invalid");
	const told = merges.flatMap((entry) => entry.told);

	for (const { name, init_sha256: hash } of told)
		if (!opened.included.some((one) => one.hash === hash))
			opened.included.push({ name, hash });
	for (const included of opened.included) {
		Object.assign(included, await openOne(opened, files, included.hash, how));
		if (!included.opened) {
			note(opened, included, "included", { word: included.problem });
			continue;
		}
		for (const { econtent_sha256: head } of told.filter((one) => one.init_sha256 === included.hash).flatMap(({ heads }) => heads))
			holdAgainst(included.opened, head);
		checkPolicy(opened, included);
		passOn(opened, included, how.exits);
	}
}

/** Is an item, an incident or an attempt, here or in the case of a subcontractor? */
export const isOpen = ({ included, summary: s }) => s.openItems > 0 || s.openIncidents > 0 || s.openAttempts > 0 || includedIsOpen({ included });

export const includedIsOpen = ({ included }) => included.some(({ opened }) => !opened || isOpen(opened));

export const includedIsDemo = ({ included }) => included.some(({ opened }) => opened?.summary.isDemo);
