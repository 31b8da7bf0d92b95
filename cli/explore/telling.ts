/** What an explorer takes from the story of a selected system. */
import type { Telling } from '../../checker/index.ts';
import { plainStory } from '../../checker/index.ts';
import type { Selection } from '../selection/selection.ts';

/** Of a system that nobody wrote a story for, every enum may be a program counter. */
export const tellingOf = ({ story }: Selection): Telling =>
  story === plainStory ? {} : { isProgramCounter: story.isProgramCounter, remark: story.remark };
