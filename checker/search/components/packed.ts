/**
 * Generated code over rows of one packing: where the numbers of parts stand in a row is a constant of it. When rows are packed anew, it is
 * generated anew, and the engine around it stays.
 *
 * Of a successor only the numbers are kept until it is looked up. A part that is that of its source has the source's number, so of most steps
 * one or two parts are looked up, in tables that are small. Rows of the table of states wait in a batch, as in the plain one.
 */
import { BATCH_STATES, cellNumbers } from '../generated/table.ts';
import { eachOf } from '../generated/calls.ts';
import { compiled } from '../../state/compiled.ts';
import { hashEnd, hashStart, mixed, multiplierOf } from '../mixed.ts';
import type { Packing } from './packing.ts';
import type { Part, PartOfState, Run } from './part.ts';

type NumberedPart = PartOfState & Pick<Part, 'runs'>;

/** What stays the same however rows are packed. */
export interface Coded {
  readonly words: number;
  readonly parts: readonly NumberedPart[];
  readonly segmentBits: number;
  readonly keepsParents: boolean;
}

/** Numbers of a row of the batch: at worst each part has a cell of its own, and there is a tail; then source and instance. */
export const strideOf = ({ parts }: Coded): number => parts.length + 3;

/** What this table has in `at`, behind what every one has. */
export const ownNumbers = 'EPOCH = 7, NUMBER_BITS = 9, SLOTS = 10';

/** The functions of one packing, as an engine calls them. */
export interface PackedCode {
  bind(): void;
  load(index: number): void;
  defer(from: number, instance: number): void;
  flush(): void;
  find(): number;
  adopt(arena: Int32Array, from: number, count: number): void;
  fill(from: number, to: number): void;
  /** The numbers in batch row b, into `numbers`; and back. */
  unpackRow(b: number, numbers: Int32Array): void;
  packRow(b: number, numbers: Int32Array): void;
}

export function packedCode(
  coded: Coded,
  { rowWords, tailBits, cell, shift, mask }: Packing,
  given: Readonly<Record<string, unknown>>,
): PackedCode {
  const { words, parts, segmentBits, keepsParents } = coded;
  const each = eachOf(words);
  const hasTail = tailBits > 0;
  const eachCell = eachOf(rowWords + (hasTail ? 1 : 0));
  const stride = strideOf(coded);
  const [from, by] = [`batch[b + ${String(stride - 2)}]`, `batch[b + ${String(stride - 1)}]`];
  const eachPart = (text: (k: number, part: NumberedPart) => string, separator = ' '): string =>
    parts.map((part, k) => text(k, part)).join(separator);
  const everyWord = ({ words: of }: PartOfState, text: (at: number) => string, separator: string): string =>
    of.map((_, at) => text(at)).join(separator);
  const masked = ({ words: of, masks }: PartOfState, at: number): string =>
    masks[at] === -1 ? `next[${String(of[at])}]` : `next[${String(of[at])}] & ${String(masks[at])}`;
  const differs = (part: PartOfState): string =>
    everyWord(
      part,
      (at) =>
        `(next[${String(part.words[at])}] ^ current[${String(part.words[at])}])${part.masks[at] === -1 ? '' : ` & ${String(part.masks[at])}`}`,
      ' | ',
    );
  const lookup = (k: number, part: NumberedPart): string => `
let values${String(k)} = parts[${String(k)}].values, table${String(k)} = parts[${String(k)}].table;
function find${String(k)}() {
  ${part.runs === null ? byHash(k, part) : byBits(k, part.runs)}
}
function number${String(k)}() {
  const known = find${String(k)}();
  if (known >= 0) return known;
  const number = added(${String(k)});
  bind();
  return number;
}`;
  const byBits = (k: number, runs: readonly Run[]): string =>
    `return table${String(k)}[${runs.map(({ word, shift, mask: of, at }) => `(next[${String(word)}] >>> ${String(shift)} & ${String(of)}) << ${String(at)}`).join(' | ')}] - 1;`;
  const byHash = (k: number, part: PartOfState): string => `
  const value = values${String(k)}, entries = table${String(k)}, last = entries.length - 1;
  ${everyWord(part, (at) => `const v${String(at)} = ${masked(part, at)};`, ' ')}
  let h = ${String(hashStart)}; ${everyWord(part, (at) => mixed(at, `v${String(at)}`), ' ')} h = Math.imul(h, ${String(hashEnd)}); h ^= h >>> 16;
  for (let slot = h & last; ; slot = slot + 1 & last) {
    const entry = entries[slot];
    if (entry === 0) return -1;
    const v = (entry - 1) * ${String(part.words.length)};
    if (${everyWord(part, (at) => `value[v + ${String(at)}] === v${String(at)}`, ' && ')}) return entry - 1;
  }`;

  /** A row of the columns in cells c0, c1, …; `o` is where its words are. */
  const place = (index: string): string =>
    `const s = ${index} >>> BITS, i = ${index} & REST${rowWords > 0 ? `, row = rows[s], o = i * ${String(rowWords)}` : ''};`;
  const inColumns = (c: number): string => (c === rowWords ? 'tails[s][i]' : `row[o + ${String(c)}]`);
  const slotAt = (slot: string): string => `table[${slot} >>> BITS][${slot} & REST]`;
  const inBatch = (c: number): string => `batch[b + ${String(c)}]`;
  const numberIn = (k: number, cells: (c: number) => string): string =>
    `${cells(cell[k] ?? 0)} >>> ${String(shift[k])} & ${String(mask[k])}`;
  /** A cell, of the numbers of its parts. */
  const packed = (c: number, number: (k: number) => string): string => {
    const own = parts.flatMap((_, k) =>
      cell[k] === c && mask[k] !== 0 ? [`${number(k)} << ${String(shift[k])}`] : [],
    );
    return own.length === 0 ? '0' : own.join(' | ');
  };
  const wordOf = (w: number): string =>
    parts
      .flatMap(({ words: of }, k) =>
        of.includes(w)
          ? [`values${String(k)}[n${String(k)} * ${String(of.length)} + ${String(of.indexOf(w))}]`]
          : [],
      )
      .join(' | ');
  const hash = (value: (c: number) => string): string =>
    `let h = ${String(hashStart)}; ${eachCell((c) => `h = Math.imul(h ^ ${value(c)}, ${String(multiplierOf(0))}); h ^= h >>> 15;`)} h = Math.imul(h, ${String(hashEnd)}); h ^= h >>> 16;`;
  // Before anything was met, rows are empty.
  const isRow = (value: (c: number) => string): string =>
    eachCell((c) => `${inColumns(c)} === ${value(c)}`, ' && ') || 'true';
  const step = 'slot = (slot + 1 | 0) === end ? 0 : slot + 1 | 0';

  const text = `
const { rows, tails, parents, actions, table, fresh, parts } = store;
const BITS = ${String(segmentBits)}, REST = ${String(2 ** segmentBits - 1)};
const ${cellNumbers}, ${ownNumbers}, epoch = at[EPOCH];
${eachPart(lookup, '\n')}
function bind() {
  ${eachPart((k) => `values${String(k)} = parts[${String(k)}].values; table${String(k)} = parts[${String(k)}].table;`)}
}
function load(index) {
  ${place('index')}
  ${eachPart((k) => `const n${String(k)} = own[${String(k)}] = ${numberIn(k, inColumns)};`)}
  ${each((w) => `current[${String(w)}] = ${wordOf(w)};`)}
}
function defer(from, instance) {
  if (canonical !== null) canonical(next);
  let ${eachPart((k) => `n${String(k)} = own[${String(k)}]`, ', ')};
  if (from < 0) { ${eachPart((k) => `n${String(k)} = number${String(k)}();`)} }
  else { ${eachPart((k, part) => `if ((${differs(part)}) !== 0) n${String(k)} = number${String(k)}();`)} }
  if (at[EPOCH] !== epoch) return again(from, instance);
  const b = at[PENDING];
  ${eachCell((c) => `${inBatch(c)} = ${packed(c, (k) => `n${String(k)}`)};`)}
  ${from} = from; ${by} = instance;
  at[PENDING] = b + ${String(stride)};
}
/** Hashes what waits, and touches its slots, and then the rows behind these, so that the misses overlap. */
function flush() {
  const pending = at[PENDING], bits = at[NUMBER_BITS], tags = -1 << bits, by = scale[0];
  let count = 0, sum = 0;
  for (let b = 0; b < pending; b += ${String(stride)}) {
    ${hash(inBatch)}
    hashes[count] = h;
    slots[count++] = (h >>> 0) * by | 0;
  }
  for (let i = 0; i < count; i++) sum ^= ${slotAt('slots[i]')};
  for (let j = 0; j < count; j++) {
    const entry = ${slotAt('slots[j]')}, unlike = (entry ^ hashes[j] << bits) & tags;
    // The row behind the entry if the tags are alike, else the first; without a branch that could be mispredicted.
    const met = entry & ~tags & ~((unlike | -unlike) >> 31), known = met - (-met >>> 31);
    ${place('known')}
    sum ^= ${inColumns(0)};
  }
  touched[0] = sum;
  for (let b = 0, i = 0; b < pending; b += ${String(stride)}, i++) add(b, hashes[i] << bits, slots[i]);
  at[PENDING] = 0;
}
/** As in the plain table: a state of the level being built keeps the least of the instances that reach it. */
function add(b, tag, first) {
  const tags = -1 << at[NUMBER_BITS], end = at[SLOTS];
  for (let slot = first; ; ${step}) {
    const entry = ${slotAt('slot')};
    if (entry === 0) {
      const free = at[FREE], instance = ${by};
      ${slotAt('slot')} = tag | free + 1;
      ${place('free')}
      ${eachCell((c) => `${inColumns(c)} = ${inBatch(c)};`)}
      actions[s][i] = instance;
      ${keepsParents ? `parents[s][i] = ${from};` : ''}
      if (${from} >= 0) fresh[instance]++;
      at[FREE] = free + 1;
      if (judge !== null) {
        ${eachPart((k) => `const n${String(k)} = ${numberIn(k, inBatch)};`)}
        ${each((w) => `next[${String(w)}] = ${wordOf(w)};`)}
        judge(free);
      }
      return;
    }
    if (((entry ^ tag) & tags) === 0) {
      const known = (entry & ~tags) - 1;
      ${place('known')}
      if (${isRow(inBatch)}) {
        if (known >= at[BASE]) {
          const was = actions[s][i], instance = ${by};
          if (instance < was) {
            actions[s][i] = instance;
            fresh[was]--; fresh[instance]++;
          }
        }
        return;
      }
    }
  }
}
function find() {
  if (canonical !== null) canonical(next);
  ${eachPart((k) => `const n${String(k)} = find${String(k)}(); if (n${String(k)} < 0 || n${String(k)} > ${String(mask[k])}) return -1;`)}
  ${eachCell((c) => `const c${String(c)} = ${packed(c, (k) => `n${String(k)}`)};`)}
  ${hash((c) => `c${String(c)}`)}
  const bits = at[NUMBER_BITS], tags = -1 << bits, tag = h << bits, end = at[SLOTS];
  for (let slot = (h >>> 0) * scale[0] | 0; ; ${step}) {
    const entry = ${slotAt('slot')};
    if (entry === 0) return -1;
    if (((entry ^ tag) & tags) !== 0) continue;
    const known = (entry & ~tags) - 1;
    ${place('known')}
    if (${isRow((c) => `c${String(c)}`)}) return known;
  }
}
/** Appends states of a plain arena from one on, without a look at the table, which is filled afterwards. */
function adopt(arena, from, count) {
  let ${eachPart((k) => `n${String(k)} = 0`, ', ')};
  for (let index = from; index < count; index++) {
    const a = index * ${String(words)};
    ${each((w) => `next[${String(w)}] = arena[a + ${String(w)}];`)}
    if (index === from) { ${eachPart((k) => `n${String(k)} = number${String(k)}();`)} }
    else { ${eachPart((k, part) => `if ((${differs(part)}) !== 0) n${String(k)} = number${String(k)}();`)} }
    if (at[EPOCH] !== epoch) return adoptAgain(arena, index, count);
    const free = at[FREE];
    ${place('free')}
    ${eachCell((c) => `${inColumns(c)} = ${packed(c, (k) => `n${String(k)}`)};`)}
    at[FREE] = free + 1;
    ${each((w) => `current[${String(w)}] = next[${String(w)}];`)}
  }
}
function fill(from, to) {
  const bits = at[NUMBER_BITS], end = at[SLOTS], by = scale[0];
  for (let first = from; first < to; first += ${String(BATCH_STATES)}) {
    const count = Math.min(to - first, ${String(BATCH_STATES)});
    let sum = 0;
    for (let j = 0; j < count; j++) {
      const state = first + j;
      ${place('state')}
      ${hash(inColumns)}
      hashes[j] = h;
      const slot = slots[j] = (h >>> 0) * by | 0;
      sum ^= ${slotAt('slot')};
    }
    touched[0] = sum;
    for (let j = 0; j < count; j++) {
      let slot = slots[j];
      while (${slotAt('slot')} !== 0) ${step};
      ${slotAt('slot')} = hashes[j] << bits | first + j + 1;
    }
  }
}
function unpackRow(b, numbers) { ${eachPart((k) => `numbers[${String(k)}] = ${numberIn(k, inBatch)};`)} }
function packRow(b, numbers) { ${eachCell((c) => `${inBatch(c)} = ${packed(c, (k) => `numbers[${String(k)}]`)};`)} }
return { bind, load, defer, flush, find, adopt, fill, unpackRow, packRow };`;
  return compiled('packed', given, text) as PackedCode;
}
