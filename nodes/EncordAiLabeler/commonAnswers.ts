/** What the model said about a data unit, in a form that expressions of later nodes can use. */
import type { IDataObject } from 'n8n-workflow';
import { sameJson } from '../../src/encord/wire/sameJson';
import type { ReadPart } from '../../src/llm/labeling/reading';

/**
 * The accepted answers to classifications by title, nested ones by path, such as `{"Weather": "Rain", "Weather/How much": 3}`.
 * A title is left out where its answer is not the same on all frames, or where two classifications have this title: one value
 * would be wrong for some.
 * @param frames the accepted parts of each question's frames: one list per frame, or one list about all frames
 */
export function commonAnswers(frames: ReadPart[][]): IDataObject {
	const [first = [], ...others] = frames.map((parts) =>
		parts.filter(({ object }) => object === undefined),
	);
	const common = first.filter((part) =>
		[first, ...others].every((parts) => {
			const [same, another] = parts.filter(({ title }) => title === part.title);
			return another === undefined && same !== undefined && sameJson(same.value, part.value);
		}),
	);
	return Object.assign({}, ...common.map(({ value }) => value)) as IDataObject;
}
