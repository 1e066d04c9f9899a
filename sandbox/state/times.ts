/** The formats of times on the wire (protocol §5, §6). All are UTC with whole seconds. */

/** `Thu, 09 Feb 2023 14:12:03 UTC`, as label blobs write it. */
export function labelTime(iso: string | null): string | null {
	return iso === null ? null : new Date(iso).toUTCString().replace('GMT', 'UTC');
}

/** `2023-02-09 14:12:03`, as v1 listings write it. */
export function plainTime(iso: string | null): string | null {
	return iso === null ? null : iso.slice(0, 19).replace('T', ' ');
}

/** Now, but at least one second after the previous time. So the times of two edits always differ in whole seconds. */
export function laterThan(previous: string | null, now: Date): string {
	const second = Math.floor(now.getTime() / 1000) * 1000;
	const least = previous === null ? second : Date.parse(previous) + 1000;
	return new Date(Math.max(second, least)).toISOString();
}
