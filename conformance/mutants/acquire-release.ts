/** Of acquire and release. */
import type { ReferenceMutant } from './mutant.ts';

export const acquireMutants: readonly ReferenceMutant[] = [
  {
    name: 'gen-before-flag',
    story: 'an acquire reads the generation before it raises the flag',
    file: 'runtime/traceruntime',
    edits: [
      [
        "yield* step(mp, 'traceAcquireEnabled: mp.trace.writing');",
        "tl.gen = trace.gen; yield* step(mp, 'traceAcquireEnabled: mp.trace.writing');",
      ],
      [
        "yield* step(mp, 'traceAcquireEnabled: trace.gen', () => mayLoad(mp)); tl.gen = trace.gen;",
        "yield* step(mp, 'traceAcquireEnabled: trace.gen', () => mayLoad(mp));",
      ],
    ],
  },
  {
    name: 'acquire-forgets-locks',
    story: 'an outer acquire does not count in m.locks',
    file: 'runtime/traceruntime',
    edits: [
      [
        "yield* step(mp, 'traceAcquireEnabled: acquirem'); mp.locks++;",
        "yield* step(mp, 'traceAcquireEnabled: acquirem');",
      ],
    ],
  },
  {
    name: 'gen-zero-unchecked',
    story: 'an acquire goes on where it has read generation 0',
    file: 'runtime/traceruntime',
    edits: [['if (tl.gen === 0) {', 'if (false) {']],
  },
  {
    name: 'undo-leaves-flag',
    story: 'an acquire that reads generation 0 leaves its flag up',
    file: 'runtime/traceruntime',
    edits: [
      [
        "yield* step(mp, 'traceAcquireEnabled: mp.trace.writing = false'); setWriting(mp, false);",
        "yield* step(mp, 'traceAcquireEnabled: mp.trace.writing = false');",
      ],
    ],
  },
  {
    name: 'undo-leaves-locks',
    story: 'an acquire that reads generation 0 leaves m.locks counted',
    file: 'runtime/traceruntime',
    edits: [
      ['setWriting(mp, false); mp.locks--; return leave(tl);', 'setWriting(mp, false); return leave(tl);'],
    ],
  },
  {
    name: 'entry-gen-not-stored',
    story: 'an outer acquire does not store entryGen',
    file: 'runtime/traceruntime',
    edits: [['mp.trace.entryGen = tl.gen;', ';']],
  },
  {
    name: 'nested-reloads',
    story: 'a nested acquire of 1.26 reads the generation again',
    file: 'runtime/traceruntime',
    edits: [['tl.gen = mp.trace.entryGen;', 'tl.gen = trace.gen;']],
  },
  {
    name: 'nested-not-counted',
    story: 'a nested acquire does not count in reentered',
    file: 'runtime/traceruntime',
    edits: [['mp.trace.reentered++;', ';']],
  },
  {
    name: 'nested-raises-flag',
    story: 'a nested acquire of the seed counts the seqlock once more',
    file: 'runtime/traceruntime',
    design: 'seed',
    edits: [['mp.trace.reentered++;', 'mp.trace.seqlock++;']],
  },
  {
    name: 'undone-twice',
    story: 'the seed undoes a nested acquire that is not ok, as no release does',
    file: 'runtime/traceruntime',
    design: 'seed',
    edits: [['if (design.notOkReleases) {', 'if (true) {']],
  },
  {
    name: 'try-acquire-waits',
    story: "1.23's traceTryAcquire does not give up",
    file: 'runtime/traceruntime',
    design: '1.23',
    edits: [['if (isWriting(mp)) return leave(tl);', ';']],
  },
  {
    name: 'release-lowers-flag',
    story: 'a release lowers the flag under the outer section',
    file: 'runtime/traceruntime',
    edits: [['if (mp.trace.reentered > 0)', 'if (false)']],
  },
  {
    name: 'release-leaves-locks',
    story: 'a release leaves m.locks counted',
    file: 'runtime/traceruntime',
    edits: [['setWriting(mp, false); mp.locks--; leave(tl); }', 'setWriting(mp, false); leave(tl); }']],
  },
  {
    name: 'release-before-growth',
    story: 'nothing can grow between end() and the release',
    file: 'runtime/traceruntime',
    edits: [["ordinaryCode(mp); yield* step(mp, 'traceRelease');", "yield* step(mp, 'traceRelease');"]],
  },
  {
    name: 'seqlock-is-a-bool',
    story: 'the seqlock is set and cleared instead of counted',
    file: 'runtime/traceruntime',
    design: 'seed',
    edits: [['newest(waiting.seqlock, trace.seqlock) + 1', 'up ? 1 : 0']],
    survives:
      'no run of the seed lowers a flag that is down or raises one that is up, so to count comes to the same',
  },
  {
    name: 'seen-only-while-enabled',
    story: 'no thread sees `enabled` true once StopTrace has cleared it',
    file: 'runtime/traceruntime',
    edits: [['isEnabled: () => (trace.enabled || trace.shutdown)', 'isEnabled: () => trace.enabled']],
  },
];
