/** The questions to a model about one picture or file: what is asked, and how the replies are read. */
import type { Size } from '../../geometry/plane';
import { Questions } from '../../labels/modelAnswers/questions';
import type { OntologyIndex } from '../../labels/ontology/ontology';
import type { FramesInput } from '../../labels/row/frames';
import type { JsonSchema } from '../model/model';
import type { FlavorName } from '../schema/flavors/registry';
import { modelSchemas, type ModelSchema } from '../schema/modelSchema';
import { readLabels, type AskedQuestions } from './readLabels';
import type { ReadReply } from './reading';

/** What a model is asked about. */
export interface LabelSelection {
	/** Titles or feature hashes; absent: none. */
	classifications?: 'all' | readonly string[];
	/** Classes of objects, which the model finds; absent: none. */
	objects?: 'all' | readonly string[];
	flavor: FlavorName;
	cannotTell: boolean;
	/** Whether the model is asked how sure it is. */
	confidence: boolean;
}

export interface LabelQuestion {
	/** What is asked, and in what form it is answered. */
	prompt: string;
	schema: JsonSchema;
	/** Titles of what was selected with all others and cannot be asked for, each with the reason. */
	leftOut: Array<{ title: string; reason: string }>;
	/**
	 * @param frames the frames that the answers are about
	 * @param size of the picture that is shown, if it is one
	 */
	reader(frames: FramesInput, size?: Size): ReadReply;
}

/**
 * One question, or several where a provider does not take the schema as one.
 * @throws OntologyLookupError, SelectionError, SchemaLimitError when there is no question to ask
 */
export function labelQuestions(
	ontology: OntologyIndex,
	{ flavor, cannotTell, confidence, classifications = [], objects = [] }: LabelSelection,
): LabelQuestion[] {
	return modelSchemas(
		ontology,
		{ classifications, objects, withGeometry: objects.length > 0 },
		{ flavor, cannotTell, confidence },
	).map((schema) => {
		const asked = askedQuestions(schema, ontology);
		return {
			prompt: `${schema.prompt}\nThe schema: ${JSON.stringify(schema.schema)}`,
			schema: schema.schema as JsonSchema,
			leftOut: schema.leftOut,
			reader: (frames, size) => (content) => readLabels(content, asked, frames, size),
		};
	});
}

function askedQuestions(schema: ModelSchema, ontology: OntologyIndex): AskedQuestions {
	const hashes = new Map(Object.entries(schema.names).map(([name, hash]) => [hash, name]));
	const isAsked = ({ featureHash }: { featureHash: string }) =>
		Object.hasOwn(schema.schema.properties ?? {}, hashes.get(featureHash) ?? '');
	const asked = ontology.classifications.filter(isAsked);
	const others = ontology.classifications.filter((item) => !asked.includes(item));
	return {
		schema,
		ontology,
		classifications: new Map(asked.map((item) => [hashes.get(item.featureHash)!, item])),
		questions: new Questions(
			asked.flatMap(({ root }) => root ?? []),
			others.flatMap(({ root }) => root ?? []),
		),
	};
}
