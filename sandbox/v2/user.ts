import { bearerToken } from '../signature';
import type { V2Route } from './router';

export const userRoutes: V2Route[] = [
	{
		method: 'GET', path: 'user/bearer-token', call: 'user.bearerToken',
		handle: ({ store, user }) => ({ token: bearerToken(store, user) }),
	},
];
