/** What a kind of case is. */
import type { OntologyJson } from '../../src/encord/wire/ontologyJson';

/** One case of a file, as JSON. Its kind knows which keys it has. */
export interface CaseJson {
	id: string;
	ontology?: string;
	media: MediaJson;
	[key: string]: unknown;
}

export interface MediaJson {
	/** `image`, `video`, `audio`, … */
	type: string;
	/** Pixels. */
	width: number;
	/** Pixels. */
	height: number;
	/** Frames, or milliseconds of audio. */
	frames: number;
	fps?: number;
	title?: string;
}

/** A kind of case: recognized by its content, run with the product's code. */
export interface CaseKind {
	name: string;
	isOne(json: CaseJson): boolean;
	/** @returns the result without its id */
	run(json: CaseJson, ontology: OntologyJson): object | Promise<object>;
}
