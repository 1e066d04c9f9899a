/** Compares the labels that two sides, a person and an agent, gave to one file. */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { LabelRowJson } from '../../encord/wire/json';
import type { Size } from '../../geometry/plane';
import type { OntologyIndex } from '../ontology/ontology';
import { tidyLabelRow, type TidyFilter, type TidyLabelRow } from '../reading/tidy';
import { allSpaces, frameSize, spaceOf, type Space } from '../row/space';
import { labelsOf, readable } from '../row/unreadable';
import { compareClassifications } from './classifications';
import type { Comparing, ComparedSpace } from './comparing';
import { Differences } from './differences';
import { compareObjects } from './objects';
import { NotComparable } from './refused';
import { DEFAULT_RULES, type ComparisonRules } from './rules';
import { SharedClasses } from './sharedClasses';
import { Tally, type Difference } from './tally';

/** The labels of one side. */
export interface LabeledSide {
	labels: LabelRowJson;
	ontology: OntologyIndex;
	metadata?: Partial<LabelRowMetadata>;
}

export interface RowComparison {
	tally: Tally;
	differences: Difference[];
}

/**
 * Objects are paired frame by frame (assignment.ts); answers of paired objects of one class are compared, and those of classifications
 * on each frame or for the whole file.
 * @throws NotComparable when the two are not of the same file, or something cannot be told; ProtocolError
 * for labels that are not in the form of Encord
 */
export function compareLabels(
	person: LabeledSide,
	agent: LabeledSide,
	rules: ComparisonRules = DEFAULT_RULES,
): RowComparison {
	const filter: TidyFilter = {
		...(rules.classes ? { classes: hashesToo(rules.classes, [person, agent]) } : {}),
		...(rules.frames ? { frames: rules.frames } : {}),
	};
	const [ofPerson, ofAgent] = [person, agent].map(({ labels, ontology, metadata }) =>
		tidyLabelRow(labels, ontology, metadata, filter),
	) as [TidyLabelRow, TidyLabelRow];
	return readable(labelsOf(person.labels), () => {
		const comparing: Comparing = {
			rules,
			classes: new SharedClasses(person.ontology, agent.ontology),
			tally: new Tally(),
			differences: new Differences(),
		};
		for (const compared of spacesOf(person, agent)) {
			const { id } = compared.space;
			const inSpace = <T extends { space?: string }>(list: T[]) =>
				list.filter(({ space }) => space === id);
			compareObjects(comparing, compared, inSpace(ofPerson.objects), inSpace(ofAgent.objects));
			compareClassifications(
				comparing,
				compared,
				inSpace(ofPerson.classifications),
				inSpace(ofAgent.classifications),
			);
		}
		return { tally: comparing.tally, differences: comparing.differences.list() };
	});
}

/** The titles, and the feature hashes of the classes that have them: the other side may have the same class under another title. */
function hashesToo(classes: readonly string[], sides: readonly LabeledSide[]): string[] {
	return classes.flatMap((name) => {
		const items = sides
			.flatMap(({ ontology }) => [...ontology.objects, ...ontology.classifications])
			.filter(({ title, featureHash }) => title === name || featureHash === name);
		if (items.length > 0) return [name, ...items.map(({ featureHash }) => featureHash)];
		throw new NotComparable(
			`The ontology has no object or classification "${name}"`,
			'Correct the option Only Items.',
		);
	});
}

function spacesOf(person: LabeledSide, agent: LabeledSide): ComparedSpace[] {
	const [spaces, others] = [person, agent].map(({ labels, metadata }) => {
		const own = spaceOf(labels, metadata);
		const all = allSpaces(labels, metadata);
		// A data group's own media holds no objects, but may hold classifications of the whole group.
		return own !== undefined && own.kind === 'none' ? [own, ...all] : all;
	}) as [Space[], Space[]];
	const named = (list: Space[]) =>
		JSON.stringify(list.map(({ id, kind }) => [id ?? '', kind]).sort());
	if (named(spaces) !== named(others))
		throw new NotComparable(
			'The two label rows are not of the same kind of file, or their data groups have other members',
			'Only labels of the same file can be compared.',
		);
	return spaces.map((space) => ({ space, sizeOf: (frame) => sizeOf(person, agent, space, frame) }));
}

/** What both sides tell about the size of a frame. @throws NotComparable when that is not the same */
function sizeOf(
	person: LabeledSide,
	agent: LabeledSide,
	{ id }: Space,
	frame: number,
): Size | undefined {
	const [one, other] = [person, agent].map(({ labels, metadata }) => {
		const space = spaceOf(labels, metadata, id);
		return space && frameSize(labels, space, frame, metadata);
	});
	const isOther =
		one !== undefined &&
		other !== undefined &&
		(one.width !== other.width || one.height !== other.height);
	if (!isOther) return one ?? other;
	throw new NotComparable(
		`The picture has ${one.width} × ${one.height} pixels for one side and ${other.width} × ${other.height} for the other${frame === 0 ? '' : `, on frame ${frame}`}`,
		'Only labels of the same file can be compared.',
	);
}
