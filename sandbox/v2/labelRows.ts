/** The two calls about label rows that belong to the REST generation (protocol §7.3, §7.4). */
import { z } from 'zod';
import { projectOf } from '../calls/context';
import { labelRowId } from '../state/entities';
import { Refusal, found } from '../calls/refusal';
import type { V2Call, V2Route } from './router';

const prioritiesSchema = z.object({
	priorities: z.array(z.tuple([z.string(), z.number().min(0).max(1)])),
});

/** Sets priorities by data hash, not by label hash. A complete row stays without priority. */
function setPriorities(call: V2Call): undefined {
	const { projectHash } = projectOf(call, call.params.project ?? '');
	for (const [dataHash, priority] of call.body(prioritiesSchema).priorities) {
		const row = call.store.labelRows.get(labelRowId(projectHash, dataHash.toLowerCase(), 'main'));
		if (!row) throw new Refusal(400, `Data unit ${dataHash} is not part of the project`);
		if (row.priority !== null) call.store.labelRows.put(row.id, { ...row, priority });
	}
	return undefined;
}

function validationState(call: V2Call) {
	const { projectHash } = projectOf(call, call.params.project ?? '');
	const labelHash = call.params.label ?? '';
	const row = found(
		call.store
			.labelRowsByHash(labelHash)
			.find((candidate) => candidate.projectHash === projectHash),
		`Label row ${labelHash}`,
	);
	const { branchName, version, validationErrors: errors } = row;
	return { labelHash, branchName, version, isValid: errors.length === 0, errors };
}

export const labelRowRoutes: V2Route[] = [
	{
		method: 'POST',
		path: 'projects/:project/priorities',
		call: 'priorities.set',
		handle: setPriorities,
	},
	{
		method: 'GET',
		path: 'projects/:project/labels/:label/validation-state',
		call: 'labels.validationState',
		handle: validationState,
	},
];
