/** An issue in the output of the Issue operations. */
import type { IDataObject } from 'n8n-workflow';
import type { Issue } from '../../../src/encord/calls/issues';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { exampleId } from './examples';

/** Whether the last entry of its history says so. */
export function isResolved({ resolutionHistory }: Issue): boolean {
	return resolutionHistory?.at(-1)?.isResolved ?? false;
}

/** @param row the label row of its data unit, if it is listed */
export function issueJson(
	projectHash: string,
	issue: Issue,
	row?: Pick<LabelRowMetadata, 'data_title'>,
): IDataObject {
	const [first, ...replies] = issue.comments;
	return {
		dataTitle: row?.data_title ?? null,
		projectHash,
		dataHash: issue.dataUuid,
		place: PLACES[issue.type] ?? issue.type,
		frame: issue.frameIndex ?? null,
		x: issue.coordinate?.x ?? null,
		y: issue.coordinate?.y ?? null,
		...(issue.frameRanges
			? { frameRanges: issue.frameRanges.map(({ start, end }) => [start, end]) }
			: {}),
		...(issue.annotationId ? { annotationId: issue.annotationId } : {}),
		comment: first?.content ?? '',
		author: first?.authorEmail ?? null,
		createdAt: first?.createdAt ?? null,
		replies: replies.map(({ content, authorEmail, createdAt }) => ({
			comment: content,
			author: authorEmail ?? null,
			createdAt: createdAt ?? null,
		})),
		tags: (issue.tags ?? []).map(({ name }) => name),
		resolved: isResolved(issue),
	};
}

/** Encord's kinds of places in the words of the form; a newer kind keeps its name. */
const PLACES: { [type: string]: string } = {
	dataUnit: 'file',
	frame: 'frame',
	frameCoordinate: 'point',
	frameRange: 'frameRange',
	annotation: 'annotation',
};

export const issueExample: IDataObject = {
	dataTitle: 'cat_01.jpg',
	projectHash: exampleId,
	dataHash: exampleId,
	place: 'point',
	frame: 12,
	x: 0.25,
	y: 0.5,
	comment: 'The box is too large.',
	author: 'ann@example.com',
	createdAt: '2026-01-31T09:00:00Z',
	replies: [
		{ comment: 'Corrected.', author: 'ben@example.com', createdAt: '2026-01-31T10:00:00Z' },
	],
	tags: ['box'],
	resolved: true,
};
