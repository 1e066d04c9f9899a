import type { Exchange } from '../calls/exchange';
import type { Host } from '../server/host';

/** What the groups of a route's path matched. */
export type Parts = string[];

/** One address of the app origin. */
export interface Route {
	method: string;
	path: RegExp;
	serve(host: Host, exchange: Exchange, parts: Parts): Promise<void> | void;
}

export const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** A path below the page's data on projects. */
export const api = (rest: string) => new RegExp(`^/_app/api/projects${rest}$`);
