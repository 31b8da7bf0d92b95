/**
 * The generated code of a table of states by the numbers of their parts: the same functions as in ../generated/table.ts, over
 * another store.
 *
 * A part of a successor that is that of its source has the source's number, so of most steps one or two parts are looked up. These
 * tables are small. The rows of the table of states wait in a batch, as in the plain one.
 */
import { BATCH_STATES } from '../generated/table.ts';
import type { TableCode } from '../generated/table.ts';
import { eachOf } from '../generated/calls.ts';
import type { Judging } from '../generated/judging.ts';
import { hashEnd, hashStart, mixed, multiplierOf } from '../mixed.ts';
import type { PartOfState } from './part.ts';

/** What the code is generated for. */
interface Coded {
  readonly words: number;
  readonly parts: readonly PartOfState[];
  readonly segmentBits: number;
  readonly keepsParents: boolean;
  /** By instance. */
  readonly fresh: Float64Array;
}

export function componentsCode(
  { words, parts, segmentBits, keepsParents, fresh: { length: instances } }: Coded,
  symmetric: boolean,
  judging: Judging,
): TableCode {
  const stride = words + parts.length + 2;
  const count = String(parts.length);
  // At worst each number has a word of its own, and there is a tail.
  const cellsMax = parts.length + 1;
  const each = eachOf(words);
  const eachPart = (text: (k: string, part: PartOfState) => string, separator = ' '): string =>
    parts.map((part, k) => text(String(k), part)).join(separator);
  const canonical = symmetric ? 'canonical(next);' : '';
  const [from, by] = [`batch[b + ${String(stride - 2)}]`, `batch[b + ${String(stride - 1)}]`];
  const number = (k: string): string => `batch[b + ${String(words + Number(k))}]`;
  const masked = (state: string, { words: of, masks }: PartOfState, at: number): string =>
    masks[at] === -1 ? `${state}[${String(of[at])}]` : `${state}[${String(of[at])}] & ${String(masks[at])}`;
  const everyWord = ({ words: of }: PartOfState, text: (at: number) => string, separator: string): string =>
    of.map((_, at) => text(at)).join(separator);
  const differs = (part: PartOfState): string =>
    everyWord(
      part,
      (at) =>
        `(next[${String(part.words[at])}] ^ current[${String(part.words[at])}]) & ${String(part.masks[at])}`,
      ' | ',
    );

  const lookup = (k: string, part: PartOfState): string => `function find${k}() {
  const value = values${k}, entries = table${k}, last = entries.length - 1;
  ${everyWord(part, (at) => `const v${String(at)} = ${masked('next', part, at)};`, ' ')}
  let h = ${String(hashStart)}; ${everyWord(part, (at) => mixed(at, `v${String(at)}`), ' ')} h = Math.imul(h, ${String(hashEnd)}); h ^= h >>> 16;
  for (let slot = h & last; ; slot = slot + 1 & last) {
    const entry = entries[slot];
    if (entry === 0) return -1;
    const v = (entry - 1) * ${String(part.words.length)};
    if (${everyWord(part, (at) => `value[v + ${String(at)}] === v${String(at)}`, ' && ')}) return entry - 1;
  }
}
function number${k}() {
  const known = find${k}();
  return known < 0 ? added(${k}) : known;
}`;

  const wordOf = (w: number): string =>
    parts
      .flatMap((part, k) => {
        const at = part.words.indexOf(w);
        return at < 0
          ? []
          : [`values${String(k)}[own[${String(k)}] * ${String(part.words.length)} + ${String(at)}]`];
      })
      .join(' | ');

  const functions = `
${eachPart(lookup, '\n')}
function bindParts() {
  ${eachPart((k) => `values${k} = parts[${k}].values; table${k} = parts[${k}].table;`)}
}
/** A value that was not met before; all rows may be packed anew. */
function added(k) {
  const number = parts[k].numberOf(next);
  bindParts();
  if (number > mask[k]) {
    store.repack(at[FREE]);
    bindPacking();
    store.empty();
    fill(0, at[FREE]);
  }
  return number;
}
function bindPacking() {
  const packing = store.packing;
  at[ROW_WORDS] = packing.rowWords; at[CELLS] = packing.rowWords + (packing.tailBits === 0 ? 0 : 1);
  cell.set(packing.cell); shift.set(packing.shift); mask.set(packing.mask);
}
/** Packs the numbers of batch row b into the cells from p on. */
function pack(b, p) {
  const end = p + at[CELLS];
  for (let c = p; c < end; c++) cells[c] = 0;
  ${eachPart((k) => `cells[p + cell[${k}]] |= ${number(k)} << shift[${k}];`)}
}
function hashOf(p) {
  const end = p + at[CELLS];
  let h = ${String(hashStart)};
  for (let c = p; c < end; c++) { h = Math.imul(h ^ cells[c], ${String(multiplierOf(0))}); h ^= h >>> 15; }
  h = Math.imul(h, ${String(hashEnd)});
  return h ^ h >>> 16;
}
function unpack(index) {
  const s = index >>> BITS, i = index & REST, length = at[ROW_WORDS], row = rows[s], o = i * length;
  for (let w = 0; w < length; w++) cells[LOADED + w] = row[o + w];
  if (at[CELLS] !== length) cells[LOADED + length] = tails[s][i];
  ${eachPart((k) => `own[${k}] = cells[LOADED + cell[${k}]] >>> shift[${k}] & mask[${k}];`)}
}
function isRow(index, p) {
  const s = index >>> BITS, i = index & REST, length = at[ROW_WORDS], row = rows[s], o = i * length;
  for (let w = 0; w < length; w++) if (row[o + w] !== cells[p + w]) return false;
  return at[CELLS] === length || tails[s][i] === cells[p + length];
}
function load(index) {
  unpack(index);
  ${each((w) => `current[${String(w)}] = ${wordOf(w)};`)}
}
function defer(from, instance) {
  const b = at[PENDING];
  ${canonical}
  if (from < 0) { ${eachPart((k) => `${number(k)} = number${k}();`)} }
  else { ${eachPart((k, part) => `${number(k)} = (${differs(part)}) === 0 ? own[${k}] : number${k}();`)} }
  ${each((w) => `batch[b + ${String(w)}] = next[${String(w)}];`)}
  ${from} = from; ${by} = instance;
  at[PENDING] = b + ${String(stride)};
}
/** Packs and hashes what waits, and touches its slots, and then the rows behind these, so that the misses overlap. */
function flush() {
  const pending = at[PENDING], bits = at[NUMBER_BITS], tags = -1 << bits, size = at[CELLS];
  let count = 0, sum = 0;
  for (let b = 0, p = 0; b < pending; b += ${String(stride)}, p += size) {
    pack(b, p);
    const h = hashOf(p);
    hashes[count] = h;
    slots[count++] = (h >>> 0) * scale[0] | 0;
  }
  for (let i = 0; i < count; i++) sum ^= table[slots[i] >>> BITS][slots[i] & REST];
  const length = at[ROW_WORDS], columns = length === 0 ? tails : rows, step = length === 0 ? 1 : length;
  for (let i = 0; i < count; i++) {
    const entry = table[slots[i] >>> BITS][slots[i] & REST];
    if (entry === 0 || ((entry ^ hashes[i] << bits) & tags) !== 0) continue;
    const known = (entry & ~tags) - 1;
    sum ^= columns[known >>> BITS][(known & REST) * step];
  }
  touched[0] = sum;
  for (let b = 0, i = 0; b < pending; b += ${String(stride)}, i++) add(b, i * size, hashes[i] << bits, slots[i]);
  at[PENDING] = 0;
}
function append(p) {
  const free = at[FREE], s = free >>> BITS, i = free & REST, length = at[ROW_WORDS], row = rows[s], o = i * length;
  for (let w = 0; w < length; w++) row[o + w] = cells[p + w];
  if (at[CELLS] !== length) tails[s][i] = cells[p + length];
  at[FREE] = free + 1;
}
/** As in the plain table: a state of the level being built keeps the least of the instances that reach it. */
function add(b, p, tag, first) {
  const tags = -1 << at[NUMBER_BITS], end = at[SLOTS], instance = ${by};
  for (let slot = first; ; slot = (slot + 1 | 0) === end ? 0 : slot + 1 | 0) {
    const segment = table[slot >>> BITS], entry = segment[slot & REST];
    if (entry === 0) {
      const free = at[FREE];
      segment[slot & REST] = tag | free + 1;
      actions[free >>> BITS][free & REST] = instance;
      ${keepsParents ? `parents[free >>> BITS][free & REST] = ${from};` : ''}
      if (${from} >= 0) fresh[instance]++;
      append(p);
      ${judging.judgesStates ? `${each((w) => `next[${String(w)}] = batch[b + ${String(w)}];`)} judge(free);` : ''}
      return;
    }
    if (((entry ^ tag) & tags) === 0) {
      const known = (entry & ~tags) - 1;
      if (isRow(known, p)) {
        if (known >= at[BASE]) {
          const row = actions[known >>> BITS], was = row[known & REST];
          if (instance < was) {
            row[known & REST] = instance;
            fresh[was]--; fresh[instance]++;
          }
        }
        return;
      }
    }
  }
}
function find() {
  ${canonical}
  const b = 0;
  ${eachPart((k) => `const n${k} = find${k}(); if (n${k} < 0 || n${k} > mask[${k}]) return -1; ${number(k)} = n${k};`)}
  pack(b, 0);
  const h = hashOf(0), bits = at[NUMBER_BITS], tags = -1 << bits, tag = h << bits, end = at[SLOTS];
  for (let slot = (h >>> 0) * scale[0] | 0; ; slot = (slot + 1 | 0) === end ? 0 : slot + 1 | 0) {
    const entry = table[slot >>> BITS][slot & REST];
    if (entry === 0) return -1;
    if (((entry ^ tag) & tags) === 0 && isRow((entry & ~tags) - 1, 0)) return (entry & ~tags) - 1;
  }
}
/** Appends states of a plain arena, without a look at the table, which is filled afterwards. */
function adopt(arena, count) {
  const b = 0;
  for (let index = 0; index < count; index++) {
    const o = index * ${String(words)};
    ${each((w) => `next[${String(w)}] = arena[o + ${String(w)}];`)}
    if (index === 0) { ${eachPart((k) => `${number(k)} = number${k}();`)} }
    else { ${eachPart((k, part) => `if ((${differs(part)}) !== 0) ${number(k)} = number${k}();`)} }
    pack(b, 0);
    append(0);
    ${each((w) => `current[${String(w)}] = next[${String(w)}];`)}
  }
}
function fill(from, to) {
  const bits = at[NUMBER_BITS], end = at[SLOTS], length = at[ROW_WORDS], hasTail = at[CELLS] !== length;
  for (let first = from; first < to; first += ${String(BATCH_STATES)}) {
    const count = Math.min(to - first, ${String(BATCH_STATES)});
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const s = first + i >>> BITS, at = first + i & REST, row = rows[s], o = at * length;
      for (let w = 0; w < length; w++) cells[LOADED + w] = row[o + w];
      if (hasTail) cells[LOADED + length] = tails[s][at];
      const h = hashOf(LOADED);
      hashes[i] = h;
      slots[i] = (h >>> 0) * scale[0] | 0;
      sum ^= table[slots[i] >>> BITS][slots[i] & REST];
    }
    touched[0] = sum;
    for (let i = 0; i < count; i++) {
      let slot = slots[i];
      while (table[slot >>> BITS][slot & REST] !== 0) slot = (slot + 1 | 0) === end ? 0 : slot + 1 | 0;
      table[slot >>> BITS][slot & REST] = hashes[i] << bits | first + i + 1;
    }
  }
}`;
  return {
    stride,
    declared: `const { rows, tails, parents, actions, table, fresh, parts } = store;
const ROW_WORDS = 7, CELLS = 8, NUMBER_BITS = 9, SLOTS = 10, BITS = ${String(segmentBits)}, REST = ${String(2 ** segmentBits - 1)};
const cell = new Int32Array(${count}), shift = new Int32Array(${count}), mask = new Int32Array(${count});
const own = new Int32Array(${count}), scale = new Float64Array(1);
// What is packed, by row of the batch, and behind it the row that was loaded.
const LOADED = ${String((BATCH_STATES + instances) * cellsMax)}, cells = new Int32Array(LOADED + ${String(cellsMax)});
${eachPart((k) => `let values${k} = parts[${k}].values, table${k} = parts[${k}].table;`)}`,
    functions,
    bound:
      'at[SLOTS] = store.slots; at[NUMBER_BITS] = store.numberBits; scale[0] = store.slots / 4294967296; bindParts(); bindPacking();',
    more: 'adopt,',
  };
}
