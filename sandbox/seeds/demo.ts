/**
 * The projects that Encord's documentation of agents describes: images to be routed, scenes to be described, tasks to be
 * prioritized, tasks to be passed on and videos to be pre-labeled. Titles do not say what a picture shows.
 */
import { pets } from './demo/pets';
import { bigStage } from './demo/bigStage';
import { general } from './demo/general';
import { labeled } from './demo/labeled';
import { preLabeling } from './demo/preLabeling';
import { prioritisation } from './demo/prioritisation';
import { scenes } from './demo/scenes';
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
	await pets(build);
	await scenes(build, demoUsers.anna, demoUsers.ben);
	await prioritisation(build);
	await general(build);
	await preLabeling(build);
	await labeled(build, demoUsers.anna, demoUsers.ben);
	await bigStage(build);
};
