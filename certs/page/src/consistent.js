// SPDX-License-Identifier: GPL-3.0-or-later
/** Does what a record says contradict itself? After certs/record/consistent_*.c, rule by rule. */
import { checkAct } from "./act_check.js";
import { concat, fromHex, sha256, toHex, utf8 } from "./bytes.js";
import { conclude, heldByVerdict } from "./conclude.js";
import { Contradiction, deny } from "./contradiction.js";
import { levelOfPlan, passBytes } from "./crypto.js";
import { checkCrypto } from "./crypto_check.js";
import { execution, report as readReport, trustsDrive } from "./facts.js";
import { heldOfFiles, isOfFiles } from "./files.js";
import { instant } from "./moment.js";
import { isAct } from "./record.js";

const U64_MAX = (1n << 64n) - 1n, CHUNK_BYTES = 64n << 20n, SLACK_S = 10;
const LEVELS = ["none", "clear", "purge"];
const VERDICTS = ["erased-verified", "erased-sampled", "key-destroyed", "key-destroyed-open", "erased-unverified", "partial", "failed", "interrupted"];
const STATES = ["erased-verified", "erased-sampled", "key-destroyed", "claimed-by-firmware", "not-reachable", "unknown", "absent"];
const AREAS = ["user-lba", "hidden", "remapped", "over-provisioned", "cache", "other-namespaces", "boot-partitions",
	"backing-storage", "old-key-slots"];
/** What is no more than a claim, and worse. */
const CLAIMS_TO = STATES.indexOf("claimed-by-firmware"), MEASURED_TO = VERDICTS.indexOf("key-destroyed-open");
const OF_KEYS = ["key-destroyed", "key-destroyed-open"];
const RESULTS = ["pass", "unknown", "fail"];

// Medium and passes

const WITHOUT_HARDWARE = ["virtio", "loop", "dm", "md", "zram", "file", "virtual"];
const MEDIA_BUSES = new Map([["hdd", ["ata", "scsi"]], ["ssd", ["ata", "scsi", "nvme"]], ["usb-flash", ["usb"]],
	["sd", ["mmc"]], ["emmc", ["mmc"]]]);

function checkMedium(medium) {
	const { kind, bus, media, logical_block_bytes: block } = medium, capacity = BigInt(medium.capacity_bytes);
	const hasNoSerial = !medium.serial, hasNoWwn = !medium.wwn;

	deny(kind === "image" && bus !== "file", "the medium is an image on a bus of devices");
	deny(WITHOUT_HARDWARE.includes(bus) && !medium.virtual, "the medium is called physical on a bus without hardware");
	deny(!capacity || block < 512 || block > 4096 || (block & (block - 1)) ||
		(kind === "device" && capacity % BigInt(block)), "no medium has this capacity and sector size");
	deny(medium.virtual !== (media === "virtual"), "the kind of medium does not fit a virtual device");
	deny(!medium.virtual && media !== "unknown" && !MEDIA_BUSES.get(media)?.includes(bus),
		"a medium of this kind is not on this bus");
	deny(hasNoSerial !== (medium.serial_source === "none") || hasNoSerial !== (medium.serial_problem === "absent") ||
		hasNoWwn !== (medium.wwn_source === "none") ||
		medium.serial_plausible !== (medium.serial_problem === "none"),
	"the serial and where it was read do not fit");
	deny((bus !== "usb" && (medium.bridge || medium.bridge_serial)) ||
		(bus !== "nvme" && (medium.namespace_id || medium.other_namespaces)),
	"a bridge or a namespace is told of a bus that does not have it");
}

const u32 = (value) => {
	const out = new Uint8Array(4);

	new DataView(out.buffer).setUint32(0, value);
	return out;
};
const u64 = (value) => {
	const out = new Uint8Array(8);

	new DataView(out.buffer).setBigUint64(0, value);
	return out;
};

/** massho-stream-1: HMAC-SHA256 with the secret over all that the key is bound to. */
export async function streamKey(pass, capacity) {
	const field = (hex) => {
		const bytes = fromHex(hex ?? "");
		return concat(u32(bytes.length), bytes);
	};
	const message = concat(utf8("massho-stream-1"), field(pass.challenge), field(pass.serial_bytes), field(pass.wwn),
		u64(capacity), u32(pass.pass), u32(pass.attempt));
	const key = await crypto.subtle.importKey("raw", fromHex(pass.secret), { name: "HMAC", hash: "SHA-256" }, false,
		["sign"]);

	return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, message)));
}

function checkNumber(report, index) {
	const pass = report.passes[index], before = report.passes[index - 1];
	const isComplement = pass.kind === "stream-complement";

	deny(isComplement && (before?.kind !== "stream" || before.key !== pass.key),
		"not the complement of the pass before");
	deny(pass.pass !== (isComplement ? index : index + 1), "the key was made for another pass");
}

async function checkStream(pass, { serial, wwn, capacity_bytes: capacity }) {
	deny(pass.serial_bytes !== toHex(utf8(serial ?? "")), "the key was made for another serial");
	deny(pass.wwn !== toHex(utf8(wwn ?? "")), "the key was made for another WWN");
	deny(await streamKey(pass, BigInt(capacity)) !== pass.key, "the key does not follow from its inputs");
}

/** Encrypted volumes may have their header on a medium of its own, which has a pass of its own. */
async function checkHeader({ medium, pass }) {
	checkMedium(medium);
	await checkStream(pass, medium);
}

async function checkPasses(report) {
	checkMedium(report.medium);
	if (report.crypto?.header)
		await checkHeader(report.crypto.header);
	for (const [index, pass] of report.passes.entries()) {
		if (pass.kind === "fill" || pass.kind === "zeroout")
			continue;
		await checkStream(pass, report.medium);
		if (report.type !== "check")
			checkNumber(report, index);
	}
}

// Method

function checkMethod(report) {
	const { method, scheme, passes, medium } = report;

	checkCrypto(report);
	deny(!scheme, "the method is not known");
	deny(passes.length !== scheme.passes.length, "the method has another number of passes");
	deny(medium.kind === "image" && trustsDrive(report), "the method does not go with an image file");
	deny(passes.some((pass, index) => pass.kind !== scheme.passes[index].kind ||
		pass.pattern !== scheme.passes[index].pattern), "a pass is not that of the method");
	deny(method.variant !== scheme.variant || method.source !== scheme.source || method.legacy !== scheme.legacy,
		"the method is described as another one");
	/* The one reason that makes a claim of its own. */
	deny(method.level_reason === "key-destroyed" && (!report.spans || levelOfPlan(report) === "none"),
		"the level is said to rest on destroyed keys, which it does not");
	deny(report.levelReachable !== (report.verify === "none" ? "none" : levelOfPlan(report)),
		"the level is not what this method reaches on this medium");
	deny(LEVELS.indexOf(report.levelRequested) > LEVELS.indexOf(report.levelReachable),
		"a level was required and could not be reached");
}

// Measures

const sum = (list) => list.reduce((total, value) => total + value, 0n);

function listed(report, phase, pass) {
	return sum(report.ranges.filter((one) => one.isError && one.phase === phase && (!pass || one.pass === pass))
		.map(({ length }) => length));
}

function checkExecution(report) {
	const { passes } = report, most = passBytes(report);

	deny(report.passesCompleted > passes.length, "more passes were completed than there are");
	deny(report.writeErrors > most, "more bytes failed than the medium has");
	deny(!report.touched && report.written && !report.resumed.length,
		"bytes were written to a medium that was not touched");
	deny(report.resumed.some(({ pass, covered }) => !pass || pass > passes.length || covered > most),
		"an interruption lies outside of the job");
	deny(report.resumed.length && report.verify !== "full",
		"the job was gone on with, yet not all of it was to be verified");
}

function isCounted(report, range) {
	const last = report.passes.length;

	if (range.phase === "verify" && range.pass === last)
		return Boolean(range.isError ? report.unreadable : report.mismatched);
	if (range.phase === "write" && range.isError && range.pass && range.pass <= last)
		return range.pass < last || Boolean(report.writeErrors) || report.passesCompleted < last;
	return false;
}

const isInside = ({ spans, capacity }, range) => (spans ?? [{ offset: 0n, length: capacity }]).some(({ offset, length }) =>
	range.offset >= offset && range.offset + range.length <= offset + length);

function checkRanges(report) {
	const last = report.passes.length;

	for (const range of report.ranges) {
		deny(!range.length || !isInside(report, range), "an error lies outside of the medium");
		deny(!isCounted(report, range), "an error is listed that was not counted");
	}
	deny(report.mismatched && !report.notListed && report.ranges.every(({ isError }) => isError),
		"blocks differ and none of them is listed");
	if (report.notListed) {
		deny(!report.ranges.length && !report.resumed.length, "errors are left out of a list that has room");
		return;
	}
	deny(listed(report, "verify", 0) !== report.unreadable ||
		(report.passesCompleted === last && listed(report, "write", last) !== report.writeErrors),
	"the listed errors do not add up to the counted ones");
}

function checkWritten(report) {
	const most = passBytes(report) * BigInt(report.passes.length);

	if (report.type === "check") {
		deny(report.written || report.touched, "a check has written");
		return;
	}
	deny(most > U64_MAX || report.written > most, "more bytes were written than all passes have");
	if (report.passesCompleted !== report.passes.length || report.notListed)
		return;
	deny(report.written + listed(report, "write", 0) !== most,
		"all passes are complete, yet not all of their bytes were written");
}

function checkVerification(report) {
	deny(report.verified + report.unreadable > report.toVerify, "more bytes were verified than were to be");
	deny(report.verify === "none" && report.toVerify, "bytes were verified without a verification");
	deny(report.verify === "full" && report.toVerify && report.toVerify !== passBytes(report),
		"a full verification is not about the whole medium");
}

/** Draws are the AES-256-CTR stream of the seed, 16 octets each, of which the first 8 count. */
async function drawAll(seed, count) {
	const key = await crypto.subtle.importKey("raw", fromHex(seed), "AES-CTR", false, ["encrypt"]);
	const stream = new DataView(await crypto.subtle.encrypt({ name: "AES-CTR", counter: new Uint8Array(16), length: 128 },
		key, new Uint8Array(16 * count)));

	return (index) => stream.getBigUint64(16 * index);
}

/** The windows of a job follow from geometry, percent and seed: libwipe/verify/windows.c. */
async function sampleExtent(capacity, blockBytes, percent, seed) {
	const block = BigInt(blockBytes), blocks = (capacity + block - 1n) / block;
	const half = blocks / 2n, sections = half < 1000n ? half : 1000n, independent = blocks < 2000n ? blocks : 2000n;
	const draw = await drawAll(seed, Number(2n * sections + independent));
	let total = 0n;
	const add = (first, count) => {
		const end = (first + count) * block;
		total += (end > capacity ? capacity : end) - first * block;
	};

	add(0n, 1n);
	add(blocks - 1n, 1n);
	for (let section = 0n; section < sections; section++) {
		const start = blocks * section / sections, length = blocks * (section + 1n) / sections - start;
		const rounded = (length * BigInt(percent) + 199n) / 200n, width = rounded > length / 2n ? length / 2n : rounded;
		const spare = length - 2n * width + 1n;
		const draws = [draw(Number(2n * section)) % spare, draw(Number(2n * section) + 1) % spare];
		const [first, second] = draws[0] > draws[1] ? [draws[1], draws[0]] : draws;

		add(start + first, width);
		add(start + second + width, width);
	}
	for (let index = 0; index < Number(independent); index++)
		add(draw(Number(2n * sections) + index) % blocks, 1n);
	return { windows: 2n + 2n * sections + independent, bytes: total };
}

async function checkJobSample(report) {
	const why = "the sample is not the one that percentage and seed give";

	deny(!report.samplePercent || report.samplePercent > 99, why);
	const extent = await sampleExtent(report.capacity, report.block, report.samplePercent, report.seed);
	deny(extent.bytes !== report.toVerify || report.windows > extent.windows ||
		(report.verifyCompleted && report.windows !== extent.windows), why);
}

function checkRandomSample(report) {
	const block = BigInt(report.block), tail = report.capacity % block;

	deny(report.verifyCompleted && (report.toVerify > report.windows * block ||
		report.toVerify < report.windows * (tail || block)), "the sample's bytes do not fit its windows");
}

async function checkSample(report) {
	if (report.verify !== "sample")
		deny(report.windows || report.samplePercent, "there are windows without a sample");
	else if (!report.toVerify && !report.verifyCompleted)
		return;
	else if (report.type === "check")
		checkRandomSample(report);
	else
		await checkJobSample(report);
}

async function checkHash(report) {
	const { contentSha256, chunksSha256 } = report;
	const hasChunks = chunksSha256 !== null && /[^0]/.test(chunksSha256);
	const isWhole = !report.spans && report.verify === "full" && report.verifyCompleted && report.verified === report.capacity &&
		!report.mismatched;

	deny((contentSha256 !== null) !== hasChunks, "one of the two hashes is missing");
	if (contentSha256 === null)
		return;
	deny(!isWhole, "there is a hash of a medium that was not read whole");
	deny(report.capacity <= CHUNK_BYTES && toHex(await sha256(fromHex(contentSha256))) !== chunksSha256,
		"the hash of the chunks does not follow from the content's");
}

/** Of a re-read: one behind the other, and on the medium. */
function checkSpans({ type, spans, capacity, verify }) {
	let at = 0n;

	if (type !== "check" || !spans)
		return;
	for (const { offset, length } of spans) {
		deny(offset < at || !length || offset + length > capacity, "what was to be read is no part of the medium");
		at = offset + length;
	}
	deny(verify !== "full", "samples were taken of parts of the medium");
}

async function checkMeasures(report) {
	checkExecution(report);
	checkSpans(report);
	checkRanges(report);
	checkWritten(report);
	checkVerification(report);
	await checkSample(report);
	await checkHash(report);
}

// Times

function checkTimes(report, issued) {
	let last = report.started, worked = 0;
	const slack = SLACK_S * (1 + report.resumed.length);

	for (const { stopped, resumed } of [...report.resumed, { stopped: report.ended, resumed: report.ended }]) {
		deny(stopped < last || resumed < stopped, "it ended before it began");
		worked += stopped - last;
		last = resumed;
	}
	deny(issued < report.ended, "it was issued before it ended");
	deny(Math.abs(worked - report.durationSeconds) > slack, "begin and end do not fit the measured duration");
}

// Conclusions

const verdictWeakness = (verdict) => VERDICTS.indexOf(verdict === "interrupted" ? "failed" : verdict);

/** Bytes of an area that are claimed to be in a state or a better one. */
function claimed(areas, area, state) {
	const total = sum(areas.filter((one) => one.area === area && STATES.indexOf(one.state) <= STATES.indexOf(state))
		.map(({ bytes }) => bytes || U64_MAX));

	return total > U64_MAX ? U64_MAX : total;
}

const lists = (areas, area, absent) => areas.some((one) => one.area === area && (one.state === "absent") === absent);

function checkAreas(said, known) {
	for (const area of AREAS) {
		deny(STATES.slice(0, CLAIMS_TO + 1).some((state) => claimed(said, area, state) > claimed(known, area, state)),
			"more of an area is called erased than was measured");
		deny(lists(said, area, true) && !lists(known, area, true), "an area is called absent, which nothing shows");
		deny(lists(known, area, false) && !lists(said, area, false), "an area is passed over");
	}
}

/** Weaker than what was measured, and still a claim of its own: of keys that there must be. */
function checkKeys({ verdict, areas, spans, crypto: keys }) {
	const claims = OF_KEYS.includes(verdict) || areas.some(({ state }) => state === "key-destroyed");

	deny((claims && !(spans && keys)) || (!keys && areas.some(({ area }) => area === "old-key-slots")),
		"keys are said to be destroyed that there were none of");
}

function sameAreas(said, known) {
	return said.length === known.length && said.every((one, index) =>
		one.area === known[index].area && one.state === known[index].state && one.bytes === known[index].bytes);
}

function checkConclusions(report, known) {
	const levelOf = (level) => LEVELS.indexOf(level);

	deny(verdictWeakness(report.verdict) < verdictWeakness(known.verdict), "the verdict is better than what was measured");
	deny(RESULTS.indexOf(report.result) < RESULTS.indexOf(known.result),
		"the verification is called better than what was measured");
	deny(report.result === "fail" && known.result !== "fail", "the verification failed, yet no block differs");
	deny(levelOf(report.levelAchieved) > levelOf(known.levelAchieved) ||
		(report.levelAchieved !== "none" && report.result !== "pass"),
	"a level is claimed that what was measured does not give");
	checkKeys(report);
	checkAreas(report.areas, known.areas);
	deny(VERDICTS.indexOf(report.verdict) <= MEASURED_TO && (report.result !== known.result ||
		report.levelAchieved !== known.levelAchieved || !sameAreas(report.areas, known.areas)),
	"verdict, result, level and areas contradict each other");
}

// Statements

function checkConfirmation(root) {
	const { about, checked, means } = root;

	deny(root.decision === "reject" && !root.reasons.length, "it rejects a record and gives no reason");
	deny(about.id === root.id, "it is about itself");
	deny(means.kind === "paper" && means.scan_bytes === "0", "the scan of the paper is empty");
	deny((checked.check !== null) !== (checked.reread !== "none"),
		"a re-read is told by a check record, and by nothing else");
	deny(checked.check && (checked.check.id === about.id || checked.check.econtent_sha256 === about.econtent_sha256),
		"the record itself is named as its check");
}

const ROLES = ["engineer", "manager", "officer"];

function checkRoster(root) {
	const members = root.members.map((one) => ({ ...one, from: instant(one.from),
		until: one.until === null ? Infinity : instant(one.until) }));

	deny(members.some(({ from, until }) => until <= from), "a role ends before it begins");
	deny(!members.some(({ role }) => role === "officer"), "there is no officer on the roster");
	members.sort((a, b) => (a.certificate_sha256 < b.certificate_sha256 ? -1 :
		a.certificate_sha256 > b.certificate_sha256 ? 1 :
			ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || a.from - b.from));
	members.slice(1).forEach((member, index) => {
		const before = members[index];
		if (before.certificate_sha256 !== member.certificate_sha256)
			return;
		deny(before.person !== member.person, "one certificate stands for two persons");
		deny(before.role === member.role && member.from < before.until, "one certificate has a role twice at one time");
	});
}

async function compareAll(root) {
	const report = readReport(root);

	await checkPasses(report);
	if (root.type !== "check")
		checkMethod(report);
	if (root.type === "attempt")
		return "open";
	deny(report.resumed.length > (root.resumes?.length ?? 0), "it was gone on with more often than it names attempts");
	await checkMeasures(report);
	if (!root.flags.includes("clock-stepped"))
		checkTimes(report, instant(root.issued_at));
	checkConclusions(report, conclude(report));
	return heldByVerdict(root);
}

/**
 * Did the erasure hold? Of a record that the schema has accepted.
 * @returns {Promise<{held: "yes"|"no"|"unverified"|"open"|"none"|"inconsistent", why: string}>}
 */
export async function held(root) {
	try {
		if (root.type === "confirmation")
			checkConfirmation(root);
		else if (root.type === "roster")
			checkRoster(root);
		else if (isAct(root.type))
			checkAct(root);
		else if (isOfFiles(root))
			return { held: heldOfFiles(root, () => checkTimes(execution(root), instant(root.issued_at))), why: "" };
		else
			return { held: await compareAll(root), why: "" };
		return { held: "none", why: "" };
	} catch (error) {
		if (!(error instanceof Contradiction))
			throw error;
		return { held: "inconsistent", why: error.message };
	}
}
