/**
 * What need not be looked up, because two steps commute.
 *
 * Let a state x of level L have been found by the step a, from a state s of the level before. Let b be enabled in x and commute with a
 * (structures/commuting.ts). Then b is enabled in s, too, and x·b = (s·b)·a. If a comes before b in the order of the instances, x·b is
 * neither made nor looked up:
 *
 * - It is found. s·b is of level L at most, so that a is taken there, in the same level or an earlier one. That step may be left out in turn,
 *   but only for the sake of an instance before a. So by induction over the level and then the instance, x·b is known when all states of
 *   level L have been expanded.
 * - It keeps the least instance that leads to it from the level before. Where x·b is of level L + 1, that least instance is left out nowhere:
 *   it would be left out for the sake of a lesser one from level L.
 *
 * Guards are asked and steps are counted and judged as ever. An effect that is at fault in x was at fault in s, which has been expanded.
 * So nothing of a level that was searched to its end depends on it, and it goes together with states that the JavaScript engine expands.
 * Where a limit ends a search within a level, some states have been found that would not have been yet, or the other way round.
 *
 * It says nothing of representatives of orbits, since x may be another state of the orbit than s·a.
 */
import { commutingOf } from '../../structures/commuting.ts';
import type { Structures } from '../../structures/structures.ts';
import type { Layout } from '../../state/layout.ts';
import type { ActionColumn } from './action-column.ts';
import type { Addresses } from './addresses.ts';
import { squareRowWords } from './addresses.ts';
import type { Code } from './encoder.ts';

/** Fills the table, whose words are 0. */
export function fillSquares(
  table: Int32Array,
  structures: Pick<Structures, 'diagrams' | 'instances'>,
  { scalars }: Layout,
): void {
  const commute = commutingOf(structures, scalars.length);
  const { length } = structures.instances;
  if (table.length === 0) return;
  for (let found = 0; found < length; found++)
    for (let left = found + 1; left < length; left++)
      if (commute(found, left)) {
        const at = (found + 1) * squareRowWords(length) + (left >>> 5);
        table[at] = (table[at] ?? 0) | (1 << (left & 31));
      }
}

/** Leaves in a local where the row of a state lies behind the begin of the table. */
export function squareRow(
  code: Code,
  instances: number,
  {
    index,
    column,
    parent,
  }: { readonly index: number; readonly column: ActionColumn; readonly parent: number },
): number {
  const row = code.local();
  column.place(index).memory(column.load, column.at(0));
  code
    .const(1)
    .op('i32.add')
    .const(squareRowWords(instances) * 4)
    .op('i32.mul');
  // An initial state has the parent -1.
  code.get(index).const(2).op('i32.shl').memory('i32.load', parent);
  code.const(31).op('i32.shr_s').const(-1).op('i32.xor', 'i32.and').set(row);
  return row;
}

/** Pushes whether an instance is left out in the state of that row. */
export const isLeftOut = (
  code: Code,
  row: number,
  { squares }: Pick<Addresses, 'squares'>,
  instance: number,
): Code =>
  code
    .get(row)
    .memory('i32.load', squares + (instance >>> 5) * 4)
    .const(1 << (instance & 31))
    .op('i32.and');
