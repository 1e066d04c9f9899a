/** Builds the workflow of a project from the titles of stages and pathways. */
import type { Stage } from '../state/entities';

export type StageSpec =
	| { type: 'AGENT'; title: string; pathways: Array<{ title: string; to: string }> }
	| { type: 'ANNOTATION'; title: string; to: string }
	| { type: 'REVIEW'; title: string; approved: string; rejected: string }
	| { type: 'DONE'; title: string };

/** Turns titles into uuids. @throws when a pathway leads to a stage the project does not have. */
export function buildStages(specs: StageSpec[], uuid: (...parts: string[]) => string): Stage[] {
	const stageUuid = (title: string): string => {
		if (!specs.some((spec) => spec.title === title))
			throw new Error(`No stage is called "${title}"`);
		return uuid('stage', title);
	};
	return specs.map((spec): Stage => {
		const common = { uuid: stageUuid(spec.title), title: spec.title };
		switch (spec.type) {
			case 'AGENT':
				return {
					...common,
					stageType: 'AGENT',
					pathways: spec.pathways.map((pathway) => ({
						uuid: uuid('pathway', spec.title, pathway.title),
						title: pathway.title,
						destinationUuid: stageUuid(pathway.to),
					})),
				};
			case 'ANNOTATION':
				return { ...common, stageType: 'ANNOTATION', submitUuid: stageUuid(spec.to) };
			case 'REVIEW':
				return {
					...common,
					stageType: 'REVIEW',
					approveUuid: stageUuid(spec.approved),
					rejectUuid: stageUuid(spec.rejected),
				};
			case 'DONE':
				return { ...common, stageType: 'DONE' };
		}
	});
}
