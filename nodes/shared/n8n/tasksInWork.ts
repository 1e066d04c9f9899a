/** The tasks that the triggers of this process have handed out and that nothing has moved yet. */
import { HeldTasks } from '../../../src/agents/heldTasks';
import type { EncordClient } from '../../../src/encord/client';

export const tasksInWork = new HeldTasks();

/** Names a stage for all triggers of the process. The key is no part of it: a task is the same for every account. */
export function stagePlace(
	{ apiUrl }: Pick<EncordClient, 'apiUrl'>,
	projectHash: string,
	stageUuid: string,
): string {
	return `${apiUrl} ${projectHash}/${stageUuid}`.toLowerCase();
}
