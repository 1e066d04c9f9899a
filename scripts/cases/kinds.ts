/** The kinds of cases. The first one that recognizes a case runs it; a further kind is a file beside this one and a line here. */
import { answers } from './answers';
import type { CaseKind } from './kind';

export const kinds: CaseKind[] = [answers];
