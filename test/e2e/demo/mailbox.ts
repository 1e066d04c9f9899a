/** A mail server on the loopback address. It keeps what it is sent, and delivers nothing. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nApi } from '../../../scripts/n8n/api';

export interface Letter {
	to: string;
	subject: string;
	/** Text or HTML, as it was written. */
	body: string;
}

export class Mailbox {
	readonly letters: Letter[] = [];

	private constructor(private readonly server: Server) {
		server.on('connection', (socket) => {
			receive(socket, (letter) => this.letters.push(letter));
		});
	}

	static async open(): Promise<Mailbox> {
		const server = createServer();
		const mailbox = new Mailbox(server);
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return mailbox;
	}

	/** Saves a credential of n8n's *Send Email* for this server. */
	async saveCredential(api: N8nApi, name: string): Promise<void> {
		const { port } = this.server.address() as AddressInfo;
		const place = { host: '127.0.0.1', port, secure: false, disableStartTls: true };
		await api.saveCredential(name, 'smtp', { user: '', password: '', hostName: '', ...place });
	}

	/** Waits until so many letters have come. @returns those that have come after `withinMs` */
	async received(count: number, withinMs: number): Promise<Letter[]> {
		const until = Date.now() + withinMs;
		while (this.letters.length < count && Date.now() < until) await sleep(100);
		return [...this.letters];
	}

	close(): void {
		this.server.close();
	}
}

/** Speaks as much of RFC 5321 as a client needs that sends without a login. */
function receive(socket: Socket, keep: (letter: Letter) => void): void {
	const say = (line: string) => socket.write(`${line}\r\n`);
	let to = '';
	let data: string[] | undefined;
	socket.on('error', () => socket.destroy());
	say('220 mailbox');
	createInterface({ input: socket, crlfDelay: Infinity }).on('line', (line) => {
		if (data !== undefined && line !== '.') {
			data.push(line.replace(/^\./, ''));
			return;
		}
		if (data !== undefined) {
			keep({ to, ...parse(data) });
			data = undefined;
			say('250 kept');
			return;
		}
		const command = line.slice(0, 4).toUpperCase();
		if (command === 'RCPT') to = /<(.*?)>/.exec(line)?.[1] ?? '';
		if (command === 'DATA') {
			data = [];
			say('354 go on');
		} else if (command === 'QUIT') {
			say('221 bye');
			socket.end();
		} else say('250 mailbox');
	});
}

function parse(lines: string[]): Omit<Letter, 'to'> {
	const end = lines.indexOf('');
	const head = lines.slice(0, end).join('\n').replace(/\n\s+/g, ' ');
	const header = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1] ?? '';
	const body = lines.slice(end + 1).join('\n');
	return {
		subject: header('subject'),
		body: decoded(body, header('content-transfer-encoding').toLowerCase()),
	};
}

function decoded(body: string, encoding: string): string {
	if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
	if (encoding !== 'quoted-printable') return body;
	return body
		.replace(/=\n/g, '')
		.replace(/(=[0-9A-F]{2})+/gi, (bytes) =>
			Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'),
		);
}
