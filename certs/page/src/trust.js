// SPDX-License-Identifier: GPL-3.0-or-later
/** Whom one trusts: anchors and lists, or a trust folder (massho-trust(5)). */
import policySchema from "../../schema/massho-trust-1.schema.json";
import { DEFAULT_EDITION, EDITIONS } from "./algorithm.js";
import { toHex } from "./bytes.js";
import { parseCertificates } from "./certificate.js";
import { Malformed, parse as parseJson } from "./json.js";
import { instant } from "./moment.js";
import { parseLists } from "./revocation.js";
import { Schema } from "./schema.js";

const DAY = 24 * 60 * 60, ANCHORS_MAX_BYTES = 4 << 20, LIST_MAX_BYTES = 64 << 20, POLICY_MAX_BYTES = 1 << 20,
	FILES_MAX = 1000;
const POLICIES = new Schema(policySchema);
const ROLE_FOLDERS = ["engineer", "manager", "officer"];
const ANCHOR_NAME = /.\.(pem|crt|cer|der)$/, LIST_NAME = /.\.(crl|pem|der)$/;
const NO_RULE = { revocation: { kind: "none", maxAge: 0 }, isDemonstration: false, rsa2048Until: 0 };

/** code: "refused", "not-found" or "format", as wipe_code_name() has them. */
export class TrustError extends Error {
	constructor(code, message) {
		super(message);
		this.code = code;
	}
}

const refuse = (isWrong, code, message) => {
	if (isWrong)
		throw new TrustError(code, message);
};

export class Trust {
	constructor(policy = null) {
		/** @type {{certificate: Certificate, roles: Set<string>, rule: object, sha256: string}[]} */
		this.anchors = [];
		this.lists = [];
		this.tsa = null;
		this.policy = policy;
		this.lenient = policy ? mostLenient(policy) : DEFAULT_EDITION;
		this.members = [];
		this.hasRoster = false;
	}

	get looksForLists() {
		return this.lists.length > 0 || this.policy !== null;
	}

	get asksConfirmation() {
		return this.policy !== null && this.policy.asksConfirmation;
	}

	findAnchor(certificate) {
		return this.anchors.find((anchor) => anchor.certificate.isSame(certificate)) ?? null;
	}

	needTsa() {
		this.tsa ??= new Trust(this.policy);
		return this.tsa;
	}

	async addAuthorities(bytes, name, role = null) {
		refuse(bytes.length > ANCHORS_MAX_BYTES, "format", `${name}: too large`);
		const list = parseCertificates(bytes);
		refuse(!list, "format", `${name}: no certificate in it, or a malformed one`);
		for (const certificate of list) {
			refuse(certificate.caKind !== 1, "refused", `${name}: not a certificate of an authority`);
			await this.addAuthority(certificate, role);
		}
	}

	async addAuthority(certificate, role) {
		let anchor = this.findAnchor(certificate);

		if (!anchor) {
			const hash = toHex(await certificate.sha256());
			anchor = { certificate, sha256: hash, roles: new Set(), rule: this.policy ? ruleFor(this.policy, hash) : NO_RULE };
			this.anchors.push(anchor);
		}
		if (role)
			anchor.roles.add(role);
	}

	addLists(bytes, name) {
		refuse(bytes.length > LIST_MAX_BYTES, "format", `${name}: too large`);
		const list = parseLists(bytes);
		refuse(!list, "format", `${name}: no revocation list in it, or a malformed one`);
		this.lists.push(...list);
	}
}

function mostLenient(policy) {
	const exempt = [...policy.anchors.values()].some((rule) => rule.rsa2048Until);

	return exempt ? { ...policy.edition, rsaBits: 2048, rsaAuthorityBits: 2048 } : policy.edition;
}

const ruleFor = (policy, hash) => policy.anchors.get(hash) ?? { ...NO_RULE, revocation: policy.revocation };

function readRevocation({ kind, max_age_days: days }) {
	return { kind, maxAge: (days ?? 0) * DAY };
}

function readRule(from) {
	const until = from.exceptions[0]?.until;
	const time = until ? instant(until) : 0;

	refuse(time === null, "format", `${until} is no date of the calendar`);
	return { revocation: readRevocation(from.revocation), isDemonstration: from.demonstration, rsa2048Until: time };
}

export function parsePolicy(bytes) {
	refuse(bytes.length > POLICY_MAX_BYTES, "format", "policy.json: too large");
	let root;
	try {
		root = parseJson(bytes);
		POLICIES.validate(root);
	} catch (error) {
		if (error instanceof Malformed)
			throw new TrustError("format", `policy.json: ${error.message}`);
		throw error;
	}
	const edition = EDITIONS.get(root.algorithms);
	refuse(!edition, "format", `policy.json: no edition of the algorithms is called ${root.algorithms}`);
	refuse(new Set(root.officers).size !== root.officers.length, "format", "policy.json: an officer is named twice");
	const anchors = new Map(root.anchors.map((one) => [one.sha256, readRule(one)]));
	refuse(anchors.size !== root.anchors.length, "format", "policy.json: an anchor is named twice");
	return { name: root.name, edition, asksConfirmation: root.confirmation !== "not-required",
		asksRoster: root.roster !== "optional", revocation: readRevocation(root.revocation),
		officers: new Set(root.officers), anchors };
}

/** Of a folder: its files right inside, whose names end so. */
function* entries(files, folder, ending) {
	let count = 0;

	for (const [path, bytes] of files) {
		const [first, name, ...more] = path.split("/");
		if (first !== folder || name === undefined || name.startsWith(".") || !ending.test(name))
			continue;
		refuse(more.length, "format", `${folder}/${name}: not a regular file`);
		refuse(++count > FILES_MAX, "format", `${folder}: more than ${FILES_MAX} files`);
		yield [path, bytes];
	}
}

/** As C opens them: a part is a folder, what is one file is none. */
function checkKinds(files) {
	for (const part of [...ROLE_FOLDERS, "tsa", "crl"])
		refuse(files.has(part), "system", `${part}: not a folder`);
	for (const path of files.keys())
		refuse(path.startsWith("policy.json/") || path.startsWith("roster.p7m/"), "format", `${path}: in place of a file`);
}

async function readParts(trust, files) {
	for (const role of ROLE_FOLDERS)
		for (const [path, bytes] of entries(files, role, ANCHOR_NAME))
			await trust.addAuthorities(bytes, path, role);
	for (const [path, bytes] of entries(files, "tsa", ANCHOR_NAME))
		await trust.needTsa().addAuthorities(bytes, path);
	for (const [path, bytes] of entries(files, "crl", LIST_NAME)) {
		trust.addLists(bytes, path);
		trust.tsa?.addLists(bytes, path);
	}
}

function checkAnchors(trust) {
	const has = (role) => trust.anchors.some(({ roles }) => roles.has(role));

	refuse(!has("engineer") && !has("manager"), "not-found",
		"no certificate in engineer or manager: nobody could sign a record");
	refuse(!has("officer") && trust.policy.asksConfirmation, "not-found",
		"no certificate in officer, though the policy asks for confirmations");
	const all = [...trust.anchors, ...trust.tsa?.anchors ?? []];
	refuse([...trust.policy.anchors.keys()].some((hash) => !all.some((anchor) => anchor.sha256 === hash)),
		"refused", "the policy names an anchor that is in no folder");
}

/**
 * What only time or a demonstration stands against is accepted: the roster was an
 * officer's when it was put there.
 */
const ACCEPTABLE = ["none", "expired", "crl-stale", "exception-over", "demo"];

function takeRoster(trust, result) {
	refuse(!ACCEPTABLE.includes(result.reason) || !result.record, "refused", `roster.p7m: ${result.reason}`);
	refuse(result.record.type !== "roster", "refused", "roster.p7m: a record, but not a roster");
	trust.members = result.record.members.map((one) => ({ role: one.role, person: one.person,
		sha256: one.certificate_sha256, from: instant(one.from), until: one.until === null ? Infinity : instant(one.until) }));
	trust.hasRoster = true;
}

/** @param {Map<string, Uint8Array>} files by path from the folder itself: "policy.json", "engineer/root.pem" */
export const isTrustFolder = (files) => files.has("policy.json") ||
	[...files.keys()].some((path) => /^(engineer|manager|officer|tsa)\//.test(path));

/** @param verify verify() of verify.js, which needs this file */
export async function loadFolder(files, time, verify) {
	checkKinds(files);
	refuse(!files.has("policy.json"), "refused", "folders of roles, and no policy.json");
	const trust = new Trust(parsePolicy(files.get("policy.json")));
	refuse([...files.keys()].some((path) => ANCHOR_NAME.test(path.split("/")[0])), "refused",
		"in a trust folder certificates lie in the folder of a role");
	await readParts(trust, files);
	checkAnchors(trust);
	const roster = files.get("roster.p7m");
	refuse(!roster && trust.policy.asksRoster, "not-found", "roster.p7m is missing, though the policy asks for it");
	if (roster)
		takeRoster(trust, await verify(trust, roster, time));
	return trust;
}

/** A trust folder, or certificates and revocation lists. */
export async function loadAny(files, time, verify) {
	if (isTrustFolder(files))
		return loadFolder(files, time, verify);
	const trust = new Trust();
	for (const [name, bytes] of files) {
		if (/\.crl$/i.test(name))
			trust.addLists(bytes, name);
		else if (/\.(pem|crt|cer|der)$/i.test(name))
			await trust.addAuthorities(bytes, name);
	}
	return trust;
}

// Officers of another, after certs/trust/compare.c

const officerAnchors = (trust) => trust.anchors.filter(({ roles }) => roles.has("officer")).map(({ sha256 }) => sha256);

/** null: it names none, and whoever is below an anchor is one. */
function namedOfficers({ policy, members, hasRoster }) {
	return policy && (policy.officers.size || hasRoster) ?
		[...policy.officers, ...members.filter(({ role }) => role === "officer").map(({ sha256 }) => sha256)] : null;
}

/** Is each officer of inner one of outer, too? */
export function officersWithin(inner, outer) {
	const anchors = officerAnchors(inner), outerNamed = namedOfficers(outer);

	if (!anchors.length)
		return true;
	return anchors.every((hash) => officerAnchors(outer).includes(hash)) &&
		(!outerNamed || (namedOfficers(inner)?.every((hash) => outerNamed.includes(hash)) ?? false));
}

const REVOCATIONS = ["none", "list", "list-after-signature"];

function asksLessOfLists({ kind, maxAge }, ours) {
	if (kind !== ours.kind)
		return REVOCATIONS.indexOf(kind) < REVOCATIONS.indexOf(ours.kind);
	return kind === "list" && maxAge > ours.maxAge;
}

const asksLessOfKeys = (its, ours) => its.rsaBits < ours.rsaBits || its.rsaAuthorityBits < ours.rsaAuthorityBits;

/** Does the policy of inner ask for less? */
export function asksLess(inner, outer) {
	if (!outer.policy)
		return false;
	if (!inner.policy || (outer.policy.asksRoster && !inner.policy.asksRoster) ||
	    asksLessOfKeys(inner.policy.edition, outer.policy.edition))
		return true;
	return inner.anchors.some(({ sha256, rule }) => {
		const ours = ruleFor(outer.policy, sha256);

		return rule.rsa2048Until > ours.rsa2048Until || (ours.isDemonstration && !rule.isDemonstration) ||
			asksLessOfLists(rule.revocation, ours.revocation);
	});
}

// Roles, after certs/trust/roles.c

const CONTRACTOR = ["engineer", "manager"], MANAGER = ["manager"], OFFICER = ["officer"];
const EITHER = [...CONTRACTOR, ...OFFICER];
/** What is entered from paper is the contractor's word, whoever decided. */
const SIGNERS = new Map(Object.entries({ attempt: CONTRACTOR, erasure: CONTRACTOR, check: EITHER, confirmation: OFFICER,
	roster: OFFICER, init: MANAGER, approve: OFFICER, staff: [...MANAGER, ...OFFICER], receive: EITHER, permit: OFFICER,
	challenge: OFFICER, "copy-out": CONTRACTOR, "exit-check": CONTRACTOR, return: CONTRACTOR, dispose: CONTRACTOR,
	attest: CONTRACTOR, incident: EITHER, declare: MANAGER, merge: EITHER, close: MANAGER }));

/** byRoster: false of whoever signs a roster, who is an officer without it. */
function hasRole(trust, role, hash, time, byRoster) {
	const listed = !byRoster ? [] : trust.members.filter((member) => member.role === role && member.sha256 === hash);

	if (listed.length)
		return listed.some(({ from, until }) => time >= from && time < until);
	/* Who is pinned as an officer is nobody's contractor: he could not confirm what he signed. */
	if (role !== "officer")
		return !trust.policy.officers.has(hash);
	return trust.policy.officers.has(hash) ||
		(!(byRoster && trust.hasRoster) && trust.policy.officers.size === 0);
}

export function rolesAt(trust, byPath, hash, time, type) {
	return [...byPath].filter((role) => hasRole(trust, role, hash, time, type !== "roster"));
}

export const personOf = (trust, hash) => trust.members.find((member) => member.sha256 === hash)?.person ?? "";

export function rolesPermit(roles, type, onPaper) {
	const wanted = onPaper ? CONTRACTOR : SIGNERS.get(type);

	return roles.some((role) => wanted.includes(role));
}
