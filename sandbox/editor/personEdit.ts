/**
 * What a person does on the Label Editor page, as a change of a row's labels in the form that Encord stores (protocol §8): the labels are by
 * a person, and made by hand. Everything else in the row stays as it is.
 */
import { z } from 'zod';
import type { EncordJson } from '../../src/encord/wire/json';
import type { OntologyAttributeJson, OntologyJson } from '../../src/encord/wire/ontologyJson';
import { Refusal, found } from '../calls/refusal';
import { emptyLabels, framesOf, isRecord, type FrameLabels } from '../labels/frames';
import type { DataUnit, LabelContent } from '../state/entities';
import { labelTime } from '../state/times';

const fraction = z.number().min(0).max(1);
const boxSchema = z
	.object({ x: fraction, y: fraction, w: fraction, h: fraction })
	.refine(({ x, y, w, h }) => w > 0 && h > 0 && x + w <= 1.000001 && y + h <= 1.000001, {
		message: 'The box must lie within the picture',
	});

/** One answer: the hash of the attribute, and what was entered or the hashes of the options. */
const answerSchema = z.object({
	featureHash: z.string(),
	value: z.union([z.string().max(10_000), z.number()]).optional(),
	options: z.array(z.string()).optional(),
});
type Answer = z.infer<typeof answerSchema>;

export const editSchema = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('addBox'), featureHash: z.string(), box: boxSchema }),
	z.object({ kind: z.literal('moveBox'), objectHash: z.string(), box: boxSchema }),
	z.object({ kind: z.literal('removeObject'), objectHash: z.string() }),
	z.object({
		kind: z.literal('classify'),
		featureHash: z.string(),
		answers: z.array(answerSchema),
	}),
	z.object({ kind: z.literal('removeClassification'), classificationHash: z.string() }),
]);
export type PersonEdit = z.infer<typeof editSchema>;

/** A hash as Encord gives to a new object or classification. */
export type NewHash = () => string;

interface Editing {
	unit: DataUnit;
	ontology: OntologyJson;
	/** A copy that may be changed. */
	content: LabelContent;
	frame: number;
	person: string;
	/** As labels write times. */
	at: string;
	newHash: NewHash;
}

/** The labels with the edit. @throws Refusal when the ontology or the frame has nothing of the kind */
export function withEdit(
	row: Pick<Editing, 'unit' | 'ontology' | 'frame' | 'newHash'> & {
		content: LabelContent;
		person: string;
		now: Date;
	},
	edit: PersonEdit,
): LabelContent {
	const editing: Editing = {
		...row,
		content: structuredClone(row.content),
		at: labelTime(row.now.toISOString()) ?? '',
	};
	switch (edit.kind) {
		case 'addBox':
			addBox(editing, edit.featureHash, edit.box);
			break;
		case 'moveBox':
			moveBox(editing, edit.objectHash, edit.box);
			break;
		case 'removeObject':
			removeObject(editing, edit.objectHash);
			break;
		case 'classify':
			classify(editing, edit.featureHash, edit.answers);
			break;
		case 'removeClassification':
			removeClassification(editing, edit.classificationHash);
	}
	return editing.content;
}

const snake = (text: string) => text.toLowerCase().replace(/ /g, '_');

/** The lists of the frame, created when it has none yet. */
function frameLabels({ unit, content, frame }: Editing): {
	objects: EncordJson[];
	classifications: EncordJson[];
} {
	const still = unit.dataType === 'image' || unit.dataType === 'img_group';
	const hash = unit.dataType === 'img_group' ? unit.images[frame]?.imageHash : unit.dataHash;
	if (hash === undefined || frame >= unit.numberOfFrames)
		throw new Refusal(400, `${unit.title} has no frame ${frame}`);
	const holder = (content.data_units[hash] ??= { labels: emptyLabels(unit) });
	const labels = (holder.labels ??= emptyLabels(unit)) as EncordJson;
	const place = still ? labels : ((labels[String(frame)] ??= {}) as EncordJson);
	place.objects ??= [];
	place.classifications ??= [];
	return place as ReturnType<typeof frameLabels>;
}

const byPerson = ({ person, at }: Editing) => ({
	createdBy: person,
	createdAt: at,
	lastEditedBy: person,
	lastEditedAt: at,
});
const editedByPerson = ({ person, at }: Editing) => ({
	lastEditedBy: person,
	lastEditedAt: at,
	manualAnnotation: true,
});

function addBox(editing: Editing, featureHash: string, boundingBox: EncordJson): void {
	const known = editing.ontology.objects.find(
		({ featureNodeHash, shape }) => featureNodeHash === featureHash && shape === 'bounding_box',
	);
	if (!known) throw new Refusal(400, 'The ontology has no bounding box of this kind');
	const objectHash = editing.newHash();
	frameLabels(editing).objects.push({
		name: known.name,
		color: known.color,
		value: snake(known.name),
		shape: known.shape,
		featureHash,
		objectHash,
		confidence: 1,
		manualAnnotation: true,
		...byPerson(editing),
		boundingBox,
	});
	editing.content.object_answers[objectHash] = { objectHash, classifications: [] };
}

function moveBox(editing: Editing, objectHash: string, boundingBox: EncordJson): void {
	const { objects } = frameLabels(editing);
	const index = objects.findIndex(
		(object) => object.objectHash === objectHash && 'boundingBox' in object,
	);
	if (index < 0) throw new Refusal(409, 'Somebody has removed this box meanwhile');
	objects[index] = {
		...objects[index],
		...editedByPerson(editing),
		confidence: 1,
		boundingBox,
	};
}

/** All frames with labels, as lists that may be changed. */
const everyFrame = ({ unit, content }: Editing): FrameLabels[] => framesOf(unit, content);

/** Takes the object from this frame, and its answers when it is on no other. */
function removeObject(editing: Editing, objectHash: string): void {
	const labels = frameLabels(editing);
	const isIt = (object: EncordJson) => object.objectHash === objectHash;
	if (!labels.objects.some(isIt))
		throw new Refusal(409, 'Somebody has removed this object meanwhile');
	labels.objects = labels.objects.filter((object) => !isIt(object));
	if (everyFrame(editing).some(({ objects }) => objects.some(isIt))) return;
	delete editing.content.object_answers[objectHash];
	delete editing.content.object_actions[objectHash];
}

/** One flat entry for each answered attribute, nested ones only below chosen options (protocol §8.6). */
function answerEntries(attributes: OntologyAttributeJson[], answers: Answer[]): EncordJson[] {
	return attributes.flatMap((attribute): EncordJson[] => {
		const given = answers.find(({ featureHash }) => featureHash === attribute.featureNodeHash);
		if (!given) return [];
		const entry = {
			name: attribute.name,
			value: snake(attribute.name),
			featureHash: attribute.featureNodeHash,
			manualAnnotation: true,
		};
		if (attribute.type === 'text' || attribute.type === 'numeric') {
			const { value } = given;
			if (value === undefined || value === '') return [];
			if ((attribute.type === 'numeric') !== (typeof value === 'number'))
				throw new Refusal(
					400,
					`"${attribute.name}" takes a ${attribute.type === 'text' ? 'text' : 'number'}`,
				);
			return [{ ...entry, answers: value }];
		}
		const chosen = (attribute.options ?? []).filter(({ featureNodeHash }) =>
			given.options?.includes(featureNodeHash),
		);
		if (chosen.length !== (given.options ?? []).length)
			throw new Refusal(400, `"${attribute.name}" has no such option`);
		if (attribute.type === 'radio' && chosen.length > 1)
			throw new Refusal(400, `"${attribute.name}" takes one option`);
		if (chosen.length === 0) return [];
		return [
			{
				...entry,
				answers: chosen.map(({ label, value, featureNodeHash }) => ({
					name: label,
					value,
					featureHash: featureNodeHash,
				})),
			},
			...chosen.flatMap((option) => answerEntries(option.options ?? [], answers)),
		];
	});
}

/** Answers the classification of this frame (or of the file), which is created when there is none. */
function classify(editing: Editing, featureHash: string, answers: Answer[]): void {
	const { content, ontology, frame } = editing;
	const known = found(
		ontology.classifications.find(({ featureNodeHash }) => featureNodeHash === featureHash),
		`Classification ${featureHash}`,
	);
	const classifications = answerEntries(known.attributes, answers);
	if (classifications.length === 0) throw new Refusal(400, 'Nothing is answered');
	const isIt = (entry: EncordJson) => entry.featureHash === featureHash;
	const global = known.level === 'global';
	const labels = frameLabels(editing);
	const hash = global
		? Object.keys(content.classification_answers).find((each) =>
				isIt(content.classification_answers[each] ?? {}),
			)
		: (labels.classifications.find(isIt)?.classificationHash as string | undefined);
	if (hash !== undefined) {
		const entry = content.classification_answers[hash] ?? {};
		content.classification_answers[hash] = {
			...entry,
			classifications,
			...('createdBy' in entry ? editedByPerson(editing) : {}),
		};
		for (const { classifications: mentions } of everyFrame(editing))
			for (const mention of mentions)
				if (mention.classificationHash === hash)
					Object.assign(mention, editedByPerson(editing), { confidence: 1 });
		return;
	}
	const classificationHash = editing.newHash();
	content.classification_answers[classificationHash] = {
		classificationHash,
		featureHash,
		classifications,
		range: global ? [] : [[frame, frame]],
		manualAnnotation: true,
		...byPerson(editing),
		spaces: {},
	};
	if (global) return;
	const name = known.attributes[0]?.name ?? '';
	labels.classifications.push({
		name,
		value: snake(name),
		featureHash,
		classificationHash,
		confidence: 1,
		manualAnnotation: true,
		...byPerson(editing),
	});
}

function removeClassification(editing: Editing, classificationHash: string): void {
	const isIt = (mention: EncordJson) => mention.classificationHash === classificationHash;
	if (!isRecord(editing.content.classification_answers[classificationHash]))
		throw new Refusal(409, 'Somebody has removed this classification meanwhile');
	delete editing.content.classification_answers[classificationHash];
	for (const { unitHash, frame } of everyFrame(editing)) {
		const labels = editing.content.data_units[unitHash]?.labels as EncordJson;
		const place = ('classifications' in labels ? labels : labels[String(frame)]) as EncordJson;
		place.classifications = ((place.classifications ?? []) as EncordJson[]).filter(
			(mention) => !isIt(mention),
		);
	}
}
