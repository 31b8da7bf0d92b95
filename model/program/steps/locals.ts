/**
 * Locals as fields of the state. Locals that are copies of each other and never differ while both may be read are one; of
 * those, the ones that a later step may read are kept, and two that are never kept at once share a field.
 */
import type { Instruction, ThreadProgram, ValueType } from '../language/program.ts';
import { writesOf } from '../language/program.ts';
import type { Liveness } from './liveness.ts';

export interface Fields {
  /** By field, what it holds. */
  readonly types: Readonly<Record<string, ValueType>>;
  /** By local, its field; without one, no step keeps it. */
  readonly of: ReadonlyMap<string, string>;
  /** By local, the name of all that are the same. */
  readonly same: (local: string) => string;
}

const names: Readonly<Record<ValueType, string>> = {
  gen: 'gen',
  buf: 'traceBuf',
  m: 'mp',
  ms: 'toFlush',
  bool: 'flag',
  int: 'count',
  g: 'gp',
  p: 'pp',
  status: 'status',
  event: 'ev',
  seq: 'seq',
};

/** `at`: the instructions before which steps begin; `keptAt`: the locals that a state keeps there. */
export function fieldsOf(
  program: ThreadProgram,
  liveness: Liveness,
  at: readonly number[],
  keptAt: (index: number) => readonly string[],
): Fields {
  const same = merged(program, liveness);
  const kept = new Map<string, Set<number>>();
  for (const index of at) {
    for (const local of keptAt(index)) {
      const one = same(local);
      const places = kept.get(one) ?? new Set<number>();
      places.add(index);
      kept.set(one, places);
    }
  }
  const types: Record<string, ValueType> = {};
  const holders = new Map<string, Set<number>[]>();
  const fields = new Map<string, string>();
  for (const [one, places] of kept) {
    const type = program.locals[one] ?? 'int';
    if (type === 'int')
      throw new RangeError(
        `the number ${one} is kept from one step to the next, where the model has no range for it`,
      );
    const [field] = freeField(types, holders, type, places);
    types[field] = type;
    holders.set(field, [...(holders.get(field) ?? []), places]);
    fields.set(one, field);
  }
  const of = new Map<string, string>();
  for (const local of Object.keys(program.locals)) {
    const field = fields.get(same(local));
    if (field !== undefined) of.set(local, field);
  }
  return { types, of, same };
}

function freeField(
  types: Readonly<Record<string, ValueType>>,
  holders: ReadonlyMap<string, Set<number>[]>,
  type: ValueType,
  places: ReadonlySet<number>,
): [string] {
  for (let next = 1; ; next++) {
    const field = next === 1 ? names[type] : `${names[type]}${next}`;
    if (types[field] === undefined) return [field];
    const clash = holders.get(field)?.some((others) => [...others].some((index) => places.has(index)));
    if (clash !== true) return [field];
  }
}

/** Unites the two locals of a copy, unless one is written while the other may be read. */
function merged({ list, locals }: ThreadProgram, { after }: Liveness): (local: string) => string {
  const parent = new Map<string, string>();
  const root = (local: string): string => {
    let one = local;
    for (let up = parent.get(one); up !== undefined; up = parent.get(one)) one = up;
    return one;
  };
  const clashes = new Map<string, Set<string>>(Object.keys(locals).map((name) => [name, new Set()]));
  list.forEach((one, index) => {
    for (const written of writesOf(one)) {
      for (const live of after[index] ?? []) {
        if (live === written || copyOf(one) === live) continue;
        clashes.get(written)?.add(live);
        clashes.get(live)?.add(written);
      }
    }
  });
  for (const one of list) {
    const from = copyOf(one);
    if (from === undefined || one.op !== 'set') continue;
    const [a, b] = [root(one.to), root(from)];
    if (a === b || locals[a] !== locals[b]) continue;
    const [ofA, ofB] = [clashes.get(a), clashes.get(b)];
    if (ofA === undefined || ofB === undefined || [...ofA].some((other) => root(other) === b)) continue;
    parent.set(b, a);
    for (const other of ofB) {
      ofA.add(other);
      clashes.get(root(other))?.add(a);
    }
  }
  return root;
}

const copyOf = (one: Instruction): string | undefined =>
  one.op === 'set' && 'local' in one.is ? one.is.local : undefined;
