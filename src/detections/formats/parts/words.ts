/** The keys that detections, and what holds them, have in the formats. */

/** Keys under which detections stand as a list. */
export const LIST_KEYS = [
	'detections',
	'predictions',
	'objects',
	'results',
	'annotations',
	'instances',
	'items',
	'points',
	'data',
	'output',
	'result',
	'response',
	'found',
	'frames',
];
/** Of these, the wrappers of models and nodes, which may hold a text or another wrapper. */
const WRAPPERS = ['data', 'output', 'result', 'response', 'results', 'items'];
export const CLASS_LISTS = [
	'labels',
	'classes',
	'class_names',
	'names',
	'phrases',
	'text_labels',
	'bboxes_labels',
	'pred_classes',
	'categories',
];
export const TRACK_LISTS = ['track_ids', 'tracker_ids', 'tracks', 'tracker_id', 'track_id'];
export const SCORE_LISTS = ['scores', 'logits', 'confidences', 'confidence'];
export const BOX_LISTS = ['boxes', 'bboxes', 'pred_boxes', 'quad_boxes'];

export const PLACE_KEYS = [
	'box',
	'bbox',
	'bounding_box',
	'boundingBox',
	'box_2d',
	'bbox_2d',
	'bndbox',
	'xyxy',
	'xyxyn',
	'xywh',
	'xywhn',
	'xywhr',
	'cxcywh',
	'yxyx',
	'ltrb',
	'ltwh',
	'segmentation',
	'mask',
	'rle',
	'polygon',
	'polygons',
	'point',
	'point_2d',
	'keypoints',
	'segments',
	'coordinates',
	'bitmask',
	'rotatableBoundingBox',
	'polyline',
	'line',
	'skeleton',
	'cuboid_2d',
	'x',
	'xmin',
	'x1',
	'x_min',
	'xMin',
	'min_x',
	'minX',
	'xtl',
	'cx',
	'x_center',
	'center_x',
	'left',
	'Left',
	'xyxyxyxy',
	'xyxyxyxyn',
	'BoundingBox',
	'boundingPoly',
	'rectangle',
];
export const WORDS = [
	'class',
	'label',
	'name',
	'class_name',
	'category',
	'category_id',
	'class_id',
];

/** Words with which a map around a list says the class of all in it. */
export const GROUP_WORDS = ['class', 'label', 'class_name', 'className', 'category', 'object'];

/** Keys that stand on a detection or on what holds detections, in any of the formats. */
export const DETECTION_KEYS: readonly string[] = [
	...PLACE_KEYS,
	...BOX_LISTS,
	...LIST_KEYS.filter((key) => !WRAPPERS.includes(key)),
	...'annotation shapes images responses localizedObjectAnnotations Labels CustomLabels objectsResult original_width shape_type classTitle Instances'.split(
		' ',
	),
];
