/** Compares text and time for the filters of listings. Case is ignored; what production does is unknown (protocol §6, §11). */
import { Refusal } from './refusal';

/** SQL LIKE: `%` is any text, `_` one character, `\` takes the next character literally. */
export function like(text: string, pattern: string): boolean {
	const expression = pattern.replace(/\\?[\s\S]/g, (token) => {
		if (token === '%') return '[\\s\\S]*';
		if (token === '_') return '[\\s\\S]';
		return token.slice(-1).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
	});
	return new RegExp(`^${expression}$`, 'iu').test(text);
}

export function contains(text: string, part: string): boolean {
	return text.toLowerCase().includes(part.toLowerCase());
}

/** The filters of all listings of things with a title. An absent filter restricts nothing. */
export interface TitledFilter {
	titleEq?: string | null;
	titleLike?: string | null;
	descEq?: string | null;
	descLike?: string | null;
	createdBefore?: string | null;
	createdAfter?: string | null;
	editedBefore?: string | null;
	editedAfter?: string | null;
}

const given = (value: string | null | undefined): value is string =>
	value !== null && value !== undefined;

export function passes(
	thing: { title: string; description: string; createdAt: string; lastEditedAt: string },
	filter: TitledFilter,
): boolean {
	return (
		(!given(filter.titleEq) || thing.title === filter.titleEq) &&
		(!given(filter.titleLike) || like(thing.title, filter.titleLike)) &&
		(!given(filter.descEq) || thing.description === filter.descEq) &&
		(!given(filter.descLike) || like(thing.description, filter.descLike)) &&
		within(thing.createdAt, filter.createdAfter, filter.createdBefore) &&
		within(thing.lastEditedAt, filter.editedAfter, filter.editedBefore)
	);
}

/** Whether the moment lies between the bounds, both excluded. Absent bounds are not checked; an absent moment fails any bound. */
export function within(
	moment: string | null,
	after: string | null | undefined,
	before: string | null | undefined,
): boolean {
	if (given(after) && !(moment !== null && Date.parse(moment) > timeOf(after))) return false;
	return !given(before) || (moment !== null && Date.parse(moment) < timeOf(before));
}

export interface TimeWindow {
	/** Milliseconds since 1970. */
	from: number;
	until: number;
}

/** The window from a start that must be given; without an end it is open. @throws Refusal 400 */
export function windowOf(start: string | null, end: string | null): TimeWindow {
	const [from, until] = [timeOf(start ?? ''), end === null ? Infinity : timeOf(end)];
	if (Number.isNaN(from) || Number.isNaN(until))
		throw new Refusal(400, 'The start and the end must be ISO 8601 times');
	return { from, until };
}

/** Whether the moment lies in the window, the start included and the end excluded. */
export function inWindow(moment: string, { from, until }: TimeWindow): boolean {
	const time = Date.parse(moment);
	return time >= from && time < until;
}

/** A time without time zone is UTC. */
function timeOf(text: string): number {
	const iso = text.replace(' ', 'T');
	return Date.parse(
		/(Z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}${iso.includes('T') ? 'Z' : ''}`,
	);
}
