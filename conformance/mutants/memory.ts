/** Of stores that wait in the buffers of their threads. */
import type { ReferenceMutant } from './mutant.ts';

const bounds = 'memory-tiny';
const file = 'machine/tso';

export const memoryMutants: readonly ReferenceMutant[] = [
  {
    name: 'flag-stored-plainly',
    story: 'a thread loads the generation while its store of the flag waits',
    file,
    bounds,
    edits: [['if (isAtomic) return false;', ';']],
  },
  {
    name: 'own-stores-not-found',
    story: 'a thread does not find its own stores before they arrive',
    file,
    bounds,
    edits: [['found = value;', 'found = inMemory;']],
  },
  {
    name: 'newest-store-first',
    story: 'of the stores that wait, the newest arrives first',
    file,
    bounds,
    edits: [['stores.shift()?.arrive();', 'stores.pop()?.arrive();']],
  },
  {
    name: 'flag-down-overtakes',
    story: 'the store that lowers the flag goes before older ones',
    file,
    bounds,
    edits: [['mp.stores.push({ waiting,', "mp.stores[value === false ? 'unshift' : 'push']({ waiting,"]],
  },
  {
    name: 'buffer-of-one-store',
    story: 'a second store has no room in the buffer',
    file,
    bounds,
    edits: [['mp.stores.length >= storesWait', 'mp.stores.length >= 1']],
  },
  {
    name: 'released-at-once',
    story: 'traceAdvanceSema is free before the store of the generation has arrived',
    file,
    bounds,
    edits: [
      ['if (last === undefined) { release();', '{ if (last !== undefined) stores.push(last); release();'],
    ],
  },
  {
    name: 'lock-before-arrival',
    story: 'an M takes trace.lock while its stores wait',
    file: 'runtime/tracewriter',
    bounds,
    edits: [['if (mp !== null) arriveAll(mp);', ';']],
  },
  {
    name: 'slot-stored-at-once',
    story: "others find the pointer that end() stores before the M's older stores have arrived",
    file: 'runtime/tracewriter',
    bounds,
    edits: [
      [
        'store(mp, waiting.buf[half], w.traceBuf, (value) => (buf[half] = value));',
        'buf[half] = w.traceBuf;',
      ],
    ],
  },
  {
    name: 'gen-stored-plainly',
    story: 'traceAdvance takes sched.lock while its store of the generation waits',
    file: 'runtime/traceadvance',
    bounds,
    edits: [['rt.schedt.lock === null && hasArrived(mp)', 'rt.schedt.lock === null']],
  },
  {
    name: 'enabled-before-gen',
    story: 'a stop clears enabled before its store of the generation has arrived',
    file: 'runtime/traceadvance',
    bounds,
    edits: [["'traceAdvance: trace.enabled', () => hasArrived(mp)", "'traceAdvance: trace.enabled'"]],
  },
  {
    name: 'advance-finds-flag-early',
    story: "traceAdvance finds an M's flag as the M itself does",
    file: 'runtime/traceadvance',
    bounds,
    edits: [
      ['isEnabled: () => !isSeenWriting(target)', 'isEnabled: () => !isWriting(target)'],
      ['import { isSeenWriting,', 'import { isSeenWriting, isWriting,'],
    ],
  },
];
