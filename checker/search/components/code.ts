/**
 * The generated code of a table of states by the numbers of their parts: the same functions as in ../generated/table.ts, over another store.
 * They pass on to those of the packing that rows have at the time.
 */
import type { Judging } from '../generated/judging.ts';
import type { TableCode } from '../generated/table.ts';
import type { Coded } from './packed.ts';
import { ownNumbers, strideOf } from './packed.ts';

export function componentsCode(coded: Coded, symmetric: boolean, judging: Judging): TableCode {
  const count = String(coded.parts.length);
  const stride = strideOf(coded);
  const functions = `
/** A value that was not met before; all rows may be packed anew. */
function added(k) {
  const number = parts[k].numberOf(next);
  if (number > store.packing.mask[k]) packAnew();
  return number;
}
function packAnew() {
  const waiting = [];
  for (let b = 0; b < at[PENDING]; b += ${String(stride)}) {
    const numbers = new Int32Array(${count});
    packed.unpackRow(b, numbers);
    waiting.push(numbers);
  }
  store.repack(at[FREE]);
  bindPacking();
  waiting.forEach((numbers, row) => packed.packRow(row * ${String(stride)}, numbers));
  store.empty();
  packed.fill(0, at[FREE]);
}
function bindPacking() {
  if (packing === store.packing) { packed.bind(); return; }
  packing = store.packing;
  at[EPOCH]++;
  packed = store.packedCode({
    store, current, next, at, batch, hashes, slots, touched, own, scale, added,
    again: defer, adoptAgain: (arena, from, count) => packed.adopt(arena, from, count),
    canonical: ${symmetric ? 'canonical' : 'null'}, judge: ${judging.judgesStates ? 'judge' : 'null'},
  });
}
function load(index) { packed.load(index); }
function defer(from, instance) { packed.defer(from, instance); }
function flush() { packed.flush(); }
function find() { return packed.find(); }
function fill(from, to) { packed.fill(from, to); }
function adopt(arena, count) { packed.adopt(arena, 0, count); }`;
  return {
    stride,
    declared: `const { parts } = store;
const ${ownNumbers};
const own = new Int32Array(${count}), scale = new Float64Array(1);
let packing = null, packed = null;`,
    functions,
    bound:
      'at[SLOTS] = store.slots; at[NUMBER_BITS] = store.numberBits; scale[0] = store.slots / 4294967296; bindPacking();',
    more: 'adopt,',
  };
}
