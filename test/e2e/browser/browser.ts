import { describe } from '@jest/globals';
import { findChromium } from '../../../scripts/browser/chromium';

export { keepScreenshot, openBrowser, openN8n, openPage } from '../../../scripts/browser/browser';

/** Where there is no browser these tests are skipped, and `npm test` says so loudly. */
export const describeInBrowser = findChromium() === undefined ? describe.skip : describe;
