/** Pictures of frames as parts of a question. */
import type { FramePicture } from '../../src/media/contract';
import type { MessagePart } from '../../src/llm/model/model';

export function pictureOf({ bytes, mimeType, width, height }: FramePicture): MessagePart {
	return { picture: { bytes, mimeType, width, height } };
}
