/** Segments of a point cloud. */
import type { UnplacedShape } from '../shape';

export const segmentation: UnplacedShape = { placedOn: 'nothing' };
