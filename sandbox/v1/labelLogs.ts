/** The label logs of a project (protocol §16.1). */
import { z } from 'zod';
import { activityOf, userHash, type Activity } from '../calls/activity';
import type { LabelChange } from '../state/records';
import { stableUuid } from '../state/ids';
import { plainTime } from '../state/times';
import type { V1Call, V1Route } from './router';

/** Numbers of the actions on labels; attributes and classifications have others than objects. */
const LABEL_ACTIONS: Record<LabelChange['kind'], Record<LabelChange['change'], number>> = {
	object: { create: 0, update: 1, delete: 2 },
	classification: { create: 23, update: 24, delete: 25 },
};

/** Other actions on tasks have no number. */
const OTHER_ACTIONS: Partial<Record<Activity['action'], number>> = {
	save: 14,
	submit: 11,
	approve: 33,
	reject: 34,
};

function entriesOf(done: Activity) {
	const facts = {
		user_hash: userHash(done.by),
		user_email: done.by,
		data_hash: done.dataHash,
		created_at: plainTime(done.at),
		time_taken: null,
	};
	const number = OTHER_ACTIONS[done.action];
	return [
		...done.changes.map((change, index) => ({
			...facts,
			log_hash: stableUuid(done.id, index),
			action: LABEL_ACTIONS[change.kind][change.change],
			identifier: change.hash,
			feature_hash: change.featureHash,
			label_name: change.name,
			frame: change.ranges[0]?.[0] ?? null,
		})),
		...(number === undefined
			? []
			: [
					{
						...facts,
						log_hash: done.id,
						action: number,
						identifier: null,
						feature_hash: null,
						label_name: null,
						frame: null,
					},
				]),
	];
}

function readLabelLogs(call: V1Call) {
	const project = call.project();
	const filter = call.payload(
		z.object({
			user_hash: z.string().nullish(),
			user_email: z.string().nullish(),
			data_hash: z.string().nullish(),
			start_timestamp: z.number().nullish(),
			end_timestamp: z.number().nullish(),
		}),
	);
	const seconds = (done: Activity) => Math.floor(Date.parse(done.at) / 1000);
	return activityOf(call, project)
		.filter(
			(done) =>
				done.by === (filter.user_email ?? done.by) &&
				userHash(done.by) === (filter.user_hash ?? userHash(done.by)) &&
				done.dataHash === (filter.data_hash ?? done.dataHash) &&
				seconds(done) >= (filter.start_timestamp ?? -Infinity) &&
				seconds(done) <= (filter.end_timestamp ?? Infinity),
		)
		.flatMap(entriesOf);
}

export const labelLogQueries: V1Route[] = [
	{ call: 'labellog.GET', scope: 'resource', handle: readLabelLogs },
];
