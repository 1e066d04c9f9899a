/** The edits that place the objects of groups of detections. */
import type { AnswerInput } from '../../labels/answers/attributeInput';
import type { Edit } from '../../labels/edits/edit';
import type { AddObject } from '../../labels/edits/kinds/addObject';
import { pathOf } from '../../labels/modelAnswers/readFields';
import type { FieldReport } from '../../reply/report';
import type { Placed } from './placed';
import type { Group } from './tracks';

type Answers = { [attribute: string]: AnswerInput };

/** @param hash of the object; undefined: always a new one */
export function editsOf(
	group: Group,
	hash: string | undefined,
	fields: FieldReport[],
	space?: string,
): Edit[] {
	const [first] = group.members;
	if (first === undefined) return [];
	const hasAnswers = group.members.some(({ attributes }) => attributes !== undefined);
	const fixed = hasAnswers ? fixedAnswers(group.members, fields) : {};
	const base: AddObject = { kind: 'addObject', object: first.item.featureHash };
	if (space !== undefined) base.space = space;
	if (hash === undefined) base.mode = 'add';
	else base.hash = hash;
	if (group.members.length === 1) {
		base.frames = first.frames;
		base.coordinates = first.coordinates;
		if (first.confidence !== undefined) base.confidence = first.confidence;
		if (!hasAnswers) return [base];
		return [{ ...base, ...answers({ ...fixed, ...first.attributes?.dynamic }) }];
	}
	const placements = group.members.map((member) => ({
		frames: member.frames,
		coordinates: member.coordinates,
		...confidence(member),
	}));
	const place: Edit = { ...base, placements, ...answers(fixed) };
	if (hash === undefined) return [place];
	const changes = group.members.flatMap(({ frames, attributes }): Edit[] => {
		const { attributes: dynamic } = answers(attributes?.dynamic ?? {});
		return dynamic === undefined
			? []
			: [{ kind: 'setAttributes', objectHash: hash, attributes: dynamic, frames }];
	});
	return [place, ...changes];
}

function confidence({ confidence: value }: Placed): { confidence?: number } {
	return value === undefined ? {} : { confidence: value };
}

function answers(map: Answers): { attributes?: Answers } {
	return Object.keys(map).length === 0 ? {} : { attributes: map };
}

/** The answers that an object has on all frames. Where its detections disagree, none of them is taken. */
function fixedAnswers(members: readonly Placed[], fields: FieldReport[]): Answers {
	const found = new Map<string, AnswerInput>();
	const disagreed = new Set<string>();
	for (const { index, attributes, item } of members)
		for (const [attribute, answer] of Object.entries(attributes?.fixed ?? {})) {
			if (disagreed.has(attribute)) continue;
			if (found.has(attribute) && JSON.stringify(found.get(attribute)) !== JSON.stringify(answer)) {
				disagreed.add(attribute);
				found.delete(attribute);
				const known = item.attributeByHash.get(attribute);
				const field = known === undefined ? attribute : pathOf(known);
				fields.push({
					field,
					index,
					outcome: 'refused',
					reason: `The detections of one track answer "${field}" differently, and it has one answer on all frames.`,
				});
			} else found.set(attribute, answer);
		}
	return Object.fromEntries(found);
}
