import { describe } from '@jest/globals';
import { findChromium } from '../../../scripts/browser/chromium';

export { keepScreenshot, openBrowser, openN8n, openPage } from '../../../scripts/browser/browser';

/** Without a browser these tests are skipped. `npm test` then prints a message. */
export const describeInBrowser = findChromium() === undefined ? describe.skip : describe;
