/** All flavors, by the name that callers choose. A new one is a file and a line here. */
import { agentsLibrary } from './agentsLibrary';
import { anthropic } from './anthropic';
import type { Flavor } from './flavor';
import { gemini } from './gemini';
import { openai } from './openai';
import { plain } from './plain';

export const FLAVORS = { plain, openai, gemini, anthropic, agentsLibrary } satisfies {
	[name: string]: Flavor;
};

export type FlavorName = keyof typeof FLAVORS;

export function flavorOf(name: FlavorName): Flavor {
	return FLAVORS[name];
}
