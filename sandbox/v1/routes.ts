/** All query calls. */
import { datasetQueries } from './datasets';
import { labelLogQueries } from './labelLogs';
import { labelRowListingQueries } from './labelRowListing';
import { labelRowQueries } from './labelRows';
import { mediaLinkQueries } from './mediaLinks';
import { projectQueries } from './projects';
import type { V1Route } from './router';
import { setUpQueries } from './setUp';

export const v1Routes: V1Route[] = [
	...projectQueries,
	...labelRowListingQueries,
	...labelRowQueries,
	...labelLogQueries,
	...datasetQueries,
	...mediaLinkQueries,
	...setUpQueries,
];
