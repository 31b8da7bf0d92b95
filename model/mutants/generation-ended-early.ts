import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const generationEndedEarly: Mutant = {
  name: 'generation-ended-early',
  change: 'the reader ends a generation as soon as nothing of it is queued',
  why: 'buffers of it that are still in use come later',
  source: 'runtime/trace.go, readTrace0',
  design: correct,
  mutate: (actions) =>
    changed(actions, { ReaderNextGen: without('flushed'), ReaderStop: without('flushed') }),
  // Not at reader-small: there the reader that goes on and on has forty times the states.
  fails: { 'reader-tiny': { ReaderAtGenerationBeingEnded: 4, DoneSemaAtMostOne: 6 } },
};
