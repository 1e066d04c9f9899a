/** All query calls. */
import { datasetQueries } from './datasets';
import { labelRowListingQueries } from './label-row-listing';
import { labelRowQueries } from './label-rows';
import { mediaLinkQueries } from './media-links';
import { projectQueries } from './projects';
import type { V1Route } from './router';

export const v1Routes: V1Route[] = [
	...projectQueries,
	...labelRowListingQueries,
	...labelRowQueries,
	...datasetQueries,
	...mediaLinkQueries,
];
