/**
 * Which part of the product may import which, type imports included. ARCHITECTURE.md draws the same picture.
 *
 * `uses`: other modules. `layers`: the folders of the module from the bottom up. A folder imports only folders on lines above its
 * own here, and folders on one line do not import each other.
 */
export const modules = {
	'src/platform': { uses: [] },
	'src/geometry': { uses: [] },
	'src/reply': { uses: [] },
	'src/encord': {
		uses: ['src/platform'],
		layers: [['wire'], ['auth'], ['http'], ['calls'], ['client.ts']],
	},
	'src/labels': {
		uses: ['src/geometry', 'src/encord', 'src/reply'],
		layers: [
			['row'],
			['shapes'],
			['ontology'],
			['answers'],
			['modelAnswers'],
			['edits'],
			['detections', 'reading'],
			['comparing', 'export', 'saving'],
		],
	},
	'src/media': {
		uses: ['src/geometry', 'src/encord'],
		layers: [
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
	'src/llm': { uses: ['src/reply', 'src/labels', 'src/encord', 'src/geometry'] },
	'src/detections': {
		uses: ['src/geometry', 'src/encord', 'src/labels', 'src/reply', 'src/llm'],
		layers: [
			['found.ts'],
			['options.ts'],
			['formats'],
			['reading'],
			['drawing'],
			['placing'],
			['report.ts'],
			['ranges'],
			['detections.ts'],
		],
	},
	'src/agents': { uses: ['src/encord'] },
	credentials: { uses: ['src/encord'] },
	'nodes/shared': {
		uses: [
			'src/encord',
			'src/labels',
			'src/media',
			'src/llm',
			'src/detections',
			'src/agents',
			'src/geometry',
			'src/reply',
			'credentials',
		],
		layers: [
			['n8n', 'fields'],
			['runtime'],
			['output'],
			['labels'],
			['media'],
			['writing', 'lists'],
		],
	},
	'nodes/Encord': { uses: ['nodes/shared', 'src', 'credentials'] },
	'nodes/EncordAiLabeler': { uses: ['nodes/shared', 'src', 'credentials'] },
	'nodes/EncordTrigger': { uses: ['nodes/shared', 'src', 'credentials'] },
	'nodes/EncordAgentStageTrigger': { uses: ['nodes/shared', 'src', 'credentials'] },
};

const names = Object.keys(modules);

function modulesNotUsedBy(module) {
	const { uses } = modules[module];
	return names.filter(
		(other) =>
			other !== module && !uses.some((used) => other === used || other.startsWith(`${used}/`)),
	);
}

function layerZones(module) {
	const { layers = [] } = modules[module];
	return layers.flatMap((layer, at) =>
		layer.map((folder) => ({
			target: `./${module}/${folder}`,
			from: [...layer.filter((other) => other !== folder), ...layers.slice(at + 1).flat()].map(
				(other) => `./${module}/${other}`,
			),
			message: `${module}/${folder} may not import it: see the layers in scripts/lint/layers.mjs.`,
		})),
	);
}

/** For the rule import-x/no-restricted-paths. */
export const zones = names.flatMap((module) => [
	{
		target: `./${module}`,
		from: modulesNotUsedBy(module).map((other) => `./${other}`),
		message: `${module} may not import it: see the modules in scripts/lint/layers.mjs.`,
	},
	...layerZones(module).filter(({ from }) => from.length > 0),
]);
