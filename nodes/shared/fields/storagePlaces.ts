/** Fields for folders, datasets and cloud integrations. */
import { automaticValue } from './automatic';
import { ADDRESS, namedLocator } from './form/locator';
import { loadedChoice } from './form/values';

/** URLs of folders in storage end with the ID of the folder, after any number of others. */
const FOLDER_ADDRESS = String.raw`https?:\/\/[^\/]+\/.*([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})[^\/]*$`;

export const folderField = namedLocator({
	displayName: 'Folder',
	name: 'folder',
	description:
		'The folder in Encord storage. A file in the folder that a dataset mirrors is in that dataset at once.',
	searchListMethod: 'searchFolders',
	address: FOLDER_ADDRESS,
	addressPlaceholder: 'https://app.encord.com/storage/…',
	named: { kind: 'folder', example: 'Pets / spring' },
});

export const integrationField = namedLocator({
	displayName: 'Integration',
	name: 'integration',
	description:
		'The cloud integration with which Encord reads your bucket. An administrator of Encord sets it up.',
	searchListMethod: 'searchIntegrations',
	named: { kind: 'integration', example: 'Pictures bucket' },
});

export const datasetField = namedLocator({
	displayName: 'Dataset',
	name: 'dataset',
	description: 'The dataset. Its ID is also called dataset hash.',
	searchListMethod: 'searchDatasets',
	address: String.raw`https?:\/\/[^\/]+\/datasets?(?:\/[a-z_-]+)?\/([0-9a-fA-F-]{36})`,
	addressPlaceholder: 'https://app.encord.com/datasets/view/…',
	named: { kind: 'dataset', example: 'Pets, spring' },
});

/** Option: the project whose task the output names. */
export const taskProjectEntry = loadedChoice({
	displayName: 'Project Name or ID',
	name: 'taskProject',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getProjects' },
	default: '',
	description:
		'A project with the dataset: the output names the task that the file has there. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
});

const fileName = 'Storage Item';

/** ID of the file in storage; by default that of the item. */
export const uploadedItemField = namedLocator({
	displayName: fileName,
	name: 'storageItem',
	description: 'The file in Encord storage',
	address: ADDRESS.storageItem,
	addressPlaceholder: 'https://app.encord.com/storage/…',
	named: { kind: 'storageItem', example: 'cat_01.jpg' },
	automatic: {
		placeholder: 'Automatic: from the item',
		read: (form) =>
			String(automaticValue(form, { displayName: fileName }, { key: 'storageItemUuid' })),
	},
});
