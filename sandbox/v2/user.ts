import { bearerToken } from '../calls/signature';
import type { V2Route } from './router';

/** Both spellings are in use: releases of the official client differ in it. */
export const userRoutes: V2Route[] = ['user/bearer-token', 'user/bearer_token'].map(
	(path): V2Route => ({
		method: 'GET',
		path,
		call: 'user.bearerToken',
		handle: ({ store, user }) => ({ token: bearerToken(store, user) }),
	}),
);
