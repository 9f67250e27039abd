// SPDX-License-Identifier: GPL-3.0-or-later
// Chromium for browser.mjs: playwright-core drives what Debian ships.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { until } from "./until.mjs";

class Page {
	constructor(page, out) {
		this.page = page;
		this.out = out;
	}

	async files(id, paths) {
		await this.page.setInputFiles(`#${id}`, paths);
	}

	run(task, argument) {
		return this.page.evaluate(task, argument);
	}

	until(task, argument) {
		return until(task, () => this.run(task, argument));
	}

	press(key) {
		return this.page.keyboard.press(key);
	}

	type(text) {
		return this.page.keyboard.type(text);
	}

	/** Files and folders from outside, as a hand drops them on the element. */
	async drop(id, paths) {
		const session = await this.page.context().newCDPSession(this.page);
		const { x, y, width } = await this.page.locator(`#${id}`).boundingBox();
		const data = { items: [], files: paths, dragOperationsMask: 1 };

		for (const type of ["dragEnter", "dragOver", "drop"])
			await session.send("Input.dispatchDragEvent", { type, x: x + width / 2, y: y + 5, data });
		await session.detach();
	}

	/** The names and bytes of so many files that are saved while task runs. */
	async saved(count, task) {
		const found = [];

		this.page.on("download", (download) => found.push(download));
		await task();
		await until("downloads", () => found.length >= count);
		this.page.removeAllListeners("download");
		return Promise.all(found.map(async (one) => [one.suggestedFilename(), fs.readFileSync(await one.path())]));
	}

	shot(name) {
		return this.page.screenshot({ path: path.join(this.out, `${name}.png`), fullPage: true });
	}

	print(name) {
		return this.page.pdf({ path: path.join(this.out, `${name}.pdf`), format: "A4" });
	}

	reload() {
		return this.page.reload();
	}

	close() {
		return this.page.close();
	}
}

export async function start(playwright, html, out) {
	const { chromium } = createRequire(import.meta.url)(playwright);
	const profile = fs.mkdtempSync(path.join(os.tmpdir(), "massho-page-profile-"));
	const browser = await chromium.launchPersistentContext(profile, {
		executablePath: "/usr/bin/chromium", headless: true, locale: "ja-JP", viewport: { width: 1000, height: 900 },
		acceptDownloads: true,
		args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync"],
	});
	const requests = [], complaints = [];

	browser.on("request", (request) => requests.push(request.url()));
	return {
		name: "Chromium", dropsFolders: true, requests, complaints,
		/** A page whose clock stands still. */
		async open(time) {
			const page = await browser.newPage();

			page.on("console", (message) => complaints.push(message.text()));
			page.on("pageerror", (error) => complaints.push(String(error)));
			await page.addInitScript(`Date.now = () => ${time * 1000}`);
			await page.goto(pathToFileURL(html).href);
			return new Page(page, out);
		},
		async close() {
			await browser.close();
			fs.rmSync(profile, { recursive: true, force: true });
		},
	};
}
