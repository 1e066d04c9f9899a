/** The page docs/make-a-key.html, as a person opens it from the disk. */
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import { inClone } from '../../scripts/clone';
import { parsePrivateKey } from '../../src/encord/auth/key';
import { describeInBrowser, keepScreenshot, openBrowser, openPage } from './browser/browser';

describeInBrowser('a key made in the browser', () => {
	it('is one that the credential takes, with the public half that belongs to it', async () => {
		const browser = await openBrowser();
		try {
			const page = await openPage(browser);
			const requests: string[] = [];
			page.on('request', (request) => requests.push(request.url()));
			const address = pathToFileURL(inClone('docs', 'make-a-key.html')).href;
			const keys: string[] = [];
			for (let times = 0; times < 3; times++) {
				await page.goto(address);
				await page.locator('#make').click();
				await page.locator('#key').waitFor();
				const privateText = await page.locator('#private').inputValue();
				const publicText = await page.locator('#public').inputValue();
				const { publicKeyHex } = parsePrivateKey(privateText, '');
				const [type, blob] = publicText.split(' ');
				expect(type).toBe('ssh-ed25519');
				expect(Buffer.from(blob!, 'base64').subarray(-32).toString('hex')).toBe(publicKeyHex);
				keys.push(publicKeyHex);
			}
			expect(new Set(keys).size).toBe(3);
			await page.evaluate('dispatchEvent(new Event("pagehide"))');
			for (const half of ['#private', '#public'])
				expect(await page.locator(half).inputValue()).toBe('');
			await page.locator('#make').click();
			expect(new Set(requests)).toEqual(new Set([address]));
			await page.locator('#private').evaluate((area) => ((area as { value?: string }).value = '…'));
			await keepScreenshot(page, 'make-a-key');
		} finally {
			await browser.close();
		}
	});
});
