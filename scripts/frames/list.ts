/** The list of files that `npm run frames` reads. */
import { z } from 'zod';

const frameNumbers = z.array(z.number().int().nonnegative());

/** A name alone means: all frames of this file. Unknown keys, e.g. the expected values, are ignored. */
const entry = z.union([
	z.string().transform((file) => ({ file })),
	z.object({
		file: z.string(),
		/** Absent: told by the file's first bytes. */
		kind: z.enum(['video', 'image']).optional(),
		ask: z
			.object({
				/** Absent: all frames. */
				frames: z.union([frameNumbers, z.literal('all')]).optional(),
				/** `alone`: the file is opened anew for each frame. */
				each: z.string().optional(),
				maxDimension: z.number().int().positive().optional(),
				format: z.enum(['jpeg', 'png', 'webp']).optional(),
			})
			.optional(),
		/** What Encord counts, if that is to be compared. */
		frameCount: z.number().int().nonnegative().optional(),
	}),
]);

const list = z.union([
	z.array(entry),
	z.object({ files: z.array(entry) }).transform(({ files }) => files),
]);

export type ListEntry = {
	file: string;
	kind?: 'video' | 'image';
	ask?: {
		frames?: number[] | 'all';
		each?: string;
		maxDimension?: number;
		format?: 'jpeg' | 'png' | 'webp';
	};
	frameCount?: number;
};

/** @throws ZodError for anything that is not such a list */
export const parseList = (json: string): ListEntry[] => list.parse(JSON.parse(json));
