/** What if a tree lacked one of its lines: its stores are loads then, and its locks are not taken or released. */
import { mapKinds } from '../language/kinds.ts';
import { places } from '../places/places.ts';
import type { At, Instruction, Programs, ValueType } from '../language/program.ts';

/** What can be left out of a program, and what a person would call it: `the store to trace.gen`. */
export interface Omission extends At {
  readonly what: string;
}

const lockCalls = ['lock', 'unlock', 'lockInside', 'unlockInside'];

function whatOf(one: Instruction): string | null {
  if (one.op === 'store' || one.op === 'add') return `the store to ${one.to.place}`;
  if (one.op !== 'call' || !lockCalls.includes(one.name)) return null;
  return `the ${one.name.replace('Inside', '')} of ${one.lock ?? ''}`;
}

/** Each line that stores, locks or unlocks, once. What only the drivers do is no line of the tree: `files` are the tree's functions. */
export function omissions(programs: Programs, files: Readonly<Record<string, string>>): readonly Omission[] {
  const found = new Map<string, { readonly at: At; readonly what: Set<string> }>();
  mapKinds(programs, ({ list }) => {
    for (const one of list) {
      const what = Object.hasOwn(files, one.fn) ? whatOf(one) : null;
      if (what === null) continue;
      const key = `${one.fn}:${one.line}`;
      const known = found.get(key) ?? { at: { fn: one.fn, line: one.line }, what: new Set() };
      found.set(key, known);
      known.what.add(what);
    }
  });
  return [...found.values()].map(({ at, what }) => ({ ...at, what: [...what].join(' and ') }));
}

/**
 * The programs without what a line stores, locks or unlocks. A store becomes a load of the same place, where the thread may load it, so
 * that the steps keep their ends and their names, and a schedule of the tree can be tried on it.
 */
export function leftOut(programs: Programs, { fn, line }: At): Programs {
  return mapKinds(programs, ({ list, locals }, kind) => {
    const more: Record<string, ValueType> = {};
    const without = list.map((one, index): Instruction => {
      if (one.fn !== fn || one.line !== line || whatOf(one) === null) return one;
      const at = { fn, line };
      // Where a lock was waited for a step may have begun, and still does.
      if (one.op === 'call' && one.name === 'lock') return { op: 'entry', begins: true, grows: false, ...at };
      if (one.op !== 'store' && one.op !== 'add') return { op: 'jump', to: index + 1, ...at };
      const place = places[one.to.place];
      if (place?.load[kind] === undefined) return { op: 'jump', to: index + 1, ...at };
      const to = `not stored to ${one.to.place}`;
      more[to] = place.type === 'count' || place.type === 'parity' ? 'int' : place.type;
      return { op: 'load', to, from: one.to, ...at };
    });
    return { list: without, locals: { ...locals, ...more } };
  });
}
