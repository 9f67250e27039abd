// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * From the signer to an anchor, after certs/trust/chain.c and libcrypto beneath it: at each
 * step an anchor is looked for before the certificates of the file, and the first one found
 * ends the path. What the page reads more strictly than libcrypto: lists of a part
 * (issuingDistributionPoint) do not answer; constraints on names are never compared.
 */
import { authorityKeyFits, certificateSignatureHasStrength, DEFAULT_EDITION, keyFault, keyHasStrength } from "./algorithm.js";
import { ANY_USAGE, CRL_SIGN, KEY_CERT_SIGN, TIME_STAMPING, findIssuer } from "./certificate.js";

const MAX_DEPTH = 8;
/** How well a list answers for a certificate, as libcrypto weighs it (crypto/x509/x509_vfy.c). */
const NO_CRITICAL = 0x100, SCOPE = 0x80, IN_TIME = 0x40, ISSUER_NAME = 0x20, ISSUER_CERT = 0x18, SAME_PATH = 0x08, KEY = 0x04,
	VALID = NO_CRITICAL | SCOPE | IN_TIME;

/**
 * What is searched for. "path": the path, when it was signed. "lists": did the lists answer at this
 * time? "both": nothing is known of the signature's age.
 */
class Search {
	constructor(trust, purpose, input, moment, finding) {
		Object.assign(this, { trust, purpose, input, moment, finding });
		this.isStamped = moment.signed !== moment.lookedAt;
		this.what = this.isStamped ? "path" : "both";
		this.time = moment.signed;
		this.hasExpired = false;
		this.isUnknown = false;
	}

	/** Given ones first, then those of the file. */
	get lists() {
		return [...this.trust.lists, ...this.input.lists];
	}

	/** An anchor is trusted because it was given: nobody above it need vouch for it. */
	isBelowAnchor(path, index) {
		return index < anchorAt(this.trust, path);
	}
}

/** The first from below; -1: there is none. */
const anchorAt = (trust, path) => path.findIndex((one) => trust.findAnchor(one));

/** Among those that may have issued it: one valid at that time, else the one that ends last. */
function pickIssuer(list, certificate, time) {
	const candidates = list.filter((issuer) => certificate.mayBeIssuedBy(issuer));

	return candidates.find((one) => one.from <= time && one.until > time) ??
		candidates.reduce((last, one) => (last && last.until >= one.until ? last : one), null);
}

/** @returns {Certificate[]|null} signer first, the anchor last */
function buildPath(trust, signer, candidates, time) {
	const anchors = trust.anchors.map((anchor) => anchor.certificate);
	const path = [signer];
	let untrusted = candidates.filter((one) => !one.isSame(signer));

	while (path.length <= MAX_DEPTH + 1) {
		const top = path[path.length - 1];
		const anchor = pickIssuer(anchors, top, time);
		if (anchor && top.isSelfSigned)
			return anchor.isSame(top) ? path : null;
		if (anchor)
			return [...path, anchor];
		const next = top.isSelfSigned || path.length > MAX_DEPTH ? null : pickIssuer(untrusted, top, time);
		if (!next)
			return path.length === 1 && anchors.some((one) => one.isSame(signer)) ? path : null;
		untrusted = untrusted.filter((one) => one !== next);
		path.push(next);
	}
	return null;
}

function checkExtensions(path, finding) {
	let issuers = 0;

	for (const [index, certificate] of path.entries()) {
		if (certificate.hasUnknownCritical)
			return finding.note("untrusted", "a critical extension that is not known");
		/* Old forms of authorities count at the top only, where an anchor was given. */
		const kinds = index + 1 < path.length ? [1] : [1, 3, 4];
		if (certificate.isMalformed || (index && !kinds.includes(certificate.caKind)))
			return finding.note("untrusted", "a certificate on the way is not one of an authority");
		const limit = certificate.basic?.pathLength ?? null;
		if (limit !== null && BigInt(issuers) > limit)
			return finding.note("untrusted", "the path is longer than an authority on it allows");
		if (index && !certificate.isSelfIssued)
			issuers++;
	}
	return true;
}

function checkStrength(path, finding) {
	if (path.some((one) => !keyHasStrength(one.key)) ||
	    path.slice(0, -1).some((one) => !certificateSignatureHasStrength(one.algorithm)))
		return finding.note("algorithm", "a key or digest on the way is too weak");
	return true;
}

async function checkSignatures(search, path) {
	const { finding, time, what } = search;

	for (let index = path.length - 1; index >= 0; index--) {
		const certificate = path[index], issuer = path[index + 1];
		if (issuer) {
			const good = await certificate.isSignedBy(issuer);
			if (good === false || (issuer.usage && !issuer.usage.has(KEY_CERT_SIGN)))
				return finding.note("untrusted", "a certificate on the way was not signed by its issuer");
			if (good === null)
				finding.note("not-compared", "this browser cannot check the signature of a certificate");
		}
		/* The path has been seen; entries are read one by one, with their dates. */
		if (what === "lists") {
			search.hasExpired ||= certificate.until <= time && search.isBelowAnchor(path, index);
			continue;
		}
		if (certificate.from > time)
			finding.note("not-yet-valid");
		if (certificate.until <= time)
			finding.note("expired");
	}
	if (path.some((one) => one.hasNotCompared))
		finding.note("not-compared", "an authority is constrained in a way that this page does not check");
	return true;
}

/** How well it answers, and by whom it should be. 0: not at all. */
function weighList(list, path, index, time) {
	const next = path[index + 1] ?? path[index];
	let score = ISSUER_NAME | SCOPE;

	if (list.isPartial || !list.isFor(path[index]))
		return { score: 0 };
	if (!list.hasCritical)
		score |= NO_CRITICAL;
	if (list.made <= time && list.next > time)
		score |= IN_TIME;
	if (list.mayBeBy(next))
		return { list, score: score | KEY | ISSUER_CERT, issuer: next };
	const issuer = path.slice(index + 2).find((one) => one.subjectKeyName === list.issuerKey && list.mayBeBy(one));
	return issuer ? { list, score: score | KEY | SAME_PATH, issuer } : { score: 0 };
}

/** The best of lists, of equals the newest; null: none of them is for it. */
function pickList(lists, path, index, time) {
	let best = null;

	for (const list of lists) {
		const weighed = weighList(list, path, index, time);
		if (weighed.score && weighed.score >= (best?.score ?? 0) &&
		    !(best && weighed.score === best.score && list.made <= best.list.made))
			best = weighed;
	}
	return best;
}

async function checkAnswers(search, path) {
	if (!search.trust.looksForLists || search.what === "path")
		return;
	for (const index of path.keys()) {
		const found = pickList(search.lists, path, index, search.time);
		const answers = found && found.score >= VALID && (!found.issuer.usage || found.issuer.usage.has(CRL_SIGN)) &&
			await found.list.isSignedBy(found.issuer) === true;

		if (!answers && search.isBelowAnchor(path, index))
			search.isUnknown = true;
	}
}

/** Null: none was found, which is noted. */
async function searchPath(search) {
	const { trust, input, finding } = search;
	const hasStrength = keyHasStrength(input.signer.key);
	const path = hasStrength ? buildPath(trust, input.signer, [...input.candidates, ...input.more], search.time) : null;

	if (!hasStrength)
		finding.note("algorithm", "the key is too weak");
	if (path && checkExtensions(path, finding) && checkStrength(path, finding)) {
		await checkAnswers(search, path);
		if (await checkSignatures(search, path) && anchorAt(trust, path) >= 0)
			return path;
	}
	finding.note("untrusted");
	return null;
}

/** Did the lists answer at this moment, and were all certificates valid? */
async function listsAnsweredAt(search, time) {
	search.what = "lists";
	search.time = time;
	search.hasExpired = search.isUnknown = false;
	return await searchPath(search) !== null && !search.isUnknown && !search.hasExpired;
}

/**
 * Now, or when one of the lists was made. The oldest that counts is by the anchor's rule a
 * little older than the signature, else not.
 */
async function searchLists(search, rule) {
	const { moment } = search, oldest = moment.signed - rule.revocation.maxAge;

	if (await listsAnsweredAt(search, moment.lookedAt))
		return;
	for (const time of new Set(search.lists.map(({ made }) => made)))
		if (time >= oldest && time <= moment.lookedAt && await listsAnsweredAt(search, time))
			return;
	search.isUnknown = true;
}

/** Under an exception of its anchor a key counts until the exception's time. */
function checkKey(search, rule, certificate, isAuthority) {
	const { trust, finding, moment } = search;
	const fits = (edition) => isAuthority ? authorityKeyFits(edition, certificate.key) :
		!keyFault(edition, certificate.key);

	if (fits(trust.policy?.edition ?? DEFAULT_EDITION))
		return;
	if (!rule.rsa2048Until || !fits(trust.lenient))
		finding.note("algorithm", isAuthority ? "the key of an authority is not allowed" :
			"the signer's key is allowed under another anchor only");
	else if (moment.signed > rule.rsa2048Until)
		finding.note("exception-over");
}

/** No extended key usage, or just "any"; timestamps may have authorities of their own. */
function usageFits(certificate, purpose) {
	const purposes = certificate.purposes;

	return !purposes || (purposes.length === 1 && purposes[0] === ANY_USAGE) ||
		(purpose === "timestamp" && purposes.includes(TIME_STAMPING));
}

/** Below the anchor, which is trusted because it was given. */
function checkBelow(search, below, rule) {
	below.forEach((certificate, index) => {
		checkKey(search, rule, certificate, index > 0 || search.purpose === "timestamp");
		if (index && !usageFits(certificate, search.purpose))
			search.finding.note("untrusted", "an authority on the way is for another purpose");
	});
}

/** Revoked, or no longer to be relied on, only after it was signed. */
function cameLater(entry, moment) {
	return entry.time !== null && entry.time > moment.signed &&
		(!entry.hasInvalidity || (entry.invalidTime !== null && entry.invalidTime > moment.signed));
}

/** Whatever newer list there is: who was revoked once stays revoked. */
async function checkEntries(search, certificate, issuer) {
	const { isStamped, moment, finding } = search;

	for (const list of search.lists.filter((one) => one.isFor(certificate))) {
		const entry = list.entryOf(certificate);
		const good = entry && await list.isSignedBy(issuer);
		if (!entry)
			continue;
		if (good === null)
			finding.note("not-compared", "this browser cannot check a list that names a certificate");
		else if (!good)
			search.isUnknown = true;
		else if (!isStamped || !cameLater(entry, moment))
			finding.note("revoked");
	}
}

/** Is there a list by the issuer that was issued from oldest on? */
async function hasListSince(lists, issuer, oldest) {
	for (const list of lists)
		if (list.issuerKey === issuer.subjectKeyName && list.made >= oldest && await list.isSignedBy(issuer) === true)
			return true;
	return false;
}

async function allHaveListsSince(lists, path, last, oldest) {
	for (let index = 0; index < last; index++)
		if (!await hasListSince(lists, path[index + 1], oldest))
			return false;
	return true;
}

async function checkRevocation(search, path, last, rule) {
	const { trust, moment, finding } = search;
	const asks = trust.policy ? rule.revocation.kind !== "none" : trust.lists.length > 0;

	for (let index = 0; index < last; index++)
		await checkEntries(search, path[index], path[index + 1]);
	if (rule.revocation.kind === "list" &&
	    !await allHaveListsSince(search.lists, path, last, moment.signed - rule.revocation.maxAge))
		search.isUnknown = true;
	if (search.isUnknown && asks)
		finding.note("crl-stale");
}

/** Whatever is embedded lies on the path, or above an anchor that is no root. */
async function checkCandidates(path, candidates, finding) {
	let used = candidates.filter((one) => path.some((other) => other.isSame(one))).length;
	let top = path[path.length - 1];

	while (top && used < candidates.length && !top.isSelfSigned) {
		top = await findIssuer(candidates, top);
		if (top)
			used++;
	}
	if (used < candidates.length)
		finding.note("not-der", "a certificate in it does not belong to the signer's");
}

/**
 * @param {"record"|"timestamp"} purpose
 * @param {{signer: Certificate, candidates: Certificate[], more: Certificate[], lists: RevocationList[]}} input
 *        what a file brings along: each of the candidates should be needed, more need not
 * @param {{signed: number, lookedAt: number}} moment both the same: nothing is known of its age
 * @returns {{path: Certificate[], last: number, anchor: object, lists: RevocationList[]}|null} last: where the anchor is on it
 */
export async function check(trust, purpose, input, moment, finding) {
	const search = new Search(trust, purpose, input, moment, finding);
	const path = await searchPath(search), last = path ? anchorAt(trust, path) : -1;

	if (!path)
		return null;
	const anchor = trust.findAnchor(path[last]);
	if (search.isStamped && trust.looksForLists)
		await searchLists(search, anchor.rule);
	checkBelow(search, path.slice(0, last), anchor.rule);
	await checkRevocation(search, path, last, anchor.rule);
	/* A token is the authority's own: what else it puts in is not ours to ask. */
	if (purpose === "record")
		await checkCandidates(path, input.candidates, finding);
	if (path.some((one) => one.isDemo) || anchor.rule.isDemonstration)
		finding.note("demo");
	return { path, last, anchor, lists: search.lists,
		revocationKnown: trust.looksForLists && search.lists.length > 0 && !search.isUnknown };
}

/** Once it is known when it was signed: does the policy ask for lists from after that? */
export async function checkSignedAt(chain, signed, finding) {
	if (chain && chain.anchor.rule.revocation.kind === "list-after-signature" &&
	    !await allHaveListsSince(chain.lists, chain.path, chain.last, signed))
		finding.note("crl-stale", "no revocation list was issued after the signature");
}
