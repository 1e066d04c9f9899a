/** The searchable lists of the editor. */
import { describe, expect, it } from '@jest/globals';
import * as listSearch from '../../../../nodes/shared/lists/listSearch';
import { project, row } from '../../encord/calls/wireSamples';
import { fakeEditor } from '../fakeEditor';
import { id } from '../fakeN8n';
import { AGENT, chosen, whole } from './petsAnswers';

describe('searchable lists', () => {
	it.each<[keyof typeof listSearch, string | undefined, Array<[name: string, value: string]>]>([
		[
			'searchAgentStages',
			'agent 1',
			[
				['Agent 1', AGENT],
				['Agent 1', id(43)],
			],
		],
		[
			'searchStages',
			'E',
			[
				['Agent 1', AGENT],
				['Agent 1', id(43)],
				['Agent 2', id(40)],
				['Complete', id(44)],
				['Review cats', id(20)],
			],
		],
		['searchStages', 'comp', [['Complete', id(44)]]],
		['searchClassifications', undefined, [['Animal', 'animal01']]],
		['searchClassifications', 'x', []],
		[
			'searchObjects',
			undefined,
			[
				['Animal', 'obAnimal'],
				['Pet', 'petBox01'],
			],
		],
		['searchObjects', 'pet', [['Pet', 'petBox01']]],
	])('%s for %j', async (method, filter, expected) => {
		const { editor } = fakeEditor({ parameters: chosen, answers: whole });
		expect(await listSearch[method].call(editor, filter)).toEqual({
			results: expected.map(([name, value]) => ({ name, value })),
		});
	});

	const titled = (projectHash: string, title: string, ontologyHash: string) =>
		project({ projectHash, title, ontologyHash });
	const projects = {
		'GET projects': {
			results: [
				titled(id(1), 'Pets', id(50)),
				titled(id(2), 'Cars', id(51)),
				titled(id(3), 'Cats', id(50)),
			],
		},
	};

	it('name projects, and ontologies by the projects that use them', async () => {
		const { editor } = fakeEditor({ answers: projects });
		expect(await listSearch.searchProjects.call(editor, 'ca')).toEqual({
			results: [
				{ name: 'Cars', value: id(2) },
				{ name: 'Cats', value: id(3) },
			],
		});
		expect(await listSearch.searchOntologies.call(editor)).toEqual({
			results: [
				{ name: 'Ontology of Cars', value: id(51) },
				{ name: 'Ontology of Pets, Cats', value: id(50) },
			],
		});
		expect((await listSearch.searchOntologies.call(editor, 'cats')).results).toHaveLength(1);
	});

	it('name datasets and integrations', async () => {
		const { editor } = fakeEditor({
			answers: {
				'GET datasets/list': {
					result: [
						{ datasetUuid: id(2), title: 'B' },
						{ datasetUuid: id(1), title: 'A' },
					],
				},
				'GET cloud-integrations': { result: [{ integrationUuid: id(3), title: 'Bucket' }] },
			},
		});
		expect(await listSearch.searchDatasets.call(editor, 'b')).toEqual({
			results: [{ name: 'B', value: id(2) }],
		});
		expect(await listSearch.searchIntegrations.call(editor)).toEqual({
			results: [{ name: 'Bucket', value: id(3) }],
		});
		expect(await listSearch.searchIntegrations.call(editor, 'x')).toEqual({ results: [] });
	});

	it('name folders with those they lie in, as Encord filters them', async () => {
		const asked: unknown[] = [];
		const { editor } = fakeEditor({
			answers: {
				'GET storage/search/folders': (given: object) => {
					asked.push(given);
					const pathToRoot = [{ name: 'Munich' }, { name: 'Cars' }];
					return { results: [{ uuid: id(7), parent: id(6), name: 'Munich', pathToRoot }] };
				},
			},
		});
		expect(await listSearch.searchFolders.call(editor, 'mun')).toEqual({
			results: [{ name: 'Cars / Munich', value: id(7) }],
		});
		expect(asked).toMatchObject([{ search: 'mun' }]);
	});
});

describe('the files of the chosen project', () => {
	const rows = (count: number) =>
		Array.from({ length: count }, (_, at) =>
			row(at + 1, true, { backing_item_uuid: at === 0 ? null : id(at) }),
		);

	it('are listed with their dataset; those without a file in storage have no item', async () => {
		const payloads: unknown[] = [];
		const { editor } = fakeEditor({
			parameters: chosen,
			answers: {
				labelrowmetadata: (payload: object) => {
					payloads.push(payload);
					return rows(2);
				},
			},
		});
		const entry = (at: number, value: string) => ({
			name: `picture ${at}`,
			value,
			description: 'Dataset',
		});
		expect(await listSearch.searchDataUnits.call(editor)).toEqual({
			results: [entry(1, rows(2)[0]!.data_hash), entry(2, rows(2)[1]!.data_hash)],
		});
		expect(await listSearch.searchStorageItems.call(editor, 'pic')).toEqual({
			results: [entry(2, id(1))],
		});
		expect(payloads).toMatchObject([{ data_title_like: null }, { data_title_like: '%pic%' }]);
	});

	it('are read once for all pages of a list', async () => {
		const { editor, requests } = fakeEditor({
			parameters: { project: id(8) },
			answers: { labelrowmetadata: rows(150) },
		});
		const first = await listSearch.searchDataUnits.call(editor, '');
		expect(first.paginationToken).toBe('100');
		const second = await listSearch.searchDataUnits.call(
			editor,
			'',
			first.paginationToken as string,
		);
		expect(second.results).toHaveLength(50);
		expect(requests).toEqual(['labelrowmetadata']);
		await listSearch.searchDataUnits.call(editor, 'pic', '100');
		expect(requests).toEqual(['labelrowmetadata', 'labelrowmetadata']);
	});
});
