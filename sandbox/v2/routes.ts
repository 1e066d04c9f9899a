/** All REST calls. */
import { analyticsRoutes } from './analytics';
import { collectionRoutes } from './collections';
import { datasetRoutes } from './datasets';
import { editorLogRoutes } from './editorLogs';
import { groupRoutes } from './groups';
import { issueRoutes } from './issues';
import { labelRowRoutes } from './labelRows';
import { metadataSchemaRoutes } from './metadataSchema';
import { ontologyRoutes } from './ontologies';
import { presetRoutes } from './presets';
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
	...collectionRoutes,
	...presetRoutes,
	...metadataSchemaRoutes,
	...groupRoutes,
];
