// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Cases of subcontractors lie whole within that of the contractor, under the begin of the hash of their first
 * record; after certs/register/include.c. What is open in them is open here.
 */
import { countsAsAuthentic } from "./case_rules.js";

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

function note(opened, { name, hash }, why) {
	opened.note("included", null, null, hash);
	opened.findings.at(-1).inner = { name, ...why };
}

/** The same content without its signature is another record. */
function holdAgainst(opened, hash) {
	if (!opened.entries.some(({ isKnown, link, result }) => isKnown && result.isSigned && link.econtent_sha256 === hash))
		opened.note("head-missing", null, null, hash);
}

async function lookAt(opened, files, told, how) {
	let included = opened.included.find(({ hash }) => hash === told.init_sha256);

	if (!included) {
		included = { name: told.name, hash: told.init_sha256, ...await openOne(opened, files, told.init_sha256, how) };
		opened.included.push(included);
	}
	if (!included.opened)
		note(opened, included, { word: included.problem });
	for (const { econtent_sha256: hash } of included.opened ? told.heads : [])
		holdAgainst(included.opened, hash);
}

/** What is wrong with it is wrong with the whole. */
function passOn(opened, included, exits) {
	for (const { problem, record, detail } of included.opened.findings.filter((finding) => exits[finding.problem]))
		note(opened, included, { problem, file: record?.file ?? detail });
}

/** @param {Map<string, object>} files by path from the folder that holds them @param {object} how openCase, CaseError and exits */
export async function openIncluded(opened, files, how) {
	for (const entry of opened.entries.filter(({ isKnown, type }) => isKnown && type === "merge").filter(countsAsAuthentic))
		for (const told of entry.told)
			await lookAt(opened, files, told, how);
	for (const included of opened.included.filter((one) => one.opened))
		passOn(opened, included, how.exits);
}

export const includedIsOpen = ({ included }) => included.some(({ opened }) => !opened || opened.summary.openItems > 0 ||
	opened.summary.openIncidents > 0 || opened.summary.openAttempts > 0 || includedIsOpen(opened));
