import type { EncordClient } from '../../../../src/encord/client';
import type { Issue, IssueAnchor, NewIssue } from '../../../../src/encord/calls/issues';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import { shortened } from '../../../../src/encord/wire/identifiers';
import { dryRunEntry } from '../../../shared/fields/dryRun';
import { collection } from '../../../shared/fields/form/field';
import { InputError } from '../../../shared/fields/form/inputError';
import { flag, text } from '../../../shared/fields/form/values';
import { issuePlaceFields, issueTagsField, type IssuePlace } from '../../../shared/fields/issues';
import { frameOf, unitFields } from '../../../shared/fields/places';
import { unitIdentity } from '../../../shared/labels/lookup';
import { exampleUnit } from '../../../shared/output/examples';
import { alreadySo, named, sentence } from '../../../shared/output/summary';
import { isResolved } from '../../../shared/output/issue';
import { eachProject } from '../../../shared/labels/projectRows';
import { type ItemInputs, type Batch } from '../../../shared/runtime/batch';
import { failedLast } from '../../../shared/runtime/failedLast';
import { defineOperation } from '../../../shared/runtime/operation';

const comment = text({
	displayName: 'Comment',
	name: 'comment',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	required: true,
	placeholder: 'e.g. The box is too large.',
	description: 'What people read in the Label Editor',
});

const optionFields = collection(
	{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
	{
		dryRun: dryRunEntry,
		repeat: flag({
			displayName: 'Create Even If It Is There',
			name: 'repeat',
			type: 'boolean',
			default: true,
			description:
				'Whether to create the issue although an open one has the same place, comment and tags. Otherwise a workflow that runs twice leaves one issue.',
		}),
	},
);

export const createIssue = defineOperation({
	resource: 'issue',
	name: 'create',
	displayName: 'Create',
	action: 'Create issues',
	description:
		'Raise an issue on a file, a frame or a point of a frame, with a comment and tags; an open issue that is the same is not created again',
	inputs: {
		unit: unitFields,
		place: issuePlaceFields,
		comment,
		tags: issueTagsField,
		options: optionFields,
	},
	readOnly: false,
	example: {
		...exampleUnit,
		summary: 'Created an issue on frame 12 of "drive.mp4": "The box is too large."',
		place: 'point',
		frame: 12,
		x: 0.25,
		y: 0.5,
		comment: 'The box is too large.',
		tags: ['box'],
		created: true,
		alreadyThere: false,
	},
	async run(batch, items) {
		await eachProject(batch, items, async ({ client, projectHash, members, rowOf }) => {
			const asked: Asked[] = [];
			await batch.each(members, async (item) => {
				if (item.comment === '') throw new InputError('Comment is empty for this item');
				const row = rowOf(item);
				asked.push({ ...item, row, issue: issueOf(item, row) });
			});
			return async () => await create(batch, client, projectHash, asked);
		});
	},
});

type Asked = ItemInputs<{
	place: IssuePlace;
	options: { dryRun?: boolean; repeat?: boolean };
	row: LabelRowMetadata;
	issue: NewIssue;
}>;

/** @throws InputError for a place that the file does not have */
function issueOf(
	{ place, comment: content, tags }: { place: IssuePlace; comment: string; tags: string[] },
	row: LabelRowMetadata,
): NewIssue {
	return { anchor: anchorOf(place, row), comment: content, issueTags: [...new Set(tags)] };
}

function anchorOf(place: IssuePlace, row: LabelRowMetadata): IssueAnchor {
	const dataUuid = row.data_hash;
	if (place.kind === 'file') return { type: 'dataUnit', dataUuid };
	const title = `"${shortened(row.data_title)}"`;
	// A sound has milliseconds and a text has characters in place of frames (protocol §7.1).
	if (['AUDIO', 'PLAIN_TEXT'].includes(row.data_type.toUpperCase()))
		throw new InputError(
			`${title} has no frames, because it is ${row.data_type === 'AUDIO' ? 'sound' : 'text'}`,
			'Choose Whole File under Place.',
		);
	const frameIndex = frameOf(place.frame, row);
	if (frameIndex >= row.number_of_frames)
		throw new InputError(
			`Frame ${frameIndex} is beyond the end of ${title}, which has ${row.number_of_frames} frames`,
			'Frames are counted from 0.',
		);
	if (place.kind === 'frame') return { type: 'frame', dataUuid, frameIndex };
	return { type: 'frameCoordinate', dataUuid, frameIndex, ...pointOf(place, row, title) };
}

function pointOf(
	{ x, y, unit }: IssuePlace & { kind: 'point' },
	{ width, height }: LabelRowMetadata,
	title: string,
): { x: number; y: number } {
	if (unit === 'pixels' && (!width || !height))
		throw new InputError(
			`Encord does not know the size of ${title} in pixels`,
			'Give X and Y as fractions from 0 to 1.',
		);
	const point = unit === 'pixels' ? { x: x / width!, y: y / height! } : { x, y };
	if (point.x <= 1 && point.y <= 1) return point;
	const right = unit === 'pixels' ? `of ${width} × ${height} pixels` : 'which goes from 0 to 1';
	throw new InputError(
		`The point ${x}, ${y} is outside the picture ${title}, ${right}`,
		unit === 'pixels'
			? 'Give X and Y in the pixels of the file.'
			: 'Are these pixels? Choose so under X and Y Are.',
	);
}

/** Creates the issues that are not there yet, with one request, and sets the result of each item. */
async function create(
	batch: Batch,
	client: EncordClient,
	projectHash: string,
	asked: Asked[],
): Promise<void> {
	const known = await openIssues(
		client,
		projectHash,
		asked.filter(({ options }) => !options.repeat).map(({ row }) => row.data_hash),
	);
	const fresh: Asked[] = [];
	// Of equal items, the first creates the issue. A dry run says what would be there by then.
	const creators = new Map<string, Asked>();
	const wouldCreate = new Set<string>();
	for (const one of asked) {
		const key = keyOf(one.issue);
		const { dryRun, repeat } = one.options;
		const isThere = known.has(key) || creators.has(key) || (dryRun && wouldCreate.has(key));
		if (!repeat && isThere) continue;
		fresh.push(one);
		if (dryRun) wouldCreate.add(key);
		else if (!creators.has(key)) creators.set(key, one);
	}
	const toSend = fresh.filter(({ options }) => !options.dryRun);
	const outcomes = await client.createIssues(
		projectHash,
		toSend.map(({ issue }) => issue),
	);
	const errorOf = (one: Asked) => {
		const key = keyOf(one.issue);
		const creator = fresh.includes(one) || known.has(key) ? one : creators.get(key);
		const outcome = creator && outcomes[toSend.indexOf(creator)];
		return outcome?.ok === false ? outcome.error : undefined;
	};
	// A failure ends a node that stops on errors, and by then it must be known what was created.
	for (const one of failedLast(asked, (candidate) => errorOf(candidate) !== undefined)) {
		const error = errorOf(one);
		if (error) {
			batch.fail(one.index, error);
			continue;
		}
		if (!fresh.includes(one)) batch.hints.count('alreadyThere', keyOf(one.issue));
		batch.ok(one.index, {
			summary: summaryOf(one, fresh.includes(one)),
			...unitIdentity(projectHash, one.row),
			...placeJson(one),
			comment: one.issue.comment,
			tags: one.issue.issueTags ?? [],
			...(one.options.dryRun ? { dryRun: true } : {}),
			created: toSend.includes(one),
			alreadyThere: !fresh.includes(one),
		});
	}
}

function summaryOf({ issue, row, options }: Asked, isFresh: boolean): string {
	const { anchor } = issue;
	const where = 'frameIndex' in anchor ? ` on frame ${anchor.frameIndex}` : '';
	const what = `an issue${where} of ${named(row.data_title)}: ${named(issue.comment)}`;
	return isFresh
		? sentence([{ verb: 'create', what }], options.dryRun)
		: alreadySo(`there is ${what}`);
}

function placeJson({ place, issue: { anchor } }: Asked) {
	return {
		place: place.kind,
		frame: 'frameIndex' in anchor ? anchor.frameIndex : null,
		...(anchor.type === 'frameCoordinate' ? { x: anchor.x, y: anchor.y } : {}),
	};
}

/** Below this number of files, their issues are listed one by one; above it, those of the project. */
const FEW_FILES = 10;

/** The open issues of data units. */
async function openIssues(
	client: EncordClient,
	projectHash: string,
	dataHashes: string[],
): Promise<Set<string>> {
	const units = [...new Set(dataHashes)];
	const listed = units.length > FEW_FILES ? [undefined] : units;
	const known = new Set<string>();
	for (const unit of listed)
		for await (const issue of client.listIssues(projectHash, unit))
			if (!isResolved(issue)) known.add(keyOfListed(issue));
	return known;
}

/** The same text for the same place, comment and tags. */
function keyOf({ anchor, comment: content, issueTags = [] }: NewIssue): string {
	const { type, dataUuid } = anchor;
	const frame = 'frameIndex' in anchor ? anchor.frameIndex : null;
	const point = anchor.type === 'frameCoordinate' ? [anchor.x, anchor.y] : [];
	return JSON.stringify([type, dataUuid, frame, point, content, [...issueTags].sort()]);
}

function keyOfListed({ type, dataUuid, frameIndex, coordinate, comments, tags }: Issue): string {
	const point = coordinate ? [coordinate.x, coordinate.y] : [];
	const names = (tags ?? []).map(({ name }) => name).sort();
	return JSON.stringify([
		type,
		dataUuid.toLowerCase(),
		frameIndex ?? null,
		point,
		comments[0]?.content ?? '',
		names,
	]);
}
