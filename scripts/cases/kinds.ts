/** The kinds of cases. The first one that recognizes a case runs it; a further kind is a file beside this one and a line here. */
import { answers } from './answers';
import { detections } from './detections';
import { exported } from './export';
import type { CaseKind } from './kind';
import { simplify } from './simplify';

export const kinds: CaseKind[] = [answers, exported, simplify, detections];
