// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * An officer's answers, after tools/wipe-cert/confirm.c: what would not count when it is
 * verified is not signed. Here the record has to be authentic as well, or a demonstration.
 */
import { hasComeOff } from "./copied.js";
import { hidesText, toHex } from "./bytes.js";
import { checkUsage } from "./certificate.js";
import * as chains from "./chain.js";
import * as names from "./name.js";
import { open as openPkcs12 } from "./pkcs12.js";
import { Finding } from "./reason.js";
import { isAct } from "./record.js";
import { confirmation, sign, unlock } from "./sign.js";
import { personOf, rolesAt, rolesPermit } from "./trust.js";
import { signatoryOf, verify } from "./verify.js";
import { fault, samePerson } from "./weigh.js";

export const REASONS_MAX = 8, REASON_CHARACTERS = 500;
/** That it is not known who is an officer is for those to judge who verify it. */
const FOR_OTHERS = ["none", "role-unknown", "demo"];
/** What contractors did or say. What officers signed, or hands that came together, nobody confirms. */
const ANSWERED = ["erasure", "staff", "receive", "copy-out", "exit-check", "return", "dispose", "attest", "incident", "declare", "close"];
/** What officers decide: on paper, the contractor entered it. */
const DECIDED = ["approve", "permit", "challenge"];

/** isAsked: a case waits for an officer to know of it, as of what was recorded against its rules. */
const canBeAnswered = (record, isAsked) => isAsked || ANSWERED.includes(record?.type) || (DECIDED.includes(record?.type) && record.means.kind === "paper");

/**
 * Why this record cannot be answered, as a reason; "none": it can. null: it is nothing to answer.
 * Of a PDF it is the record in it that is answered, whatever is drawn around it.
 */
export function obstacle({ authentic, reason, record, inPdf, isAsked = false }) {
	if (authentic === "invalid")
		return reason;
	if (!canBeAnswered(record, isAsked))
		return null;
	const own = inPdf && reason === "pdf-not-compared" ? inPdf.reason : reason;
	return own === "demo" ? "none" : own;
}

/** An act is somebody's word: there is nothing in it that did not hold. */
export const mayAccept = ({ held, record }) => hasComeOff({ held, record }) || isAct(record.type);

/** The re-reads among results that are about this record. */
export function checksOf(result, results) {
	return results.filter(({ authentic, record }) => authentic !== "invalid" && record?.type === "check" &&
		record.about.econtent_sha256 === result.link.econtent && record.about.signature_sha256 === result.link.signature);
}

/** One reason a line. @returns {{reasons: string[], fault: string}} fault: a word, or empty */
export function readReasons(text, accepts) {
	const reasons = text.split("\n").map((line) => line.trim()).filter(Boolean);

	if (!accepts && !reasons.length)
		return { reasons, fault: "reasonMissing" };
	if (reasons.length > REASONS_MAX || reasons.some((one) => [...one].length > REASON_CHARACTERS))
		return { reasons, fault: "reasonsTooLong" };
	return { reasons, fault: reasons.some(hidesText) ? "reasonHides" : "" };
}

/** Would a confirmation by this certificate count? As verify() will ask, but before anything is signed. */
async function standingOf(trust, { certificate, chain }, time) {
	const finding = new Finding();
	const signatory = await signatoryOf(certificate), signerSha256 = toHex(await certificate.sha256());
	const found = await chains.check(trust, "record", { signer: certificate, candidates: chain, more: [], lists: [] },
		{ signed: time, lookedAt: time }, finding);

	checkUsage(certificate, finding);
	if (trust.policy) {
		signatory.roles = rolesAt(trust, found?.anchor.roles ?? [], signerSha256, time, "confirmation");
		signatory.person = personOf(trust, signerSha256);
		if (!rolesPermit(signatory.roles, "confirmation", false))
			finding.note("role");
	} else {
		finding.note("role-unknown");
	}
	return { isSigned: true, signerSha256, signatory, reason: finding.reason, detail: finding.detail,
		counts: FOR_OTHERS.includes(finding.reason) };
}

/** Throws Pkcs12Error or SignError. */
export async function openKey(trust, bytes, password, time) {
	const signer = await unlock(await openPkcs12(bytes, password));
	const { certificate } = signer;

	return { ...signer, ...await standingOf(trust, signer, time), subject: names.render(certificate.subject),
		issuer: names.render(certificate.issuer) };
}

/** "none", or why this officer may not answer this record. */
export const faultOf = (officer, result) => (samePerson(result, officer) ? "self-confirmed" : "none");

/**
 * Signs one answer, and has it verified as a reader will.
 * @returns {Promise<{name: string, bytes: Uint8Array, result: object, about: object, reason: string}>}
 *          reason: "none", or why it would not count and must not be handed out
 */
export async function answer(trust, officer, about, given, time, version) {
	const bytes = await sign(officer, confirmation(about, given, officer, time, version), time);
	const result = await verify(trust, bytes, time);
	const found = result.record ? fault(about, result) : result.reason;
	const reason = result.authentic === "invalid" ? result.reason : FOR_OTHERS.includes(found) ? "none" : found;

	return { name: `massho-${result.record?.id}.confirmation.p7m`, bytes, result, about, reason };
}
