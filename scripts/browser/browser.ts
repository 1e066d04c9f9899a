import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from './chromium';
import { dataFolder } from '../clone';
import type { DemoAccess } from '../demo/demo';

const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

export async function openBrowser(): Promise<Browser> {
	return await chromium.launch({ executablePath: findChromium(), headless: true, args: flags });
}

export async function openPage(browser: Browser): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
	context.setDefaultTimeout(20_000);
	return await context.newPage();
}

/** A page that is logged in to n8n. */
export async function openN8n(browser: Browser, { api, login }: DemoAccess): Promise<Page> {
	const page = await openPage(browser);
	// Somebody has ticked "Don't show again" in the window that n8n lays over the canvas a moment after a workflow is published.
	await page.addInitScript(() => localStorage.setItem('N8N_HIDE_ACTIVATION_ALERT', 'true'));
	await page.goto(`${api.url}/signin`);
	await page.locator('input[name="emailOrLdapLoginId"]').fill(login.email);
	await page.locator('input[name="password"]').fill(login.password);
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/(home|workflow)/);
	return page;
}

/** Saves a screenshot of the page in the git-ignored data folder. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
	const folder = join(dataFolder, 'screenshots');
	await mkdir(folder, { recursive: true });
	await page.screenshot({ path: join(folder, `${name}.png`) });
}
