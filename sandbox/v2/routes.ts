/** All REST calls. */
import { analyticsRoutes } from './analytics';
import { datasetRoutes } from './datasets';
import { editorLogRoutes } from './editorLogs';
import { issueRoutes } from './issues';
import { labelRowRoutes } from './labelRows';
import { ontologyRoutes } from './ontologies';
import { projectRoutes } from './projects';
import { reviewRoutes } from './reviews';
import type { V2Route } from './router';
import { storageFolderRoutes } from './storageFolders';
import { storageItemRoutes } from './storageItems';
import { storageListingRoutes } from './storageListing';
import { taskRoutes } from './tasks';
import { uploadRoutes } from './uploads';
import { userRoutes } from './user';

export const v2Routes: V2Route[] = [
	...userRoutes,
	...projectRoutes,
	...ontologyRoutes,
	...datasetRoutes,
	...storageItemRoutes,
	...storageFolderRoutes,
	...storageListingRoutes,
	...uploadRoutes,
	...taskRoutes,
	...reviewRoutes,
	...issueRoutes,
	...labelRowRoutes,
	...editorLogRoutes,
	...analyticsRoutes,
];
