/** What the buttons of the sandbox's pages and the controls of the same names do. */
import type { Project, WebhookEntity } from '../state/entities';
import type { Context } from '../calls/context';
import { addImage, type NewImage } from '../calls/newImage';
import { putTasksBack } from '../calls/putBack';
import { Refusal, found } from '../calls/refusal';
import { renderPicture } from '../media/pictures';
import { petAlbum } from '../seeds/demo/petPictures';
import { contextFor, ownerOf, type Host } from '../server/host';

/** Builds the seed again, with new tasks. Agents and webhooks stay registered, because the programs behind them still run. */
export async function resetKeepingAddresses(host: Host): Promise<void> {
	const { projects } = host.store;
	const before = projects.all();
	await host.reset(true);
	for (const { projectHash, agents, webhooks } of before) {
		const project = projects.get(projectHash);
		if (project) projects.put(projectHash, { ...project, agents, webhooks });
	}
}

/** Puts the tasks of these projects back to the stages where they began. @returns how many were moved */
export function putBack(host: Host, projects: Project[]): number {
	const context = contextFor(host, ownerOf(host));
	return host.store.transact(() =>
		projects.reduce((sum, project) => sum + putTasksBack(context, project), 0),
	);
}

const size = { width: 640, height: 480 };

/** A picture that the sandbox draws: the next of its album, drawn a little otherwise each time. */
async function drawn(number: number): Promise<Omit<NewImage, 'title'>> {
	const [thing, coat, background] = petAlbum[number % petAlbum.length]!;
	const file = await renderPicture({
		...size,
		scene: {
			kind: 'thing',
			thing,
			coat: coat + Math.floor(number / petAlbum.length),
			background,
			size: 0.5 + (number % 5) * 0.06,
			position: 0.25 + (number % 4) * 0.16,
			mirrored: number % 3 === 1,
		},
	});
	return { ...size, file, mimeType: 'image/jpeg' };
}

const MAX_PICTURE_BYTES = 20 * 1024 * 1024;
const pictureTypes: Record<string, string> = {
	jpeg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
};

/** A picture that somebody sent. @throws Refusal 400 */
async function sent(file: Buffer): Promise<Omit<NewImage, 'title'>> {
	if (file.length > MAX_PICTURE_BYTES) throw new Refusal(400, 'The picture is larger than 20 MB');
	const { default: sharp } = await import('sharp');
	const { width, height, format, orientation } = await sharp(file)
		.metadata()
		.catch(() => {
			throw new Refusal(400, 'The file is no picture that can be read');
		});
	const mimeType = pictureTypes[format];
	if (mimeType === undefined)
		throw new Refusal(400, 'The picture must be a JPEG, PNG or WebP file');
	const turned = (orientation ?? 1) > 4;
	return { file, mimeType, width: turned ? height : width, height: turned ? width : height };
}

/** The title, or the same with a number where the dataset has it already. */
function freeTitle(context: Context, datasetHash: string, title: string): string {
	const taken = new Set(context.store.dataUnitsOfDataset(datasetHash).map((unit) => unit.title));
	const [, stem = title, ending = ''] = /^(.*?)(\.\w+)?$/s.exec(title) ?? [];
	for (let number = 2, free = title; ; number++) {
		if (!taken.has(free)) return free;
		free = `${stem} (${number})${ending}`;
	}
}

/**
 * Adds a picture to the first dataset of a project. It is a new task there, and in each other project with that dataset.
 * @param own a file of the person with its name; without it the sandbox draws a picture
 * @returns the data unit
 */
export async function addPicture(
	host: Host,
	project: Project,
	own?: { title: string; file: Buffer },
) {
	const context = contextFor(host, ownerOf(host));
	const dataset = found(
		host.store.datasets.get(project.datasetHashes[0] ?? ''),
		`A dataset of project "${project.title}"`,
	);
	const number = host.store.dataUnitsOfDataset(dataset.datasetHash).length;
	const picture = own ? await sent(own.file) : await drawn(number);
	return host.store.transact(() => {
		const title = own?.title.trim().slice(0, 200) || `picture-${number + 1}.jpg`;
		return addImage(context, dataset, {
			...picture,
			title: freeTitle(context, dataset.datasetHash, title),
		});
	});
}

/** Tells the address of an event from now on. The same twice is one. */
export function addWebhook(host: Host, project: Project, webhook: WebhookEntity): void {
	const others = otherWebhooks(project, webhook);
	host.store.projects.put(project.projectHash, { ...project, webhooks: [...others, webhook] });
}

export function removeWebhook(host: Host, project: Project, webhook: WebhookEntity): void {
	host.store.projects.put(project.projectHash, {
		...project,
		webhooks: otherWebhooks(project, webhook),
	});
}

const otherWebhooks = ({ webhooks = [] }: Project, { event, url }: WebhookEntity) =>
	webhooks.filter((each) => each.event !== event || each.url !== url);
