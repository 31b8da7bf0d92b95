import { changed, correct, without } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const readerLeavesBuffers: Mutant = {
  name: 'reader-leaves-buffers',
  change: 'the reader goes on to the next generation while buffers are queued',
  why: 'they are read with the wrong generation, or never',
  source: 'runtime/trace.go, readTrace0',
  design: correct,
  mutate: (actions) => changed(actions, { ReaderNextGen: without('nothingFull') }),
  fails: {
    tiny: { FullQueueEmptyWhenDone: 19, QueuedBuffersAreRead: 20 },
    small: { FullQueueEmptyWhenDone: 21 },
    'endless-small': { QueuedBuffersAreRead: 20 },
  },
};
