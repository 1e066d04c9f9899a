/** Dates of label rows: every form that is read, and the one that is written. */
import { describe, expect, it } from '@jest/globals';

import { formatLabelTime, parseLabelTime } from '../../../../src/labels/row/time';

const at = '2023-02-09T14:12:03.000Z';

it('a date is written as Encord writes it', () =>
	expect(formatLabelTime(new Date(at))).toBe('Thu, 09 Feb 2023 14:12:03 UTC'));

describe('a date', () => {
	it.each([
		['Thu, 09 Feb 2023 14:12:03 UTC', at],
		['Thu, 09 Feb 2023 14:12:03 GMT', at],
		['Thu, 09 Feb 2023 14:12:03', at],
		['Thu, 09 Feb 2023 16:12:03 +0200', at],
		['2023-02-09 14:12:03', at],
		['2023-02-09T14:12:03', at],
		['2023-02-09T14:12:03Z', at],
		['2023-02-09 14:12:03 UTC', at],
		['2023-02-09 14:12:03gmt', at],
		['2023-02-09 16:12:03+02:00', at],
		['2023-02-09T09:12:03-0500', at],
		[' 2023-02-09 14:12:03.250 ', '2023-02-09T14:12:03.250Z'],
		['2023-02-09T14:12:03.250+00:00', '2023-02-09T14:12:03.250Z'],
		['2023-02-09T14:12', '2023-02-09T14:12:00.000Z'],
		['2023-02-09', '2023-02-09T00:00:00.000Z'],
		['Feb 9, 2023', '2023-02-09T00:00:00.000Z'],
		// Not an offset of 20 hours and 23 minutes.
		['02-09-2023', '2023-02-09T00:00:00.000Z'],
		['9 Feb 2023 2:12:03pm', at],
		['9 Feb 2023 2:12:03 PM', at],
		['Thu Feb 09 2023 15:12:03 GMT+0100 (Central European Standard Time)', at],
		['2024-02-29', '2024-02-29T00:00:00.000Z'],
	])('%j is %s', (text, expected) => expect(parseLabelTime(text)?.toISOString()).toBe(expected));

	it.each([
		'',
		'soon',
		'2023-13-01',
		'2023-02-29',
		'2023-02-30 12:00:00',
		'2023-02-09 25:00:00',
		'1675951923',
	])('%j is none', (text) => expect(parseLabelTime(text)).toBeUndefined());
});
