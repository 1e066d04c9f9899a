/**
 * Serves the app origin: a small Label Editor. Addresses are those of Encord (`/label_editor/<project>/<data>[/<frame>]`). The
 * page gets its files below `/_app/` and its data below `/_app/api/`.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sendBody, sendHead, type Exchange } from '../calls/exchange';
import { contextFor, ownerOf, type Host } from '../server/host';
import { Refusal } from '../calls/refusal';
import { frameImage, itemOfFrame, thumbnail } from './frameImages';
import { api, uuid, type Parts, type Route } from './route';
import { workRoutes } from './workRoutes';
import { editorView, listProjects, projectView, unitOf } from './projectView';

const pageFolder = join(__dirname, 'page');
const fileTypes: Record<string, string> = {
	html: 'text/html; charset=utf-8',
	css: 'text/css; charset=utf-8',
	js: 'text/javascript; charset=utf-8',
	svg: 'image/svg+xml',
};

/** Sends a view, or 304 when the page has it already: the page polls every two seconds. */
function sendView(exchange: Exchange, view: unknown): void {
	const body = JSON.stringify(view);
	const etag = `"${createHash('sha1').update(body).digest('hex')}"`;
	if (exchange.request.headers['if-none-match'] === etag) {
		sendHead(exchange, 304, { ETag: etag });
		exchange.response.end();
	} else {
		sendBody(exchange, 200, 'application/json', body, { ETag: etag, 'Cache-Control': 'no-cache' });
	}
}

function wholeNumber(text: string | null | undefined): number {
	if (!/^\d{1,9}$/.test(text ?? ''))
		throw new Refusal(400, `"${text ?? ''}" is not a frame number`);
	return Number(text);
}

async function servePicture(
	host: Host,
	exchange: Exchange,
	[projectHash = '', dataHash = '', frame]: Parts,
): Promise<void> {
	const { unit } = unitOf(host, projectHash, dataHash);
	const image = await frameImage(host.store, unit, wholeNumber(frame));
	const side = exchange.query.get('side');
	const { bytes, mimeType } =
		side === null ? image : await thumbnail(image, Math.max(16, Math.min(wholeNumber(side), 2000)));
	sendBody(exchange, 200, mimeType, bytes, { 'Cache-Control': 'private, max-age=300' });
}

/** Redirects to the file. Each request gets a new signed address, because the last one may have expired. */
function redirectToMedia(
	host: Host,
	exchange: Exchange,
	[projectHash = '', dataHash = '']: Parts,
): void {
	const { unit } = unitOf(host, projectHash, dataHash);
	const location = contextFor(host, ownerOf(host)).signedUrl(itemOfFrame(host.store, unit, 0));
	if (location === null) throw new Refusal(404, `${unit.title} has no file`);
	sendHead(exchange, 302, { Location: location, 'Cache-Control': 'no-store' });
	exchange.response.end();
}

async function servePage(exchange: Exchange, name: string): Promise<void> {
	const bytes = await readFile(join(pageFolder, name)).catch(() => null);
	if (!bytes) throw new Refusal(404, `There is nothing at ${exchange.path}`);
	sendBody(
		exchange,
		200,
		fileTypes[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
		bytes,
		{
			'Cache-Control': 'no-cache',
			'X-Content-Type-Options': 'nosniff',
			// An agent can have any address, so the page may connect anywhere. Code and styles come only from this origin.
			'Content-Security-Policy':
				"default-src 'self'; connect-src *; img-src 'self' data:; media-src *; frame-src *; frame-ancestors 'none'",
		},
	);
}

const routes: Route[] = [
	{
		method: 'GET',
		path: api(''),
		serve: (host, exchange) => sendView(exchange, listProjects(host)),
	},
	{
		method: 'GET',
		path: api(`/(${uuid})`),
		serve: (host, exchange, [project = '']) => sendView(exchange, projectView(host, project)),
	},
	...workRoutes,
	{
		method: 'GET',
		path: api(`/(${uuid})/data/(${uuid})`),
		serve: (host, exchange, [project = '', data = '']) =>
			sendView(
				exchange,
				editorView(host, project, data, wholeNumber(exchange.query.get('frame') ?? '0')),
			),
	},
	{ method: 'GET', path: api(`/(${uuid})/data/(${uuid})/frames/(\\d+)`), serve: servePicture },
	{ method: 'GET', path: api(`/(${uuid})/data/(${uuid})/media`), serve: redirectToMedia },
	{
		method: 'GET',
		path: /^\/_app\/((?:\w+\/)?\w+\.(?:css|js|svg))$/,
		serve: (_, exchange, [name = '']) => servePage(exchange, name),
	},
	{
		method: 'GET',
		path: /^\/(?:projects\/[^/]+\/?|label_editor\/.+)?$/,
		serve: (_, exchange) => servePage(exchange, 'index.html'),
	},
];

/** Refuses pages of other sites: such a page sends its own origin, or its site's host name. */
function refuseStrangers(host: Host, { request }: Exchange): void {
	const local = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '');
	const { origin } = request.headers;
	const own =
		origin === undefined ||
		origin === host.appUrl ||
		origin === `http://${request.headers.host ?? ''}`;
	if (!local || !own) throw new Refusal(403, 'The Label Editor is for this machine only');
}

/** Answers one request to the app origin. @throws Refusal */
export async function serveEditor(host: Host, exchange: Exchange): Promise<void> {
	refuseStrangers(host, exchange);
	await host.settled();
	const method = exchange.method === 'HEAD' ? 'GET' : exchange.method;
	const route = routes.find(
		(candidate) => candidate.method === method && candidate.path.test(exchange.path),
	);
	if (!route) throw new Refusal(404, `There is nothing at ${exchange.path}`);
	const [, ...parts] = route.path.exec(exchange.path) ?? [];
	await route.serve(host, exchange, parts);
}
