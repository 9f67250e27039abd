// SPDX-License-Identifier: GPL-3.0-or-later
/** A record's facts as consistent.js reckons with them, after certs/record/facts.c. Bytes are BigInt. */
import { spansOf } from "./crypto.js";
import { SCHEMES } from "./schemes.js";
import { instant } from "./moment.js";

const U64_MAX = (1n << 64n) - 1n;
const bytes = (text) => BigInt(text ?? "0");
const capped = (value) => (value > U64_MAX ? U64_MAX : value);

/** Of its execution alone: what times are checked by. */
export function execution(root) {
	const out = { resumed: [], interrupted: false, deviceGone: false };

	readExecution(root.execution, out);
	return out;
}

function readInterruptions(list, report) {
	for (const one of list) {
		if (one.reason === "resumed") {
			if (report.resumed.length < 32)
				report.resumed.push({ stopped: instant(one.stopped_at), resumed: instant(one.resumed_at),
					pass: one.pass, covered: bytes(one.covered_bytes) });
		} else if (one.reason === "medium-gone") {
			report.deviceGone = true;
		} else {
			report.interrupted = true;
		}
	}
}

function readExecution(from, report) {
	report.started = instant(from.started_at);
	report.ended = from.ended_at ? instant(from.ended_at) : 0;
	report.durationSeconds = Math.floor((from.duration_ms ?? 0) / 1000);
	report.touched = from.media_touched === true;
	report.directIo = from.direct_io === true;
	report.passesCompleted = from.passes_completed ?? 0;
	report.written = bytes(from.bytes_written);
	report.writeErrors = bytes(from.write_error_bytes);
	report.notListed = from.errors_not_listed ?? 0;
	report.ranges = (from.errors ?? []).map((one) => ({ offset: bytes(one.offset_bytes), length: bytes(one.length_bytes),
		phase: one.phase, pass: one.pass, isError: one.error !== "mismatch" }));
	readInterruptions(from.interruptions ?? [], report);
	report.hasError = Boolean(from.error);
}

function readVerification(from, report) {
	report.verify = from.mode;
	report.samplePercent = from.sample_percent ?? 0;
	report.seed = from.seed ?? "00".repeat(32);
	report.verifyCompleted = from.completed === true;
	report.toVerify = bytes(from.bytes_to_verify);
	report.verified = bytes(from.bytes_verified);
	report.windows = BigInt(from.windows ?? 0);
	report.unreadable = bytes(from.unreadable_bytes);
	report.mismatched = capped(BigInt(from.mismatches ?? 0) * BigInt(report.medium.logical_block_bytes));
	report.contentSha256 = from.content_sha256 ?? null;
	report.chunksSha256 = from.chunks_sha256 ?? null;
	report.result = from.result ?? "unknown";
}

/** Throws Contradiction where its encrypted volumes cannot lie there. */
export function report(root) {
	const out = { type: root.type, medium: root.medium, method: root.method, passes: root.method.passes, crypto: root.method.crypto ?? null,
		scheme: SCHEMES.get(root.method.name) ?? null, capacity: bytes(root.medium.capacity_bytes),
		block: root.medium.logical_block_bytes, resumed: [], interrupted: false, deviceGone: false };

	readExecution(root.execution, out);
	readVerification(root.verification, out);
	out.areas = (root.areas ?? []).map(({ area, state, bytes: size }) => ({ area, state, bytes: bytes(size) }));
	out.verdict = root.verdict ?? "erased-verified";
	out.levelAchieved = root.method.level_achieved ?? "none";
	out.levelRequested = root.method.level_requested ?? "none";
	out.levelReachable = root.method.level_reachable ?? "none";
	/* Where only keys are destroyed: what is not encrypted; of a re-read what that was limited to. Else null. */
	out.spans = out.crypto && root.method.name === "luks" ? spansOf(out) : (root.method.spans ?? null)?.map((one) =>
		({ offset: BigInt(one.offset_bytes), length: BigInt(one.length_bytes) })) ?? null;
	return out;
}

/** Is the last pass one of which only the drive knows? */
export const trustsDrive = (one) => one.passes.length > 0 && one.passes.at(-1).kind === "zeroout";
