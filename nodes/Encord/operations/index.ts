/** The resources and operations of the Encord node. A new operation needs its own file and a line here. */
import type { Operation, Resource } from '../../shared/runtime/operation';
import { replyToAgentCall } from './agent/reply';
import { clearClassifications } from './classification/clear';
import { getManyClassifications } from './classification/getMany';
import { setClassification } from './classification/set';
import { addDataToDataset } from './dataset/addData';
import { getManyDatasets } from './dataset/getMany';
import { getFrame } from './frame/get';
import { getManyFrames } from './frame/getMany';
import { createIssue } from './issue/create';
import { getManyIssues } from './issue/getMany';
import { checkLabelRow } from './labelRow/check';
import { compareLabelRow } from './labelRow/compare';
import { completeLabelRow } from './labelRow/complete';
import { getLabelRow } from './labelRow/get';
import { getManyLabelRows } from './labelRow/getMany';
import { previewLabelRow } from './labelRow/preview';
import { reopenLabelRow } from './labelRow/reopen';
import { undoAgentLabels } from './labelRow/undoAgent';
import { addManyObjects } from './object/addMany';
import { changeObjectClass } from './object/changeClass';
import { deleteObjects } from './object/delete';
import { getObjectCrops } from './object/getCrops';
import { getManyObjects } from './object/getMany';
import { setObjectAttributes } from './object/setAttributes';
import { simplifyPolygons } from './object/simplifyPolygon';
import { getOntology } from './ontology/get';
import { getModelSchema } from './ontology/getModelSchema';
import { checkProjectSetup } from './project/checkSetup';
import { exportLabels } from './project/exportLabels';
import { getProject } from './project/get';
import { getManyProjects } from './project/getMany';
import { getWorkflow } from './project/getWorkflow';
import { downloadStorageItem } from './storageItem/download';
import { getStorageItem } from './storageItem/get';
import { updateClientMetadata } from './storageItem/updateClientMetadata';
import { uploadStorageItem } from './storageItem/upload';
import { finishTask } from './task/finish';
import { getManyTasks } from './task/getMany';
import { moveTask } from './task/move';
import { proceedTask } from './task/proceed';
import { setPriority } from './task/setPriority';

/** The five that most workflows use, then the others by name. */
export const resources: Resource[] = [
	{ name: 'task', displayName: 'Task', description: 'Pieces of work in an agent stage' },
	{
		name: 'labelRow',
		displayName: 'Label Row',
		description: 'The labels of one file in one project',
	},
	{
		name: 'classification',
		displayName: 'Classification',
		description: 'Answers about a file or its frames',
	},
	{
		name: 'object',
		displayName: 'Object',
		description: 'Boxes, polygons and other shapes on frames',
	},
	{ name: 'frame', displayName: 'Frame', description: 'Pictures of images and videos' },
	{
		name: 'agent',
		displayName: 'Custom Agent',
		description: 'The call of a custom agent that started the workflow',
	},
	{ name: 'issue', displayName: 'Issue', description: 'Remarks on files, frames and points' },
	{ name: 'ontology', displayName: 'Ontology', description: 'What a project labels with' },
	{
		name: 'project',
		displayName: 'Project',
		description: 'Files, labels and workflow of a labeling project',
	},
	{ name: 'storageItem', displayName: 'Storage Item', description: 'Files in Encord storage' },
	{
		name: 'dataset',
		displayName: 'Dataset',
		description: 'Collections of data units that projects label',
	},
];

/** A new node begins with reading: as the tool of an AI Agent, it is used as it begins. */
export const firstResource = { before: 'agent', since: 2, now: 'labelRow' } as const;

export const operations: Operation[] = [
	getProject,
	getManyProjects,
	getWorkflow,
	checkProjectSetup,
	exportLabels,
	getOntology,
	getModelSchema,
	getLabelRow,
	getManyLabelRows,
	checkLabelRow,
	compareLabelRow,
	previewLabelRow,
	undoAgentLabels,
	reopenLabelRow,
	completeLabelRow,
	getStorageItem,
	downloadStorageItem,
	uploadStorageItem,
	updateClientMetadata,
	getManyDatasets,
	addDataToDataset,
	getFrame,
	getManyFrames,
	getManyClassifications,
	setClassification,
	clearClassifications,
	getManyObjects,
	getObjectCrops,
	addManyObjects,
	setObjectAttributes,
	changeObjectClass,
	simplifyPolygons,
	deleteObjects,
	getManyIssues,
	createIssue,
	getManyTasks,
	finishTask,
	proceedTask,
	moveTask,
	setPriority,
	replyToAgentCall,
];
