import { detectionFields } from '../../../shared/fields/labels/detections';
import { unitFields } from '../../../shared/fields/places';
import { AnswerCount } from '../../../shared/writing/answerReports';
import { detectionsWrite } from '../../../shared/writing/detectionsWrite';
import { writeLabels, writtenExample } from '../../../shared/writing/writeLabels';
import { defineOperation } from '../../../shared/runtime/operation';

export const addManyObjects = defineOperation({
	resource: 'object',
	name: 'addMany',
	displayName: 'Add Many',
	action: 'Add objects that a model found',
	description:
		'Place the detections of a model as objects: boxes, polygons, points, masks, or time ranges of audio, by class and with confidence; doing it twice adds nothing twice',
	inputs: {
		unit: unitFields,
		detections: detectionFields('saveRest'),
	},
	readOnly: false,
	safeForAgents: true,
	example: {
		...writtenExample,
		added: 12,
		detections: 15,
		belowThreshold: 2,
		unmatched: { bicycle: 1 },
		faults: [{ detection: 4, message: 'The confidence is 97; expected a share from 0 to 1.' }],
		repaired: [{ detection: 7, rules: ['cut at the edge'] }],
	},
	async run(batch, items) {
		const count = new AnswerCount('detections', 'faults');
		await writeLabels(
			batch,
			items.map((item) => detectionsWrite(item, count)),
			{ onRefusedEdit: 'report' },
		);
		count.show(batch);
	},
});
