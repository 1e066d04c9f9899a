/** The address of the editor: `/label_editor/<project>/<data>[/<frame>][?objectHash=…]`, as in Encord. */

/** @returns {{projectHash: string, dataHash: string, frame: number, selected: Set<string>}} */
export function readAddress() {
	const [, , projectHash = '', dataHash = '', frame = '0'] = location.pathname.split('/');
	const selected = new Set(new URLSearchParams(location.search).getAll('objectHash'));
	return { projectHash, dataHash, frame: /^\d+$/.test(frame) ? Number(frame) : 0, selected };
}

/** Writes the place into the address bar without a new entry in the history. */
export function writeAddress({ projectHash, dataHash, frame, selected }) {
	const query = new URLSearchParams([...selected].map((hash) => ['objectHash', hash])).toString();
	history.replaceState(
		null,
		'',
		`/label_editor/${projectHash}/${dataHash}/${frame}${query ? `?${query}` : ''}`,
	);
}
