/**
 * The generated code of the table: it hashes states, finds them, and adds those that are new.
 *
 * Successors wait in a batch, a row of which is the state, its source and its instance. Before they are added, all are hashed,
 * then their table slots are touched, and then the rows behind these, so that the cache misses of the batch overlap.
 */
import { hashEnd, hashStart, mixed } from '../mixed.ts';
import { eachOf } from './calls.ts';
import type { Judging } from './judging.ts';

/** In a search of one thread, or beside other threads. */
export type Variant = 'alone' | 'shared';

/** Successors that wait until their probes are made: enough to overlap misses, few enough to stay in the first cache. */
export const BATCH_STATES = 64;

/** Where the numbers stand that change in the hot loop, in `at`. Another table may have some behind them. */
export const cellNumbers =
  'FREE = 0, END = 1, BASE = 2, DEGREE = 3, PENDING = 4, SLOT_MASK = 5, UNREACHED = 6';

export interface TableShape {
  readonly words: number;
  readonly variant: Variant;
  /** A state is replaced by the representative of its orbit before it is looked up. */
  readonly symmetric: boolean;
}

/** The state's words, its source, and the instance that made it. */
const strideOf = (words: number): number => words + 2;

const textOf = (word: number): string => String(word);
const waiting = (w: number): string => `batch[b + ${textOf(w)}]`;
const inNext = (w: number): string => `next[${textOf(w)}]`;

/** Generated code of a table, whichever way its store keeps states. */
export interface TableCode {
  /** Numbers of a row of the batch, in `batch`; hashes and slots have arrays of their own. */
  readonly stride: number;
  /** Constants of the engine. */
  readonly declared: string;
  /** The functions `defer`, `flush`, `find`, `load` and `fill`. */
  readonly functions: string;
  /** Statements that follow a change of the store. */
  readonly bound: string;
  /** What the engine shows beside what all show. */
  readonly more: string;
}

export function tableOf(shape: TableShape, judging: Judging): TableCode {
  const canonical = shape.symmetric ? 'canonical(next);' : '';
  return {
    stride: strideOf(shape.words),
    declared: 'const { arena, parent, action, table } = store;',
    functions: [
      deferOf(shape, canonical),
      flushOf(shape),
      addOf(shape, judging),
      findOf(shape, canonical),
      loadOf(shape),
      fillOf(shape),
    ].join('\n'),
    bound: 'at[SLOT_MASK] = store.slots - 1;',
    more: '',
  };
}

const hashOf = (words: number, word: (w: number) => string): string =>
  `let h = ${String(hashStart)}; ${eachOf(words)((w) => mixed(w, word(w)))} h = Math.imul(h, ${String(hashEnd)}); h ^= h >>> 16;`;

const sameAs = (words: number, key: (w: number) => string): string =>
  eachOf(words)((w) => `arena[o + ${textOf(w)}] === ${key(w)}`, ' && ');

const deferOf = ({ words }: TableShape, canonical: string): string => `function defer(from, instance) {
  const b = at[PENDING];
  ${canonical}
  ${eachOf(words)((w) => `${waiting(w)} = next[${textOf(w)}];`)}
  batch[b + ${textOf(words)}] = from; batch[b + ${textOf(words + 1)}] = instance;
  at[PENDING] = b + ${String(strideOf(words))};
}`;

const flushOf = ({ words }: TableShape): string => `function flush() {
  const pending = at[PENDING], slotMask = at[SLOT_MASK], tagMask = ~slotMask;
  let count = 0, sum = 0;
  for (let b = 0; b < pending; b += ${String(strideOf(words))}) {
    ${hashOf(words, waiting)}
    hashes[count++] = h;
  }
  // These loops are short so that many of their misses are under way at once, and have no branch that could be mispredicted.
  for (let i = 0; i < count; i++) sum ^= table[hashes[i] & slotMask];
  for (let i = 0; i < count; i++) {
    const h = hashes[i], entry = table[h & slotMask], unlike = (entry ^ h) & tagMask;
    // The row behind the entry if the tags are alike, else the first; of that row the last word.
    const row = entry & slotMask & ~((unlike | -unlike) >> 31);
    sum ^= arena[row * ${textOf(words)} - (-row >>> 31)];
  }
  touched[0] = sum;
  for (let b = 0, i = 0; b < pending; b += ${String(strideOf(words))}, i++) add(b, hashes[i]);
  at[PENDING] = 0;
}`;

/**
 * Finds the state of a batch row, or adds it with its parent and the instance that made it. A state that several instances
 * reach in the level being built keeps the least of them, so that the action column does not depend on who came first.
 */
function addOf({ words, variant }: TableShape, judging: Judging): string {
  const each = eachOf(words);
  const isShared = variant === 'shared';
  const write = `const free = at[FREE], o = free * ${textOf(words)}; ${each((w) => `arena[o + ${textOf(w)}] = ${waiting(w)};`)} parent[free] = batch[b + ${textOf(words)}]; action[free] = instance;`;
  const judge = judging.judgesStates
    ? `at[FREE] = free + 1; ${each((w) => `next[${textOf(w)}] = ${waiting(w)};`)} judge(free);`
    : 'at[FREE] = free + 1;';
  const claim = isShared
    ? `entry = Atomics.compareExchange(table, slot, 0, (h & tagMask) | (free + 1)); if (entry === 0) { ${judge} return; }`
    : `table[slot] = (h & tagMask) | (free + 1); ${judge} return;`;
  // The plain read of the entry is cheap and the row's address depends on it, which every machine Node runs on honours.
  // The language does not promise it, so a row that seems to differ behind an equal tag is looked at again after an atomic
  // load, which synchronizes with the publisher's compare-and-swap. The action behind it is read plainly, too: the
  // compare-and-swap that lowers it tells whether that was its value, and each atomic operation is a call.
  const recheck = isShared ? `|| (Atomics.load(table, slot), ${sameAs(words, waiting)})` : '';
  const lower = isShared
    ? 'for (let was = action[known]; instance < was;) { const now = Atomics.compareExchange(action, known, was, instance); if (now === was) break; was = now; }'
    : 'if (instance < action[known]) action[known] = instance;';
  return `function add(b, h) {
  const slotMask = at[SLOT_MASK], tagMask = ~slotMask;
  const instance = batch[b + ${textOf(words + 1)}];
  for (let slot = h & slotMask; ; slot = slot + 1 & slotMask) {
    let entry = table[slot];
    if (entry === 0) {
      ${write}
      ${claim}
    }
    if (((entry ^ h) & tagMask) === 0) {
      const known = (entry & slotMask) - 1;
      const o = known * ${textOf(words)};
      if (${sameAs(words, waiting)} ${recheck}) {
        if (known >= at[BASE]) { ${lower} }
        return;
      }
    }
  }
}`;
}

/** The index of the state in `next`, or -1. */
const findOf = ({ words }: TableShape, canonical: string): string => `function find() {
  ${canonical}
  const slotMask = at[SLOT_MASK], tagMask = ~slotMask;
  ${hashOf(words, inNext)}
  for (let slot = h & slotMask; ; slot = slot + 1 & slotMask) {
    const entry = table[slot];
    if (entry === 0) return -1;
    if (((entry ^ h) & tagMask) === 0) {
      const known = (entry & slotMask) - 1;
      const o = known * ${textOf(words)};
      if (${sameAs(words, inNext)}) return known;
    }
  }
}`;

const loadOf = ({ words }: TableShape): string => `function load(index) {
  const o = index * ${textOf(words)};
  ${eachOf(words)((w) => `current[${textOf(w)}] = arena[o + ${textOf(w)}];`)}
}`;

/** Puts states that are in the arena into the table. */
const fillOf = ({ words, variant }: TableShape): string => `function fill(from, to) {
  const slotMask = at[SLOT_MASK], tagMask = ~slotMask;
  for (let first = from; first < to; first += ${String(BATCH_STATES)}) {
    const count = Math.min(to - first, ${String(BATCH_STATES)});
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const o = (first + i) * ${textOf(words)};
      ${hashOf(words, (w) => `arena[o + ${textOf(w)}]`)}
      hashes[i] = h;
    }
    for (let i = 0; i < count; i++) sum ^= table[hashes[i] & slotMask];
    touched[0] = sum;
    for (let i = 0; i < count; i++) {
      const h = hashes[i], entry = (h & tagMask) | (first + i + 1);
      let slot = h & slotMask;
      while (${variant === 'shared' ? 'Atomics.compareExchange(table, slot, 0, entry) !== 0' : 'table[slot] !== 0 || (table[slot] = entry) === 0'}) slot = slot + 1 & slotMask;
    }
  }
}`;
