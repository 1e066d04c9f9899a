/** The middle of the editor: a picture, or a player for data without pictures. */
import { h } from '../dom.js';
import { mediaPath, picturePath } from '../sandboxApi.js';

export const hasPictures = ({ dataType }) => ['image', 'img_group', 'video'].includes(dataType);

/** The picture of a frame. Resolves when it is decoded, so that labels are never drawn over another frame's picture. */
export async function framePicture(projectHash, { dataHash, title }, frame) {
	const image = h('img', {
		'data-testid': 'frame-picture',
		'data-frame': frame,
		alt: `${title}, frame ${frame}`,
		src: picturePath(projectHash, dataHash, frame),
		draggable: 'false',
	});
	await image.decode();
	return image;
}

/** Loads the pictures of the neighboring frames. */
export function preload(projectHash, { dataHash, frames }, frame) {
	for (const next of [frame + 1, frame + 2, frame - 1]) {
		if (next >= 0 && next < frames) new Image().src = picturePath(projectHash, dataHash, next);
	}
}

export function player(projectHash, { dataHash, dataType, title }) {
	const src = mediaPath(projectHash, dataHash);
	if (dataType === 'audio') return h('audio', { controls: true, src, 'data-testid': 'player' });
	if (dataType === 'pdf') return h('iframe', { src, title, 'data-testid': 'player' });
	const text = h('pre', { 'data-testid': 'player' }, 'Loading …');
	fetch(src)
		.then((response) => response.text())
		.then(
			(content) => {
				text.textContent = content;
			},
			() => {
				text.textContent = 'The file could not be read.';
			},
		);
	return text;
}
