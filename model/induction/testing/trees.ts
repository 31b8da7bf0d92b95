import { programsOfDesign } from '../../program/edits/cures.ts';

/** It holds, and the invariant is about it. */
export const correct = programsOfDesign('1.26-nosplit');
