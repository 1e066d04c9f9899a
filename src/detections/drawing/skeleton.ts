/** Keypoints as the points of a skeleton: by name, or in order where there are exactly as many. */
import type { EncordJson } from '../../encord/wire/json';
import type { ObjectItem, OntologyIndex } from '../../labels/ontology/ontology';
import type { PointJson } from '../../labels/shapes/parts/pointCoordinates';
import { NotTaken, type Keypoint } from '../found';
import { isMap } from '../formats/parts/json';
import { shown } from '../formats/parts/numbers';
import { pointsInside } from './inside';

/** A point of the ontology's template. */
interface TemplatePoint {
	name: string;
	json: EncordJson;
}

/**
 * The points that were found, in the order of the template. Points that were not found are left out: a place for them would be invented.
 * @throws NotTaken when it is open which point is which
 */
export function skeletonPoints(
	keypoints: readonly Keypoint[],
	item: ObjectItem,
	ontology: OntologyIndex,
): PointJson[] {
	const template = templateOf(item, ontology);
	const named = keypoints.filter(({ name }) => name !== undefined);
	if (named.length > 0 && named.length < keypoints.length)
		throw new NotTaken('Some keypoints have names and some have none.');
	const byName =
		named.length > 0 ? pointsByName(named, template) : pointsInOrder(keypoints, template);
	const points = template.flatMap(({ name, json }): PointJson[] => {
		const found = byName.get(name);
		if (found === undefined || found.missing === true) return [];
		const [x = 0, y = 0] = pointsInside([found.x, found.y], 'skeleton');
		const visibility = found.visibility === undefined ? {} : { visibility: found.visibility };
		return [{ x, y, name, ...pick(json, ['color', 'featureHash', 'value']), ...visibility }];
	});
	if (points.length === 0) throw new NotTaken('None of the keypoints was found.');
	return points;
}

/** @throws NotTaken when coordinates of Encord have a point that the skeleton of the class lacks */
export function checkSkeleton(points: unknown, item: ObjectItem, ontology: OntologyIndex): void {
	const template = templateOf(item, ontology);
	for (const point of Object.values(isMap(points) ? points : {})) {
		const { name, featureHash } = isMap(point) ? point : {};
		if (!template.some((each) => each.name === name || each.json.featureHash === featureHash))
			throw new NotTaken(
				`The skeleton has no point ${shown(name ?? featureHash)}; it has: ${template.map((each) => each.name).join(', ')}.`,
			);
	}
}

function pointsByName(
	keypoints: readonly Keypoint[],
	template: readonly TemplatePoint[],
): Map<string, Keypoint> {
	const found = new Map<string, Keypoint>();
	for (const keypoint of keypoints) {
		const matches = template.filter(({ name }) => plain(name) === plain(keypoint.name!));
		const exact = template.find(({ name }) => name === keypoint.name);
		const [match, ...others] = exact === undefined ? matches : [exact];
		if (match === undefined || others.length > 0)
			throw new NotTaken(
				`The skeleton has no point ${shown(keypoint.name)}; it has: ${template.map(({ name }) => name).join(', ')}.`,
			);
		if (found.has(match.name))
			throw new NotTaken(`The keypoint ${shown(match.name)} is there twice.`);
		found.set(match.name, keypoint);
	}
	return found;
}

function pointsInOrder(
	keypoints: readonly Keypoint[],
	template: readonly TemplatePoint[],
): Map<string, Keypoint> {
	if (keypoints.length !== template.length)
		throw new NotTaken(
			`There are ${keypoints.length} keypoints without names for ${template.length} points of the skeleton: which is which is a guess. Give their names.`,
		);
	return new Map(template.map(({ name }, at) => [name, keypoints[at]!]));
}

/** @throws NotTaken when the ontology has no template for the class */
function templateOf(item: ObjectItem, ontology: OntologyIndex): TemplatePoint[] {
	const templates = (ontology.json.skeleton_templates ?? []).flatMap((entry) =>
		isMap(entry) && isMap(entry.template) ? [entry.template] : [],
	);
	const template =
		templates.find((each) => each.feature_node_hash === item.featureHash) ??
		templates.find((each) => each.name === item.title);
	const points = isMap(template?.skeleton) ? template.skeleton : undefined;
	if (points === undefined)
		throw new NotTaken(`The ontology has no skeleton template for "${item.title}".`);
	return Object.keys(points)
		.sort((a, b) => Number(a) - Number(b))
		.flatMap((key) => {
			const json = points[key];
			return isMap(json) && typeof json.name === 'string' ? [{ name: json.name, json }] : [];
		});
}

function plain(name: string): string {
	return name
		.normalize('NFKC')
		.toLowerCase()
		.replaceAll(/[\s_-]+/g, ' ')
		.trim();
}

function pick(json: EncordJson, keys: readonly string[]): EncordJson {
	return Object.fromEntries(
		keys.filter((key) => json[key] !== undefined).map((key) => [key, json[key]]),
	);
}
