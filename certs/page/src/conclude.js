// SPDX-License-Identifier: GPL-3.0-or-later
/** From measured facts to verdict, level and areas, after libwipe/core/verdict.c. */
import { trustsDrive } from "./facts.js";
import { levelOfOverwrite } from "./schemes.js";

/** A check is made to show something: one that does not has not come off. */
export function heldByVerdict({ type, verdict }) {
	if (verdict === "erased-unverified" && type !== "check")
		return "unverified";
	return verdict === "erased-verified" || verdict === "erased-sampled" || (verdict === "key-destroyed" && type !== "check") ? "yes" : "no";
}

function verifiedVerdict(report) {
	if (report.verify === "none")
		return "erased-unverified";
	if (report.medium.kind === "device" && !report.directIo)
		return "erased-unverified";
	if (!report.verifyCompleted || !report.toVerify || report.verified !== report.toVerify)
		return "failed";
	if (trustsDrive(report))
		return "erased-unverified";
	if (report.verify === "sample")
		return "erased-sampled";
	return report.verified === report.capacity ? "erased-verified" : "failed";
}

function verdictOf(report) {
	if (report.mismatched)
		return "failed";
	if (report.interrupted || report.deviceGone)
		return "interrupted";
	if (report.hasError || report.passesCompleted !== report.passes.length)
		return "failed";
	if (report.touched && !report.written)
		return "failed";
	if (report.writeErrors || report.notListed || report.ranges.some(({ phase }) => phase === "write") ||
	    report.unreadable)
		return "partial";
	return verifiedVerdict(report);
}

function isClaimedByDrive(report) {
	return trustsDrive(report) && report.verify === "full" && report.verifyCompleted && report.directIo &&
		report.verified === report.capacity;
}

function userAreas(report, verdict) {
	const area = (state, bytes) => ({ area: "user-lba", state, bytes });
	const { capacity, verified } = report;

	switch (verdict) {
	case "erased-verified": return [area("erased-verified", capacity)];
	case "erased-sampled": return [area("erased-sampled", capacity)];
	case "erased-unverified": return [area(isClaimedByDrive(report) ? "claimed-by-firmware" : "unknown", capacity)];
	case "partial":
		/* Only a full read-back tells which part is good. */
		if (!trustsDrive(report) && report.verify === "full" && report.verifyCompleted && report.directIo &&
		    verified && verified < capacity)
			return [area("erased-verified", verified), area("unknown", capacity - verified)];
		return [area("unknown", capacity)];
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
	const result = report.mismatched ? "fail" :
		["erased-verified", "erased-sampled"].includes(verdict) ? "pass" : "unknown";

	return { verdict, result,
		levelAchieved: report.scheme && result === "pass" ? levelOfOverwrite(report.scheme, report.medium) : "none",
		areas: [...userAreas(report, verdict), ...otherAreas(report)] };
}
