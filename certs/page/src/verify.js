// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Bytes -> envelope (form, signer, signature) -> path to an anchor -> record, after
 * certs/cms/verify.c. Each step notes what it finds; the worst reason decides. Content is
 * looked at only when nothing before it was invalid.
 */
import { DEFAULT_EDITION } from "./algorithm.js";
import { sha256, toHex } from "./bytes.js";
import { checkTime, checkUsage } from "./certificate.js";
import * as chains from "./chain.js";
import { held } from "./consistent.js";
import * as envelopes from "./envelope.js";
import { JSON_MAX_BYTES, Malformed } from "./json.js";
import { instant } from "./moment.js";
import * as materials from "./material.js";
import * as names from "./name.js";
import { Finding } from "./reason.js";
import * as records from "./record.js";
import * as timestamps from "./timestamp.js";
import { personOf, rolesAt, rolesPermit } from "./trust.js";

const CLOCKS_DIFFER = 5 * 60, SIGNED_BEFORE = 24 * 60 * 60;

/** A .p7m begins with 0x30, the digit 0; a bare record with a brace. */
function looksLikeJson(bytes) {
	const first = bytes.find((byte) => ![0x20, 0x09, 0x0a, 0x0d].includes(byte));

	return first === 0x7b;
}

/** The record is kept only if it parses; contradictions in it are a finding. */
async function readContent(content, time, result, finding) {
	if (content.length > JSON_MAX_BYTES) {
		finding.note("too-large");
		return;
	}
	try {
		result.record = records.parse(content);
	} catch (error) {
		if (!(error instanceof Malformed))
			throw error;
		finding.note("content", error.message);
		return;
	}
	result.claimedTime = instant(result.record.issued_at);
	if (result.claimedTime > time + CLOCKS_DIFFER)
		finding.note("issued-in-the-future");
	const answer = await held(result.record);
	result.held = answer.held;
	if (answer.held === "inconsistent")
		finding.note("inconsistent", answer.why);
}

/** Signing a record long after it was issued is in order, before that is not. */
function checkSigningTime(attributes, result, finding) {
	if (attributes.signingTime === undefined || attributes.signingTime >= result.claimedTime - SIGNED_BEFORE)
		return;
	finding.note("attributes", "it was signed more than a day before it was issued");
	result.record = null;
}

/** Who it is, as far as the certificate tells: another one may be the same person's. */
export async function signatoryOf(certificate) {
	return { key: toHex(await sha256(certificate.spki)), name: names.folded(certificate.subject), person: "", roles: [] };
}

async function describeSigner(envelope, result) {
	const { signer } = envelope;

	result.link = { econtent: toHex(envelope.link.econtentSha256), signature: toHex(envelope.link.signatureSha256) };
	result.signerIsDemo = signer.isDemo;
	result.signer = names.render(signer.subject);
	result.signerName = names.shortly(signer.subject);
	result.signerSha256 = toHex(await signer.sha256());
	result.signatory = await signatoryOf(signer);
	result.certificate = signer;
}

async function checkSigner(trust, envelope, material, moment, result, finding) {
	checkUsage(envelope.signer, finding);
	if (!trust || !trust.anchors.length) {
		checkTime(envelope.signer, moment.signed, finding);
		finding.note("no-trust");
		return null;
	}
	const chain = await chains.check(trust, "record", { signer: envelope.signer, candidates: envelope.certificates,
		more: material.certificates, lists: material.lists }, moment, finding);
	result.revocationChecked = chain?.revocationKnown ?? false;
	result.path = chain?.path.map((one) => names.render(one.subject)) ?? [];
	return chain;
}

/** Did the signer have the role that signs a record of this type? */
function checkRole(trust, chain, signed, result, finding) {
	const { record, signatory, signerSha256 } = result;

	if (!trust || !trust.policy) {
		if (!records.isMeasured(record.type))
			finding.note("role-unknown");
		return;
	}
	signatory.roles = rolesAt(trust, chain?.anchor.roles ?? [], signerSha256, signed, record.type);
	signatory.person = personOf(trust, signerSha256);
	if (rolesPermit(signatory.roles, record.type, records.isOnPaper(record)))
		return;
	finding.note("role");
	result.record = null;
}

/** When was it signed? By a timestamp, else by the signer's own word. */
async function checkClaims(trust, envelope, moment, chain, result, finding) {
	const signed = moment.signed !== moment.lookedAt ? moment.signed : result.claimedTime;

	checkTime(envelope.signer, result.claimedTime, finding);
	if (trust)
		await chains.checkSignedAt(chain, signed, finding);
	checkRole(trust, chain, signed, result, finding);
	checkSigningTime(envelope.attributes, result, finding);
}

async function verifySigned(trust, bytes, time, result, finding) {
	const envelope = await envelopes.open(bytes, trust?.lenient ?? DEFAULT_EDITION, finding);

	result.isSigned = true;
	if (!envelope)
		return;
	await describeSigner(envelope, result);
	const material = materials.open(envelope.attributes, finding);
	if (!material)
		return;
	const signed = await timestamps.check(envelope, material, trust, time, result, finding);
	const moment = { signed, lookedAt: time };
	const chain = await checkSigner(trust, envelope, material, moment, result, finding);
	/* What was signed then cannot have been issued later. */
	if (finding.authentic !== "invalid")
		await readContent(envelope.signedData.content, signed, result, finding);
	if (result.record)
		await checkClaims(trust, envelope, moment, chain, result, finding);
}

/** Of a file of which nothing is known. */
export const nothing = () => ({ record: null, held: "none", isSigned: false, link: null, signer: "", signerIsDemo: false,
	timestamp: null, revocationChecked: false, claimedTime: 0, path: [] });

/**
 * @param {import("./trust.js").Trust|null} trust
 * @param {Uint8Array} bytes of a .p7m or of a bare JSON record
 * @param {number} time seconds of UTC
 */
export async function verify(trust, bytes, time) {
	const finding = new Finding(), result = nothing();

	if (looksLikeJson(bytes)) {
		await readContent(bytes, time, result, finding);
		result.link = { econtent: toHex(await sha256(bytes)), signature: null };
		finding.note("unsigned");
	} else {
		await verifySigned(trust, bytes, time, result, finding);
	}
	return { ...result, authentic: finding.authentic, reason: finding.reason, detail: finding.detail };
}

/** Of both answers: 0, 1 or 8, as wipe-verify ends. */
export function exitCode(result) {
	const { authentic, record } = result;

	if (authentic === "invalid" || (record && records.decision(record).startsWith("rejected")))
		return 1;
	if (record && (result.held === "no" || result.held === "inconsistent"))
		return 1;
	return authentic === "undetermined" || !record || ["open", "unverified"].includes(result.held) ? 8 : 0;
}
