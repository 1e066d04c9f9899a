/** The class of objects as a question, so that a model's answer to it is read as the options of a radio are. */
import { indexOntology, type ObjectItem, type OntologyIndex } from '../ontology/ontology';
import { Questions } from './questions';

/** Title of the question. */
export const CLASS_TITLE = 'Class';
const CLASS = 'class';

/**
 * @param shapes of the objects that get the class; only classes of these shapes are options
 * @returns one question, called Class. The answers' `value` has the feature hashes of classes as those of options.
 */
export function classQuestion(ontology: OntologyIndex, shapes: ReadonlySet<string>): Questions {
	const classes = ontology.objects.filter(({ shape }) => shapes.has(shape));
	const { classifications } = indexOntology({
		objects: [],
		classifications: [
			{
				featureNodeHash: CLASS,
				attributes: [
					{
						name: CLASS_TITLE,
						type: 'radio',
						featureNodeHash: CLASS,
						options: classes.map(({ title, featureHash, archived }) => ({
							label: title,
							value: title,
							featureNodeHash: featureHash,
							archived,
						})),
					},
				],
			},
		],
	} as unknown as OntologyIndex['json']);
	const roots = classifications.flatMap(({ root }) => root ?? []);
	// Answers to attributes may stand beside the class.
	return new Questions(
		roots,
		classes.flatMap(({ allAttributes }) => allAttributes),
	);
}

/** The attributes of a class, together with the question for the class, whose answer may stand beside theirs. */
export function attributesAndClass(item: ObjectItem, ofClass: Questions): Questions {
	return new Questions([...item.attributes, ...ofClass.roots]);
}
