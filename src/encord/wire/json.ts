/** JSON types of Encord's replies. Known fields are typed; unknown fields are kept. */

export type EncordJson = { [key: string]: unknown };

/** Label blob (protocol §8) as read from Encord. Edits change this JSON itself, so that fields they do not know are kept. */
export interface LabelRowJson {
	label_hash: string;
	branch_name?: string;
	created_at?: string | null;
	last_edited_at?: string | null;
	data_hash: string;
	dataset_hash: string;
	dataset_title: string;
	data_title: string;
	/** Lower case. */
	data_type: string;
	label_status: string;
	data_units: { [dataHash: string]: EncordJson };
	object_answers: { [objectHash: string]: EncordJson };
	classification_answers: { [classificationHash: string]: EncordJson };
	object_actions: { [objectHash: string]: EncordJson };
	spaces?: EncordJson;
	[key: string]: unknown;
}
