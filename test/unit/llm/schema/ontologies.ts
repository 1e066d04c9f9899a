/** Random ontologies with awkward titles: several of one title, blank ones, names that JavaScript has, other scripts, archived parts. */
import fc from '../../fastCheck';
import type {
	OntologyAttributeJson,
	OntologyJson,
	OntologyOptionJson,
} from '../../../../src/encord/wire/ontologyJson';

const titles = fc.oneof(
	fc.constantFrom(
		'Gate',
		'gate',
		'Gate (2)',
		'Lock state',
		'lock_state',
		'choice',
		'answer',
		'confidence',
		'class',
		'objects',
		'start_frame',
		'__proto__',
		'constructor',
		' ',
		'Maß',
		'門',
		'a/b > c',
	),
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
);
const SHAPES = [
	'bounding_box',
	'rotatable_bounding_box',
	'polygon',
	'polyline',
	'point',
	'bitmask',
];

export const awkwardOntologies: fc.Arbitrary<OntologyJson> = fc.gen().map((gen) => {
	let count = 0;
	const hash = () => `h${String(count++).padStart(7, '0')}`;
	const list = <T>(min: number, max: number, make: () => T): T[] =>
		Array.from({ length: gen(() => fc.integer({ min, max })) }, make);
	const flag = () => gen(() => fc.boolean());
	const rarely = () => gen(() => fc.integer({ min: 0, max: 5 })) === 0;

	function option(depth: number, nests: boolean): OntologyOptionJson {
		const label = gen(() => titles);
		return {
			label,
			value: label.toLowerCase(),
			featureNodeHash: hash(),
			archived: rarely(),
			...(nests && depth > 0 && { options: list(0, 2, () => attribute(depth - 1, false)) }),
		};
	}

	function attribute(depth: number, dynamic: boolean): OntologyAttributeJson {
		const type = gen(() => fc.constantFrom('text', 'numeric', 'radio', 'checklist'));
		return {
			name: gen(() => titles),
			type,
			featureNodeHash: hash(),
			required: flag(),
			dynamic,
			archived: rarely(),
			...(['radio', 'checklist'].includes(type) && {
				options: list(0, 3, () => option(depth, type === 'radio' && !dynamic)),
			}),
		};
	}

	return {
		objects: list(1, 4, () => ({
			name: gen(() => titles),
			color: '#204080',
			shape: gen(() => fc.constantFrom(...SHAPES)),
			featureNodeHash: hash(),
			archived: rarely(),
			attributes: list(0, 2, () => attribute(1, flag())),
		})),
		classifications: [
			// One that can always be asked.
			{
				featureNodeHash: hash(),
				attributes: [{ name: gen(() => titles), type: 'text', featureNodeHash: hash() }],
			},
			...list(0, 4, () => ({
				featureNodeHash: hash(),
				...(flag() && { level: 'global' }),
				attributes: [attribute(2, false)],
			})),
		],
	};
});
