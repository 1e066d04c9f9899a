/**
 * The credentials of a webhook node, remembered for some seconds.
 *
 * To open a credential costs n8n about 28 ms of processor time outside of an execution (n8n §10), which is more than all the rest of a
 * refused call. A credential that was changed or deleted in n8n is therefore used for that long still, unless Encord refuses it.
 */
import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';

const KEPT_MS = 30_000;
/** Credentials of different triggers in use at the same time. */
const MAX_KEPT = 100;

interface CredentialContext {
	getNode(): INode;
	getCredentials(type: string): Promise<object>;
}

export class RememberedCredential<T> {
	/** What was read, by the ID of the credential, the latest last. `value` is set when the credential could be read. */
	private readonly kept = new Map<string, { until: number; reading: Promise<T>; value?: T }>();

	/**
	 * @param read makes of the fields what is remembered
	 * @param now milliseconds since the epoch
	 */
	constructor(
		private readonly type: string,
		private readonly read: (fields: ICredentialDataDecryptedObject) => T,
		private readonly now: () => number = Date.now,
	) {}

	/** What the node's credential says. @throws what `read` or n8n throws */
	async of(n8n: CredentialContext): Promise<T> {
		const id = this.idIn(n8n);
		if (id === undefined) return await this.open(n8n);
		const known = this.kept.get(id);
		if (known !== undefined && known.until > this.now()) return await known.reading;
		const reading = this.open(n8n);
		const entry = { until: this.now() + KEPT_MS, reading } as {
			until: number;
			reading: Promise<T>;
			value?: T;
		};
		this.kept.delete(id);
		this.kept.set(id, entry);
		const oldest = this.kept.keys().next().value;
		if (this.kept.size > MAX_KEPT && oldest !== undefined) this.kept.delete(oldest);
		reading.then(
			(value) => (entry.value = value),
			() => {
				if (this.kept.get(id) === entry) this.kept.delete(id);
			},
		);
		return await reading;
	}

	/** What the node's credential says, if that is known without opening it. */
	known(n8n: CredentialContext): T | undefined {
		const entry = this.kept.get(this.idIn(n8n) ?? '');
		return entry !== undefined && entry.until > this.now() ? entry.value : undefined;
	}

	/** Opens the credential anew next time. */
	forget(n8n: CredentialContext): void {
		this.kept.delete(this.idIn(n8n) ?? '');
	}

	/** Whether the node has a credential of this type. */
	isChosen(n8n: CredentialContext): boolean {
		return n8n.getNode().credentials?.[this.type] !== undefined;
	}

	private idIn(n8n: CredentialContext): string | undefined {
		return n8n.getNode().credentials?.[this.type]?.id ?? undefined;
	}

	private async open(n8n: CredentialContext): Promise<T> {
		return this.read((await n8n.getCredentials(this.type)) as ICredentialDataDecryptedObject);
	}
}
