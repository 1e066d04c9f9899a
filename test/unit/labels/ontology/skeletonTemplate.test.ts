import { describe, expect, it } from '@jest/globals';

import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { skeletonTemplate } from '../../../../src/labels/ontology/skeletonTemplate';

const hand = { name: 'Hand', color: '#D33115', shape: 'skeleton', featureNodeHash: 'obHand01' };
const template = (more: object, ...names: string[]) => ({
	template: {
		...more,
		skeleton: Object.fromEntries(names.map((name, at) => [String(at), { name, color: '#00ff00' }])),
	},
});

/** Names of the points of the class Hand when the ontology has these templates. */
function names(...templates: unknown[]): string[] | undefined {
	const ontology = indexOntology({
		objects: [hand],
		classifications: [],
		skeleton_templates: templates,
	});
	return skeletonTemplate(ontology.objects[0]!, ontology)?.map(({ name }) => name);
}

describe('the template of a skeleton', () => {
	it('is the one with the hash of the class, before one with its name', () => {
		const byName = template({ name: 'Hand' }, 'a');
		const byHash = template({ name: 'Other', feature_node_hash: 'obHand01' }, 'b');
		expect(names(byName, byHash)).toEqual(['b']);
		expect(names(byName)).toEqual(['a']);
	});

	it('has its points in the order of their numbers', () => {
		const points = Array.from({ length: 12 }, (_, at) => `p${at}`);
		expect(names(template({ name: 'Hand' }, ...points))).toEqual(points);
	});

	it('leaves out what is no point with a name, and keeps all that a point has', () => {
		const entry = {
			template: {
				name: 'Hand',
				skeleton: { 2: { name: 'c', color: '#fff' }, 0: null, 1: { name: 5 }, 3: ['d'], 4: 'e' },
			},
		};
		const ontology = indexOntology({
			objects: [hand],
			classifications: [],
			skeleton_templates: [null, { template: null }, { template: ['x'] }, entry],
		});
		expect(skeletonTemplate(ontology.objects[0]!, ontology)).toEqual([
			{ name: 'c', json: { name: 'c', color: '#fff' } },
		]);
	});

	it('is none without templates', () => {
		const ontology = indexOntology({ objects: [hand], classifications: [] });
		expect(skeletonTemplate(ontology.objects[0]!, ontology)).toBeUndefined();
	});

	it.each([
		[[]],
		[[{ template: { name: 'Hand', skeleton: ['a'] } }]],
		[['text']],
		[[template({ name: 'Foot' }, 'a')]],
		[[{ template: { name: 'Hand' } }]],
	])('is none in %j', (templates) => expect(names(...templates)).toBeUndefined());
});
