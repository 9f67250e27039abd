// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Confirmations held beside the record that they answer, after certs/cms/weigh.c: does each
 * count on its own? Of those that do, rejections are looked at before acceptances.
 */
import { decision } from "./record.js";

function isAbout(confirmation, record) {
	const { record: root } = confirmation;

	return root?.type === "confirmation" && record.isSigned && root.about.econtent_sha256 === record.link.econtent &&
		root.about.signature_sha256 === record.link.signature && root.about.id === record.record.id;
}

/** By certificate, by key, by name, or by what the roster says. */
export function samePerson(a, b) {
	return a.isSigned && b.isSigned && (a.signerSha256 === b.signerSha256 || a.signatory.key === b.signatory.key ||
		a.signatory.name === b.signatory.name ||
		(a.signatory.person !== "" && a.signatory.person === b.signatory.person));
}

const isOnPaper = (confirmation) => decision(confirmation.record).endsWith("-on-paper");

/** "none": it counts. Both are results of verify(). */
export function fault(record, confirmation) {
	if (!isAbout(confirmation, record))
		return "other-record";
	if (confirmation.authentic === "invalid")
		return confirmation.reason;
	if (!isOnPaper(confirmation) && samePerson(record, confirmation))
		return "self-confirmed";
	/* Among demonstrations a demonstration counts: none of them ends well. */
	if (confirmation.authentic === "valid" || (confirmation.reason === "demo" && record.reason === "demo"))
		return "none";
	return confirmation.reason;
}

/** A later acceptance by the same officer, or any of a rejection on paper. */
function isLifted(counting, rejection) {
	return counting.some((other) => decision(other.record) === "accepted" && other.claimedTime > rejection.claimedTime &&
		(isOnPaper(rejection) || samePerson(other, rejection)));
}

/** @returns {{standing: "not-asked"|"unconfirmed"|"confirmed"|"rejected", by: object|null, onPaper: object|null, futile: object[]}} */
export function weigh(trust, record, confirmations) {
	const counting = confirmations.filter((one) => fault(record, one) === "none");
	const find = (wanted) => counting.find((one) => decision(one.record) === wanted) ?? null;
	const rejection = counting.find((one) => decision(one.record).startsWith("rejected") && !isLifted(counting, one));
	const accepted = find("accepted");
	const asks = trust?.asksConfirmation && record.record.type === "erasure";

	return {
		standing: rejection ? "rejected" : accepted ? "confirmed" : asks ? "unconfirmed" : "not-asked",
		by: rejection ?? accepted,
		onPaper: find("accepted-on-paper"),
		futile: confirmations.map((one) => ({ confirmation: one, reason: fault(record, one) }))
			.filter(({ reason }) => reason !== "none" && reason !== "other-record"),
	};
}

export function weightExitCode(code, standing) {
	if (standing === "rejected")
		return 1;
	return standing === "unconfirmed" && code === 0 ? 8 : code;
}
