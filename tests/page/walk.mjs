// SPDX-License-Identifier: GPL-3.0-or-later
// An officer's part of walk.py: walk.mjs PLAYWRIGHT PAGE TRUST RECORD PDF KEY PASSWORD TIME OUT SAVED.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { start } from "./chromium.mjs";

const [playwright, html, trust, record, pdf, key, password, time, out, saved] = process.argv.slice(2);
const browser = await start(playwright, html, out);
const words = (page, of) => page.run((name) => document.querySelector(name).innerText, of);

async function look(page) {
	await page.files("folder", trust);
	await page.until(() => /: \d+/.test(document.getElementById("trust-state").textContent));
	await page.shot("3-whom-to-trust");
	await page.files("records", [record]);
	await page.until(() => document.querySelectorAll("#results article").length === 1);
	const told = await words(page, "article");
	for (const word of ["真正です", "成立しました", "未確認", "laptop.img"])
		assert.ok(told.includes(word), `${word} is not in ${told}`);
	console.log(told);
	await page.shot("4-record");
}

async function sign(page) {
	await page.run(() => document.querySelector(".confirm-this").click());
	await page.files("key", [key]);
	await page.run((text) => {
		document.getElementById("password").value = text;
		document.getElementById("unlock").click();
	}, password);
	await page.until(() => document.getElementById("confirm-error").textContent || document.getElementById("key-state").children.length);
	assert.match(await words(page, "#key-state"), /担当職員 花子/);
	await page.run(() => {
		document.getElementById("decide-accept").click();
		document.querySelectorAll("#confirm-rows .choice input")[1].click();
	});
	await page.shot("5-confirmation");
	await page.run(() => document.getElementById("sign").click());
	await page.until(() => document.getElementById("signed").children.length || document.getElementById("confirm-error").textContent);
	assert.equal(await words(page, "#confirm-error"), "");
	const [[name, bytes]] = await page.saved(1, () => page.run(() => document.querySelector("#signed a").click()));
	fs.writeFileSync(path.join(saved, name), bytes);
	await page.shot("6-signed");
	return path.join(saved, name);
}

/** Later: the record, the sheet and the answer together. */
async function lookAgain(answer) {
	const page = await browser.open(Number(time));

	await page.files("folder", trust);
	await page.until(() => /: \d+/.test(document.getElementById("trust-state").textContent));
	await page.files("records", [record, answer, pdf]);
	await page.until(() => document.querySelectorAll("#results article").length === 3);
	assert.match(await words(page, "#results"), /確認済/);
	await page.shot("7-confirmed");
	await page.print("7-confirmed");
	await page.close();
}

try {
	const page = await browser.open(Number(time));

	await look(page);
	const answer = await sign(page);

	await page.close();
	await lookAgain(answer);
	assert.deepEqual(browser.complaints, []);
	assert.deepEqual(browser.requests.filter((url) => url !== pathToFileURL(html).href && !url.startsWith("blob:")), []);
} finally {
	await browser.close();
}
