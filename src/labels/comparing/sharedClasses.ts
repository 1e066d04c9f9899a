/** Which classes of two ontologies are the same: by feature hash, else by title. */
import type { ClassificationItem, ObjectItem, OntologyIndex } from '../ontology/ontology';
import { isRangeShape } from '../shapes/registry';
import { NotComparable } from './refused';

export type SideName = 'person' | 'agent';
type Item = ObjectItem | ClassificationItem;
type Kind = Item['kind'];

export class SharedClasses {
	private readonly ontologies: Record<SideName, OntologyIndex>;

	constructor(person: OntologyIndex, agent: OntologyIndex) {
		this.ontologies = { person, agent };
	}

	/**
	 * A text that is the same for both sides exactly when the class is.
	 * @throws NotComparable when only titles could tell and several classes have this one, or the shapes cannot be compared
	 */
	keyOf(side: SideName, kind: Kind, featureHash: string, title: string): string {
		const own = this.byHash(side, kind).get(featureHash);
		const other = side === 'person' ? 'agent' : 'person';
		const sameHash = this.byHash(other, kind).get(featureHash);
		if (own === undefined || sameHash !== undefined) {
			if (own !== undefined && sameHash !== undefined) refuseOtherShape(own, sameHash);
			return `${kind} #${featureHash}`;
		}
		const alike = this.withTitle(other, kind, title);
		if (alike.length === 0) return `${kind} ${side} #${featureHash}`;
		if (alike.length > 1 || this.withTitle(side, kind, title).length > 1)
			throw new NotComparable(
				`Which "${title}" is meant cannot be told: an ontology has several`,
				'Give the classes different titles, or compare projects with the same ontology.',
			);
		refuseOtherShape(own, alike[0]!);
		return `${kind} =${title}`;
	}

	/** The title under which a class is counted: the person's, where the agent's ontology has another one for the same class. */
	titleOf(kind: Kind, featureHash: string, title: string): string {
		return this.byHash('person', kind).get(featureHash)?.title ?? title;
	}

	private byHash(side: SideName, kind: Kind): Map<string, Item> {
		const ontology = this.ontologies[side];
		return kind === 'object' ? ontology.objectByHash : ontology.classificationByHash;
	}

	private withTitle(side: SideName, kind: Kind, title: string): Item[] {
		return [...this.byHash(side, kind).values()].filter((item) => item.title === title);
	}
}

const AREAS = ['bounding_box', 'rotatable_bounding_box', 'polygon', 'bitmask'];

const LINES = ['point', 'polyline', 'skeleton'];

/** Whether labels of the shape have a place in the plane of the picture; cuboids have not. */
export function isInPlane(shape: string): boolean {
	return AREAS.includes(shape) || LINES.includes(shape);
}

/** Shapes with the same answer can be laid on each other. */
function measuredAs(shape: string): string {
	return AREAS.includes(shape) ? 'area' : isRangeShape(shape) ? 'range' : shape;
}

function refuseOtherShape(a: Item, b: Item): void {
	if (a.kind !== 'object' || b.kind !== 'object') return;
	if (measuredAs(a.shape) === measuredAs(b.shape)) return;
	throw new NotComparable(
		`"${a.title}" is drawn as ${a.shape} by one side and as ${b.shape} by the other`,
		'Their places cannot be compared. Leave the class out with the option Only Items.',
	);
}
