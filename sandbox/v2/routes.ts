/** All REST calls. */
import { datasetRoutes } from './datasets';
import { issueRoutes } from './issues';
import { labelRowRoutes } from './label-rows';
import { ontologyRoutes } from './ontologies';
import { projectRoutes } from './projects';
import { reviewRoutes } from './reviews';
import type { V2Route } from './router';
import { storageFolderRoutes } from './storage-folders';
import { storageItemRoutes } from './storage-items';
import { storageListingRoutes } from './storage-listing';
import { taskRoutes } from './tasks';
import { userRoutes } from './user';

export const v2Routes: V2Route[] = [
	...userRoutes,
	...projectRoutes,
	...ontologyRoutes,
	...datasetRoutes,
	...storageItemRoutes,
	...storageFolderRoutes,
	...storageListingRoutes,
	...taskRoutes,
	...reviewRoutes,
	...issueRoutes,
	...labelRowRoutes,
];
