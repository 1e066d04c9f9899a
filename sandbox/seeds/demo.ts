/**
 * The projects that Encord's documentation of agents describes: images to be routed, scenes to be described, tasks to be
 * prioritized, tasks to be passed on, videos to be pre-labeled and summarized, captions to be written, said in other words and
 * judged, signs to be read, voice messages to be written down, things to be cut out, to be found by an example and to be followed.
 * Titles do not say what a file shows.
 */
import { pets } from './demo/pets';
import { bigStage } from './demo/bigStage';
import { captions } from './demo/captions';
import { cutOuts } from './demo/cutOuts';
import { examples } from './demo/examples';
import { general } from './demo/general';
import { labeled } from './demo/labeled';
import { photographs } from './demo/photos';
import { newFiles } from './demo/newFiles';
import { preLabeling } from './demo/preLabeling';
import { prioritisation } from './demo/prioritisation';
import { scenes } from './demo/scenes';
import { signs } from './demo/signs';
import { summaries } from './demo/summaries';
import { voices } from './demo/voices';
import type { Seed } from './builder';

/** The service account, whose key file the sandbox prints, and the people who label. */
export const demoUsers = {
	service: 'agent@example.com',
	anna: 'anna@example.com',
	ben: 'ben@example.com',
};

export const demo: Seed = async (build) => {
	build.addUser(demoUsers.service, { withKey: true });
	build.addUser(demoUsers.anna);
	build.addUser(demoUsers.ben);
	const petPhotos = await pets(build);
	captions(build, petPhotos, demoUsers.anna);
	await scenes(build, demoUsers.anna, demoUsers.ben);
	await prioritisation(build, demoUsers.anna);
	await general(build);
	const streetVideos = await preLabeling(build);
	summaries(build, streetVideos);
	await signs(build, demoUsers.anna);
	voices(build);
	await labeled(build, demoUsers.anna, demoUsers.ben);
	await bigStage(build);
	await photographs(build, demoUsers.anna);
	newFiles(build);
	await cutOuts(build);
	await examples(build, demoUsers.anna);
};
