/** What the part reader claims, by name. */
import type { Property } from '../../../checker/index.ts';
import type { Constants, TracerSchema } from '../../state.ts';
import { readerOf, hasWork } from '../state.ts';
import { doneSemaAtMostOne } from './done-sema-at-most-one.ts';
import { noLostWakeUp } from './no-lost-wake-up.ts';
import { readerAtGenerationBeingEnded } from './reader-at-generation-being-ended.ts';
import { readerIsWoken } from './reader-is-woken.ts';
import { readerRests } from './reader-rests.ts';
import { readingBufferIsNobodyElses } from './reading-buffer-is-nobody-elses.ts';
import { stopLeavesNoReader } from './stop-leaves-no-reader.ts';

export function readerProperties(k: Constants): Readonly<Record<string, Property<TracerSchema>>> {
  const { sometimes } = k.over;
  if (k.bounds.parts.reader !== true) return {};
  return {
    NoLostWakeUp: noLostWakeUp(k),
    DoneSemaAtMostOne: doneSemaAtMostOne(k),
    ReaderAtGenerationBeingEnded: readerAtGenerationBeingEnded(k),
    ReadingBufferIsNobodyElses: readingBufferIsNobodyElses(k),
    StopLeavesNoReader: stopLeavesNoReader(k),
    ReaderIsWoken: readerIsWoken(k),
    ReaderRests: readerRests(k),
    ReachesReaderAsleep: sometimes({ reached: (s) => readerOf(s).phase === 'parked' && !readerOf(s).look }),
    ReachesWorkBeforePark: sometimes({ reached: (s) => readerOf(s).phase === 'parking' && hasWork(s) }),
    ReachesSecondRound: sometimes({
      reached: (s) =>
        readerOf(s).phase === 'running' && s.trace.flushedGen === 0 && s.trace.lastNonZeroGen > 0,
    }),
  };
}
