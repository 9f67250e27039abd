// SPDX-License-Identifier: GPL-3.0-or-later
/** From measured facts to verdict, level and areas, after libwipe/core/verdict.c. */
import { hasWrongHeader, headerIsLeft, keysVerdict, levelOfPlan, limitedAreas, oldKeysAreas, passBytes } from "./crypto.js";
import { trustsDrive } from "./facts.js";

const READ = ["erased-verified", "erased-sampled"], YES = [...READ, "key-destroyed"], UNVERIFIED = ["key-destroyed-open", "erased-unverified"];
/** What a reading has shown to be as it should. */
const PASS = [...YES, "key-destroyed-open"];

/** A check is made to show something: one that does not has not come off. */
export function heldByVerdict({ type, verdict }) {
	if (type === "check")
		return READ.includes(verdict) ? "yes" : "no";
	return YES.includes(verdict) ? "yes" : UNVERIFIED.includes(verdict) ? "unverified" : "no";
}

function verifiedVerdict(report) {
	if (report.verify === "none")
		return "erased-unverified";
	if (report.medium.kind === "device" && !report.directIo)
		return "erased-unverified";
	if (report.spans)
		return report.verifyCompleted && report.verified === passBytes(report) ? keysVerdict(report) : "failed";
	if (!report.verifyCompleted || !report.toVerify || report.verified !== report.toVerify)
		return "failed";
	if (trustsDrive(report))
		return "erased-unverified";
	if (report.verify === "sample")
		return "erased-sampled";
	return report.verified === report.capacity ? "erased-verified" : "failed";
}

/** A block that missed one pass was not treated as the method says, whatever came after. */
const hasUnwritten = ({ writeErrors, notListed, ranges }) => Boolean(writeErrors || notListed || ranges.some(({ phase }) => phase === "write"));

function verdictOf(report) {
	if (report.mismatched || hasWrongHeader(report))
		return "failed";
	if (report.interrupted || report.deviceGone)
		return "interrupted";
	if (report.hasError || report.passesCompleted !== report.passes.length)
		return "failed";
	/* A medium that took nothing at all is not erased in part. */
	if (report.touched && !report.written && passBytes(report))
		return "failed";
	if (hasUnwritten(report) || report.unreadable)
		return "partial";
	const verdict = verifiedVerdict(report);
	return verdict !== "failed" && headerIsLeft(report) ? "partial" : verdict;
}

function isClaimedByDrive(report) {
	return trustsDrive(report) && report.verify === "full" && report.verifyCompleted && report.directIo &&
		report.verified === report.capacity;
}

/** Only a full read-back tells which part is good: all of it, if only a header elsewhere is left. */
function partialAreas(report) {
	const { capacity, verified } = report, area = (state, bytes) => ({ area: "user-lba", state, bytes });
	const isRead = !trustsDrive(report) && report.verify === "full" && report.verifyCompleted && report.directIo;
	const good = isRead && (verified < capacity || (verified === capacity && !hasUnwritten(report))) ? verified : 0n;

	return [good && area("erased-verified", good), good < capacity && area("unknown", capacity - good)].filter(Boolean);
}

function userAreas(report, verdict) {
	if (report.spans)
		return limitedAreas(report, verdict);
	const area = (state, bytes) => ({ area: "user-lba", state, bytes });
	const { capacity } = report;

	switch (verdict) {
	case "erased-verified": return [area("erased-verified", capacity)];
	case "erased-sampled": return [area("erased-sampled", capacity)];
	case "erased-unverified": return [area(isClaimedByDrive(report) ? "claimed-by-firmware" : "unknown", capacity)];
	case "partial": return partialAreas(report);
	default: return [area("unknown", capacity)];
	}
}

function otherAreas({ medium }) {
	const area = (name, state) => ({ area: name, state, bytes: 0n });
	const isFlash = ["ssd", "usb-flash", "sd", "emmc"].includes(medium.media);

	if (medium.kind === "image" || medium.virtual)
		return [area("backing-storage", "unknown")];
	return [
		area("hidden", "unknown"),
		area("remapped", "not-reachable"),
		area("over-provisioned", isFlash ? "not-reachable" : medium.media === "hdd" ? "absent" : "unknown"),
		area("cache", "unknown"),
		area("other-namespaces", medium.other_namespaces ? "not-reachable" : medium.bus === "nvme" ? "unknown" : "absent"),
		area("boot-partitions", medium.media === "emmc" ? "not-reachable" :
			["nvme", "mmc", "unknown"].includes(medium.bus) ? "unknown" : "absent"),
	];
}

export function conclude(report) {
	const verdict = verdictOf(report);
	const result = report.mismatched || hasWrongHeader(report) ? "fail" : PASS.includes(verdict) ? "pass" : "unknown";

	return { verdict, result, levelAchieved: report.scheme && result === "pass" ? levelOfPlan(report) : "none",
		areas: [...userAreas(report, verdict), ...oldKeysAreas(report), ...otherAreas(report)] };
}
