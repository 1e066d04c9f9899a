/** Whose work it was: what counts as a person's, what is said to be unclear, and when nobody is known to have looked. */
import { describe, expect, it } from '@jest/globals';
import type { EncordJson, LabelRowJson } from '../../../../src/encord/wire/json';
import { correctionsOf } from '../../../../src/labels/comparing/corrections';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import { contextOf } from '../arbitraries';
import { audioRow, box, imageRow, ontology, videoRow } from '../fixtures';
import { refusal } from './refusal';

const BOT = 'bot@example.com';
const ANN = 'ann@example.com';

type Author = Pick<EncordJson, 'createdBy' | 'lastEditedBy' | 'manualAnnotation'>;

const byAgent: Author = { createdBy: BOT, lastEditedBy: BOT, manualAnnotation: false };
const byAnn: Author = { createdBy: ANN, lastEditedBy: ANN, manualAnnotation: true };

/** One car of the agent "Finder", and others that `more` tells about: by which agent they were written, and their authorship. */
function rowOf(...more: Array<{ agent?: string; author: Author }>): LabelRowJson {
	const all = [{ agent: 'Finder', author: byAgent }, ...more];
	let labels = imageRow;
	all.forEach(({ agent }, at) => {
		const edit = {
			...{ kind: 'addObject', object: 'Car', frames: 0, mode: 'add' },
			coordinates: box(0.1 * at, 0.1 * at, 0.2, 0.2),
			...(agent === undefined ? { hash: `Person0${at}` } : { key: `car ${at}` }),
		} as unknown as Edit;
		const context = contextOf(agent === undefined ? {} : { agent: { name: agent } });
		const applied = applyEdits(labels, ontology, [edit], context);
		expect(applied.problems).toEqual([]);
		labels = applied.labelRow;
	});
	const copy = structuredClone(labels);
	const [unit] = Object.values(copy.data_units);
	const { objects } = unit!.labels as { objects: EncordJson[] };
	expect(objects).toHaveLength(all.length);
	objects.forEach((object, at) => Object.assign(object, all[at]!.author));
	return copy;
}

const asked = (labels: LabelRowJson, metadata: object = {}) =>
	correctionsOf({ labels, ontology, metadata: { data_type: 'IMAGE', ...metadata } }, 'Finder');

const counts = (labels: LabelRowJson, metadata: object = {}) => asked(labels, metadata).classes[0];

describe('a label', () => {
	it('of another account counts as added by a person', () => {
		expect(counts(rowOf({ author: byAnn }))).toMatchObject({ kept: 1, added: 1, unclear: 0 });
	});

	it('of the agent counts as changed when another account edited it', () => {
		const edited = { ...byAgent, lastEditedBy: ANN };
		expect(counts(rowOf({ agent: 'Finder', author: edited }))).toMatchObject({
			...{ kept: 1, changed: 1, unclear: 0 },
		});
	});

	const finished = { label_status: 'LABELLED', last_actioned_by_user_email: ANN };
	it.each<[string, { agent?: string; author: Author }, RegExp]>([
		[
			'of another agent with the same account',
			{ agent: 'Second', author: byAgent },
			/Agents write with the account bot@/,
		],
		[
			'of another agent with another account',
			{ agent: 'Second', author: { ...byAgent, createdBy: 'x@y.zz', lastEditedBy: 'x@y.zz' } },
			/Agents write with the account x@y.zz/,
		],
		[
			'drawn by hand with the account of the agent',
			{ author: { ...byAnn, createdBy: BOT, lastEditedBy: BOT } },
			/Agents write with the account bot@/,
		],
		[
			'edited by the account of the agent, which made it',
			{ agent: 'Finder', author: { ...byAgent, manualAnnotation: true } },
			/Agents write with the account bot@/,
		],
		[
			'of the person that the account of the agent edited last',
			{ author: { ...byAnn, lastEditedBy: BOT } },
			/Agents write with the account bot@/,
		],
		[
			'that was made automatically',
			{ author: { ...byAnn, manualAnnotation: false } },
			/marked as made automatically/,
		],
		[
			'without an author',
			{ author: { createdBy: null, lastEditedBy: null, manualAnnotation: true } },
			/Nothing tells who made it/,
		],
	])('%s is unclear, with the reason', (_what, label, why) => {
		const { classes, corrections } = asked(rowOf(label), finished);
		expect(classes[0]).toMatchObject({ kept: 1, changed: 0, added: 0, unclear: 1 });
		expect(corrections).toEqual([
			expect.objectContaining({ kind: 'unclear', why: expect.stringMatching(why) }),
		]);
	});
});

it('the only label of the agent, which its own account edited by hand, is unclear', () => {
	const labels = rowOf();
	const [unit] = Object.values(labels.data_units);
	const { objects } = unit!.labels as { objects: EncordJson[] };
	Object.assign(objects[0]!, { manualAnnotation: true });
	const metadata = { label_status: 'LABELLED', last_actioned_by_user_email: ANN };
	expect(asked(labels, metadata)).toMatchObject({
		classes: [{ kept: 0, changed: 0, added: 0, unclear: 1 }],
		corrections: [{ why: 'The agent "Finder" made it, and no other account has edited it' }],
	});
});

describe('a file that nobody changed', () => {
	const labels = rowOf();

	it('counts when another account than those of agents has finished its task', () => {
		const metadata = { label_status: 'REVIEWED', last_actioned_by_user_email: ANN };
		expect(counts(labels, metadata)).toMatchObject({ kept: 1, changed: 0, added: 0, unclear: 0 });
	});

	it.each<[string, object, RegExp]>([
		['its task is not done', { last_actioned_by_user_email: ANN }, /its task is not done/],
		['nothing tells who finished it', { label_status: 'LABELLED' }, /does not say who finished/],
		[
			'an agent finished it',
			{ label_status: 'LABELLED', last_actioned_by_user_email: BOT },
			/last moved by bot@example.com, an account that agents write with/,
		],
	])('is refused when %s', (_what, metadata, says) => {
		expect(() => asked(labels, metadata)).toThrow(says);
	});

	it('is refused when only other agents wrote in it', () => {
		expect(() => asked(rowOf({ agent: 'Second', author: byAgent }))).toThrow(
			/Nothing tells whether a person has looked/,
		);
	});
});

it('a file without labels of the agent is refused', () => {
	expect(() =>
		correctionsOf({ labels: rowOf(), ontology, metadata: { data_type: 'IMAGE' } }, 'Nobody'),
	).toThrow(/has no label of the agent "Nobody"/);
});

it('a correction tells the frames that a person worked on, who and when', () => {
	const metadata = { number_of_frames: 12, width: 640, height: 480, data_type: 'VIDEO' };
	const edits = [
		{
			...{ kind: 'addObject', object: 'Car', key: 'car', frames: [[0, 3]], mode: 'add' },
			coordinates: box(),
		},
		{ kind: 'setClassification', classification: 'Tags', answers: ['Night'], frames: [[0, 1]] },
	] as unknown as Edit[];
	const context = contextOf({ metadata, agent: { name: 'Finder' } });
	const labels = structuredClone(applyEdits(videoRow, ontology, edits, context).labelRow);
	const [unit] = Object.values(labels.data_units);
	const frames = unit!.labels as Record<
		string,
		Record<'objects' | 'classifications', EncordJson[]>
	>;
	for (const [frame, { objects, classifications }] of Object.entries(frames)) {
		const isTheirs = ['1', '2'].includes(frame);
		Object.assign(objects[0]!, isTheirs ? { ...byAnn, createdBy: BOT } : byAgent);
		for (const one of classifications) Object.assign(one, byAgent);
	}
	Object.assign(frames['2']!.objects[0]!, { lastEditedAt: 'Wed, 06 Mar 2024 10:00:00 UTC' });
	const counted = { kept: 0, changed: 0, added: 0, unclear: 0 };
	expect(correctionsOf({ labels, ontology, metadata }, 'Finder')).toEqual({
		classes: [
			{ kind: 'object', class: 'Car', ...counted, changed: 1 },
			{ kind: 'classification', class: 'Tags', ...counted, kept: 1 },
		],
		corrections: [
			{
				...{ kind: 'changed', class: 'Car', hash: frames['0']!.objects[0]!.objectHash },
				...{ frames: [[1, 2]], by: ANN, at: '2024-03-06T10:00:00.000Z' },
			},
		],
	});
});

describe('a label without a place on frames', () => {
	const metadata = { number_of_frames: 1000, data_type: 'AUDIO' };
	/** Speech of the agent and speech that a person added, with this authorship of the second. */
	function soundWith(author: Author): LabelRowJson {
		const speech = (range: [number, number], more: object) =>
			({
				...{ kind: 'addObject', object: 'Speech', mode: 'add', coordinates: { ranges: [range] } },
				...more,
			}) as unknown as Edit;
		const edits = [speech([0, 99], { key: 'a' }), speech([200, 299], { hash: 'Person01' })];
		const context = contextOf({ metadata, agent: { name: 'Finder' } });
		const applied = applyEdits(audioRow, ontology, edits, context);
		expect(applied.problems).toEqual([]);
		const labels = structuredClone(applied.labelRow);
		for (const [hash, entry] of Object.entries(labels.object_answers))
			Object.assign(entry, hash === 'Person01' ? author : byAgent);
		return labels;
	}
	const asked = (author: Author) =>
		correctionsOf({ labels: soundWith(author), ontology, metadata }, 'Finder');
	const at = { class: 'Speech', hash: 'Person01', frames: [[200, 299]] };

	it('has its authorship in the answer entry, and its ranges as frames', () => {
		const edited = { ...byAnn, lastEditedBy: 'bob@example.com' };
		expect(asked(edited)).toEqual({
			classes: [
				{
					...{ kind: 'object', class: 'Speech', kept: 1 },
					...{ changed: 0, added: 1, unclear: 0 },
				},
			],
			corrections: [
				{ kind: 'added', ...at, by: 'bob@example.com', at: '2024-03-05T10:20:30.000Z' },
			],
		});
	});

	it('is by whoever made it, when nobody is said to have edited it', () => {
		const { corrections } = asked({ ...byAnn, lastEditedBy: null });
		expect(corrections).toEqual([expect.objectContaining({ kind: 'added', ...at, by: ANN })]);
	});
});

it('accounts are those of agents only where they wrote a label automatically', () => {
	// The person drew the label of the agent anew, with an account of their own.
	const byHand = { createdBy: ANN, lastEditedBy: ANN, manualAnnotation: true };
	const labels = rowOf({ agent: 'Finder', author: byHand }, { author: byAnn });
	const metadata = { label_status: 'LABELLED', last_actioned_by_user_email: ANN };
	expect(asked(labels, metadata).corrections.map(({ kind, why }) => [kind, why])).toEqual([
		['unclear', 'The agent "Finder" made it, and no other account has edited it'],
		['added', undefined],
	]);
});

describe('what is refused', () => {
	it('says what to check when the agent has no label', () =>
		expect(refusal(() => correctionsOf({ labels: rowOf(), ontology }, 'Nobody'))).toMatchObject({
			message: '"asset" has no label of the agent "Nobody"',
			advice:
				'Check the agent name. Labels that people deleted cannot be told from labels that never were.',
		}));

	const begin =
		'Nothing tells whether a person has looked at "asset": no person is known to have changed it, and ';
	it.each<[string, object]>([
		['its task is not done', {}],
		['its task is not done', { label_status: 'LABEL_IN_PROGRESS' }],
		['its task is not done', { label_status: 'NOT_LABELLED', last_actioned_by_user_email: ANN }],
		['Encord does not say who finished its task', { label_status: 'REVIEWED' }],
		[
			'Encord does not say who finished its task',
			{ label_status: 'REVIEWED', last_actioned_by_user_email: null },
		],
		[
			`its task was last moved by ${BOT}, an account that agents write with`,
			{ label_status: 'REVIEWED', last_actioned_by_user_email: BOT },
		],
	])('says that %s, of %j', (why, metadata) =>
		expect(refusal(() => asked(rowOf(), metadata))).toMatchObject({
			message: begin + why,
			advice:
				'Compare files after people have submitted them. Let agents use accounts of their own, so that their work can be told from that of people.',
		}),
	);

	it.each(['LABELLED', 'REVIEW_IN_PROGRESS', 'REVIEWED', 'REVIEWED_TWICE'])(
		'is nothing when a person finished the task, with the status %s',
		(label_status) =>
			expect(counts(rowOf(), { label_status, last_actioned_by_user_email: ANN })).toEqual({
				...{ kind: 'object', class: 'Car', kept: 1, changed: 0, added: 0, unclear: 0 },
			}),
	);
});
