/** The descriptions of everything that a seed adds. */
import type { EncordJson } from '../../src/encord/wire/json';
import type { ProjectRole } from '../state/entities';
import type { StageSpec } from './stages';

/** Bytes, or the absolute path of a file below `SeedBuilder.mediaDir`. */
export type MediaSource = Buffer | string;

export interface MediaCommon {
	title: string;
	file: MediaSource;
	clientMetadata?: EncordJson;
	description?: string;
}

export interface ImageSpec extends MediaCommon {
	/** Default `image/png`, or `image/jpeg` when the title ends so. */
	mimeType?: string;
	width: number;
	height: number;
}

export interface VideoSpec extends MediaCommon {
	/** Default `video/mp4`. */
	mimeType?: string;
	width: number;
	height: number;
	fps: number;
	frames: number;
	/** Seconds. */
	duration: number;
}

export interface AudioSpec extends MediaCommon {
	/** Default `audio/wav`. */
	mimeType?: string;
	/** Seconds. */
	duration: number;
	sampleRate: number;
	bitDepth: number;
	channels: number;
	/** Default `pcm_s16le`. */
	codec?: string;
}

export interface TextSpec extends MediaCommon {
	/** Default `text/plain`. */
	mimeType?: string;
	characters: number;
}

export interface PdfSpec extends MediaCommon {
	pages: number;
}

export interface ImageGroupSpec {
	title: string;
	images: ImageSpec[];
	clientMetadata?: EncordJson;
}

export interface ProjectSpec {
	title: string;
	description?: string;
	ontologyUuid: string;
	datasetHashes: string[];
	/** Tasks start in the first stage. */
	stages: StageSpec[];
	/** Roles by e-mail. Default: every user added so far is an admin. */
	members?: Record<string, ProjectRole>;
	tags?: string[];
	/** 0..1 by data title; others start at 0.5. */
	priorities?: Record<string, number>;
}
