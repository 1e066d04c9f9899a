/**
 * Which part of the product may import which, type imports included. ARCHITECTURE.md draws the same picture.
 *
 * `uses`: other houses. `floors`: rooms of the house from the bottom up; a room imports only rooms on lines above its own
 * here, and rooms on one line do not import each other.
 */
export const houses = {
	'src/platform': { uses: [] },
	'src/geometry': { uses: [] },
	'src/encord': {
		uses: ['src/platform'],
		floors: [['wire'], ['auth'], ['http'], ['calls'], ['client.ts']],
	},
	'src/labels': {
		uses: ['src/geometry', 'src/encord'],
		floors: [
			['row'],
			['shapes'],
			['ontology'],
			['answers'],
			['edits'],
			['detections', 'reading'],
			['saving'],
		],
	},
	'src/media': {
		uses: ['src/geometry', 'src/encord'],
		floors: [
			['errors.ts'],
			['mediaKind.ts', 'bytes'],
			['codec', 'picture'],
			['index', 'ffmpeg'],
			['isobmff', 'matroska'],
			['contract.ts'],
			['image', 'video'],
			['openMedia.ts'],
		],
	},
	'src/llm': { uses: ['src/labels', 'src/encord'] },
	'src/agents': { uses: ['src/encord'] },
	credentials: { uses: ['src/encord'] },
	'nodes/shared': {
		uses: [
			'src/encord',
			'src/labels',
			'src/media',
			'src/llm',
			'src/agents',
			'src/geometry',
			'credentials',
		],
		floors: [
			['n8n', 'fields'],
			['runtime'],
			['output'],
			['labels'],
			['media'],
			['writing', 'lists'],
		],
	},
	'nodes/Encord': { uses: ['nodes/shared', 'src', 'credentials'] },
	'nodes/EncordTrigger': { uses: ['nodes/shared', 'src', 'credentials'] },
	'nodes/EncordAgentStageTrigger': { uses: ['nodes/shared', 'src', 'credentials'] },
};

const names = Object.keys(houses);

function housesBeside(house) {
	const { uses } = houses[house];
	return names.filter(
		(other) =>
			other !== house && !uses.some((used) => other === used || other.startsWith(`${used}/`)),
	);
}

function floorZones(house) {
	const { floors = [] } = houses[house];
	return floors.flatMap((floor, at) =>
		floor.map((room) => ({
			target: `./${house}/${room}`,
			from: [...floor.filter((other) => other !== room), ...floors.slice(at + 1).flat()].map(
				(other) => `./${house}/${other}`,
			),
			message: `${house}/${room} may not import it: see the floors in scripts/lint/floors.mjs.`,
		})),
	);
}

/** For the rule import-x/no-restricted-paths. */
export const zones = names.flatMap((house) => [
	{
		target: `./${house}`,
		from: housesBeside(house).map((other) => `./${other}`),
		message: `${house} may not import it: see the houses in scripts/lint/floors.mjs.`,
	},
	...floorZones(house).filter(({ from }) => from.length > 0),
]);
