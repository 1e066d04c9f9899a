/** Fields for labels: what their values become for an operation. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';
import {
	agentLabelsField,
	comparisonResultField,
	comparisonRulesField,
} from '../../../../nodes/shared/fields/labels/comparison';
import { checkFields } from '../../../../nodes/shared/fields/labels/checks';
import { modelSchemaFields } from '../../../../nodes/shared/fields/labels/modelSchema';
import { changeOptions, writeOptions } from '../../../../nodes/shared/fields/labels/writing';
import { ontologySourceField } from '../../../../nodes/shared/fields/ontologySource';
import { DEFAULT_RULES } from '../../../../src/labels/comparing/rules';
import { DEFAULT_AGENT } from '../../../../src/labels/row/identity';
import { id } from '../fakeN8n';
import { readField } from './fakeForm';

describe('the rules of a check', () => {
	const row = (more: IDataObject) => ({ class: '', min: '', max: '', per: 'frame', ...more });
	const rules = (given: IDataObject, alsoCheck: string[] = []) =>
		readField(checkFields, { alsoCheck, rules: given });

	it('are those with numbers, then those without', () =>
		expect(
			rules(
				{
					count: [row({ class: 'Car', min: '1', max: 5 }), row({ max: '0', per: 'labelRow' })],
					overlap: [{ class: '', max: 80, acrossClasses: true }],
					size: [{ class: 'Car', minSide: 8, minArea: ' ' }],
				},
				['outside', 'emptyFrames'],
			),
		).toEqual([
			{ rule: 'count', class: 'Car', min: 1, max: 5, per: 'frame' },
			{ rule: 'count', max: 0, per: 'labelRow' },
			{ rule: 'overlap', max: 0.8, acrossClasses: true },
			{ rule: 'size', class: 'Car', minSide: 8 },
			{ rule: 'outside' },
			{ rule: 'emptyFrames' },
		]));

	it('without any are refused', () => expect(() => rules({})).toThrow('There is nothing to check'));

	it.each([
		['x', 'At Least is "x"'],
		[-1, 'At Least is -1'],
		[Infinity, 'At Least is '],
		[true, 'At Least is true'],
		[null, 'At Least is empty: its expression gave nothing'],
	])('have no limit %j', (min, message) =>
		expect(() => rules({ count: [row({ min })] })).toThrow(message),
	);
});

describe('a comparison', () => {
	const read = (options: IDataObject) => readField(comparisonRulesField, { options });

	it('has the usual rules without options', () => expect(read({})).toEqual({ ...DEFAULT_RULES }));

	it('has shares of one, classes and frames', () =>
		expect(
			read({
				...{ minOverlap: 75, maxDistance: 5, numericTolerance: 0.1 },
				...{ onlyItems: 'Car, Bus', onlyFrames: '0, 5-9' },
			}),
		).toEqual({
			...{ minOverlap: 0.75, maxDistance: 0.05, numericTolerance: 0.1 },
			...{
				classes: ['Car', 'Bus'],
				frames: [
					[0, 0],
					[5, 9],
				],
			},
		}));

	it.each([
		[
			{ agentLabelsIn: 'project', agentProject: id(2) },
			{ option: 'project', value: id(2) },
		],
		[
			{ agentLabelsIn: 'branch', agentBranch: 'v1' },
			{ option: 'branch', value: 'v1' },
		],
		[
			{ agentLabelsIn: 'kept', keptLabels: '{"a":1}' },
			{ option: 'kept', value: { a: 1 } },
		],
		[{ agentLabelsIn: 'sameRow' }, { option: 'sameRow', value: DEFAULT_AGENT }],
	])('is with the labels of %j', (values, source) =>
		expect(readField(agentLabelsField, values)).toEqual(source),
	);

	it.each([
		[{ agentLabelsIn: 'branch' }, 'Branch is empty'],
		[{ agentLabelsIn: 'sameRow', undoAgentName: '' }, 'Agent Name is empty'],
	])('is with labels that are named: %j', (values, message) =>
		expect(() => readField(agentLabelsField, values)).toThrow(message),
	);

	it('gives one item per file, or a report', () => {
		expect(readField(comparisonResultField)).toEqual({ option: 'files', value: undefined });
		expect(
			readField(comparisonResultField, { comparisonResult: 'report', reportTitle: 'T' }),
		).toEqual({
			option: 'report',
			value: { title: 'T', binaryField: 'data' },
		});
	});
});

describe('the options of writing', () => {
	const read = (options: IDataObject, nodeVersion = 2) =>
		readField(writeOptions({}), { options }, { nodeVersion });
	const saving = { dryRun: false, onConflict: 'reapply', replacePersonLabels: false };

	it('are careful where nothing is said', () =>
		expect(read({})).toEqual({ saving, includeDiff: false, drawChanges: false, own: {} }));

	it('are what the form says', () =>
		expect(
			read({
				...{ dryRun: true, onConflict: 'refuse', replacePersonLabels: true },
				...{ listChanges: true, drawChanges: true },
			}),
		).toEqual({
			saving: { dryRun: true, onConflict: 'refuse', replacePersonLabels: true },
			includeDiff: true,
			drawChanges: true,
			own: {},
		}));

	it.each([
		[
			{ agentName: 'a', agentVersion: '2' },
			{ name: 'a', version: '2' },
		],
		[{ agentName: 'a' }, { name: 'a' }],
		[{ agentVersion: '2' }, { name: DEFAULT_AGENT, version: '2' }],
		[{ agentName: '' }, undefined],
	])('name the agent: %j', (options, agent) => expect(read(options).saving.agent).toEqual(agent));

	it.each([
		[1, {}, true],
		[1, { omitDiff: true }, false],
		[1, { omitDiff: false }, true],
		[2, {}, false],
		[2, { listChanges: true }, true],
	])('in version %i of the node with %j list the changes: %j', (version, options, expected) =>
		expect(read(options, version).includeDiff).toBe(expected),
	);

	it('of changes have the labels of people as a field of its own', () =>
		expect(readField(changeOptions({}), { replacePersonLabels: true, options: {} }).saving).toEqual(
			{ ...saving, replacePersonLabels: true },
		));
});

describe('what a model is asked', () => {
	it('is everything, of the whole, without options', () =>
		expect(readField(modelSchemaFields)).toEqual({
			...{ classifications: [], objects: [], flavor: 'plain' },
			...{ pathways: [], withGeometry: false },
		}));

	it('is what the form says', () =>
		expect(
			readField(modelSchemaFields, {
				...{ askedClassifications: ['a'], askedObjects: ['b'] },
				schemaOptions: {
					...{ cannotTell: true, confidence: true, pathways: ['c'] },
					...{ withGeometry: true, ranges: 'frames' },
				},
			}),
		).toEqual({
			...{ classifications: ['a'], objects: ['b'], flavor: 'plain' },
			...{ cannotTell: true, confidence: true, pathways: ['c'] },
			...{ withGeometry: true, ranges: 'frames' },
		}));

	it.each([
		[
			{ findOntologyBy: 'ontology', ontology: id(5) },
			{ option: 'ontology', value: id(5) },
		],
		[
			{ findOntologyBy: 'project', project: id(1) },
			{ option: 'project', value: id(1) },
		],
	])('comes from the ontology of %j', (values, source) =>
		expect(readField(ontologySourceField, values)).toEqual(source),
	);
});
