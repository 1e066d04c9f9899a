/** The status of a task as Encord shows it: `NEW` is "New". @param {string|null|undefined} status */
export function taskStatus(status) {
	return status ? status[0] + status.slice(1).toLowerCase() : '—';
}
