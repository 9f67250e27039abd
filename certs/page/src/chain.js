// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * From the signer to an anchor, after certs/trust/chain.c and libcrypto beneath it: at each
 * step an anchor is looked for before the certificates of the file, and the first one found
 * ends the path. What the page reads more strictly than libcrypto: lists of a part
 * (issuingDistributionPoint) do not answer; constraints on names are never compared.
 */
import { authorityKeyFits, certificateSignatureHasStrength, DEFAULT_EDITION, keyFault, keyHasStrength } from "./algorithm.js";
import { ANY_USAGE, KEY_CERT_SIGN, TIME_STAMPING, findIssuer } from "./certificate.js";

const MAX_DEPTH = 8;

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

async function checkSignatures(path, time, finding) {
	for (let index = path.length - 1; index >= 0; index--) {
		const certificate = path[index], issuer = path[index + 1];
		if (issuer) {
			const good = await certificate.isSignedBy(issuer);
			if (good === false || (issuer.usage && !issuer.usage.has(KEY_CERT_SIGN)))
				return finding.note("untrusted", "a certificate on the way was not signed by its issuer");
			if (good === null)
				finding.note("not-compared", "this browser cannot check the signature of a certificate");
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

async function findPath(search) {
	const { trust, signer, candidates, moment, finding } = search;
	const path = keyHasStrength(signer.key) ? buildPath(trust, signer, candidates, moment.signed) : null;

	if (!keyHasStrength(signer.key))
		finding.note("algorithm", "the key is too weak");
	if (path && checkExtensions(path, finding) && checkStrength(path, finding) &&
	    await checkSignatures(path, moment.signed, finding))
		return path;
	finding.note("untrusted");
	return null;
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

function checkBelow(search, path, rule) {
	path.slice(0, -1).forEach((certificate, index) => {
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
	const { trust, moment, finding } = search;

	for (const list of trust.lists.filter((one) => one.isFor(certificate))) {
		const entry = list.entryOf(certificate);
		const good = entry && await list.isSignedBy(issuer);
		if (!entry)
			continue;
		if (good === null)
			finding.note("not-compared", "this browser cannot check a list that names a certificate");
		else if (!good)
			search.isUnknown = true;
		else if (moment.signed === moment.lookedAt || !cameLater(entry, moment))
			finding.note("revoked");
	}
}

async function some(list, test) {
	for (const one of list)
		if (await test(one))
			return true;
	return false;
}

/** A whole list of its issuer from after the signature, while the certificate was valid. */
function tellsOfExpired(list, certificate, issuer, moment) {
	return list.isFor(certificate) && !list.hasCritical && list.made >= moment.signed &&
		list.made <= certificate.until && list.isSignedBy(issuer);
}

async function checkLists(search, path) {
	const { trust, moment } = search;
	const isStamped = moment.signed !== moment.lookedAt;

	for (const [index, certificate] of path.slice(0, -1).entries()) {
		const issuer = path[index + 1];
		const isExpired = certificate.until <= moment.lookedAt;

		await checkEntries(search, certificate, issuer);
		if (!trust.looksForLists)
			continue;
		if (isStamped && isExpired) {
			if (!await some(trust.lists, async (list) => await tellsOfExpired(list, certificate, issuer, moment) === true))
				search.isUnknown = true;
		} else if (!await some(trust.lists, (list) => list.isFor(certificate) && list.answers(issuer, moment.lookedAt))) {
			search.isUnknown = true;
		}
	}
}

/** Is there, for each authority below and at the anchor, a list issued from then on? */
async function allHaveListsSince(trust, path, oldest) {
	for (const issuer of path.slice(1))
		if (!await some(trust.lists, async (list) => list.issuerKey === issuer.subjectKeyName &&
		    list.made >= oldest && await list.isSignedBy(issuer) === true))
			return false;
	return true;
}

async function checkRevocation(search, path, rule) {
	const { trust, moment, finding } = search;
	const asks = trust.policy ? rule.revocation.kind !== "none" : trust.lists.length > 0;

	await checkLists(search, path);
	if (rule.revocation.kind === "list" &&
	    !await allHaveListsSince(trust, path, moment.signed - rule.revocation.maxAge))
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
 * @param {{signed: number, lookedAt: number}} moment both the same: nothing is known of its age
 * @returns {{path: Certificate[], anchor: object}|null}
 */
export async function check(trust, purpose, signer, candidates, moment, finding) {
	const search = { trust, purpose, signer, candidates, moment, finding, isUnknown: false };
	const path = await findPath(search);
	const anchor = path && trust.findAnchor(path[path.length - 1]);

	if (!anchor)
		return null;
	checkBelow(search, path, anchor.rule);
	await checkRevocation(search, path, anchor.rule);
	if (purpose === "record")
		await checkCandidates(path, candidates, finding);
	if (path.some((one) => one.isDemo) || anchor.rule.isDemonstration)
		finding.note("demo");
	return { path, anchor, revocationKnown: trust.lists.length > 0 && !search.isUnknown };
}

/** Once it is known when it was signed: does the policy ask for lists from after that? */
export async function checkSignedAt(trust, chain, signed, finding) {
	if (chain && chain.anchor.rule.revocation.kind === "list-after-signature" &&
	    !await allHaveListsSince(trust, chain.path, signed))
		finding.note("crl-stale", "no revocation list was issued after the signature");
}
