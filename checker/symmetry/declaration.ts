/**
 * What a system's declaration of symmetry means for its packed states and its action instances.
 *
 * The members of all declared sets are numbered through: these numbers are slots. A permutation is an array that gives
 * each slot the slot that it goes to, of the same set. Scalars that stand at the same place for different members form a
 * family, and so do the instances of an action that differ in members alone; a family is a table over the slots.
 */
import { rawOf } from '../state/codec.ts';
import type { Layout, ScalarShape, Shape } from '../state/layout.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { MemberReference, Params, SymmetricSet } from '../language/system.ts';
import { InternalError, SystemError } from '../language/system-error.ts';
import type { MovedScalar, Reference } from './moved.ts';
import { joinNeighbours } from './moved.ts';

/** One declared set; its members have the slots first … first + members.length - 1, in order. */
export interface SlotSet {
  readonly name: string;
  readonly first: number;
  readonly members: readonly number[];
}

/** An action instance: where its member parameters have other members, `table[tableIndex(slots)]` stands for it. */
export interface MovedInstance {
  readonly slots: readonly number[];
  readonly table: Int32Array;
}

export interface Symmetry {
  readonly sets: readonly SlotSet[];
  /** Slots of all sets. */
  readonly count: number;
  readonly scalars: readonly MovedScalar[];
  /** By instance. */
  readonly instances: readonly MovedInstance[];
}

/** Where the entry for these slots stands in a family's table. */
export const tableIndex = (slots: readonly number[], count: number): number =>
  slots.reduce((index, slot) => index * count + slot, 0);

/** Throws a SystemError where nothing is declared, or something that the schema or the actions do not have. */
export function symmetryOf<S extends RecordField>(program: Program<S>, layout: Layout): Symmetry {
  const { symmetry = {} } = program.system;
  const declared = Object.entries(symmetry);
  if (declared.length === 0)
    throw new SystemError(
      'no symmetry is declared; name the interchangeable members in `symmetry`, or search without it',
    );
  let count = 0;
  const sets = declared.map(([name, { members }]): SlotSet => {
    if (
      members.length === 0 ||
      new Set(members).size !== members.length ||
      !members.every((member) => Number.isSafeInteger(member) && member >= 0)
    )
      throw fault(name, `its members ${members.join(', ')} are not different indices, counted from 0`);
    const first = count;
    count += members.length;
    return { name, first, members };
  });
  const all = declared.map(([name, set], index) => ({ name, set, slots: sets[index] ?? fail() }));
  return {
    sets,
    count,
    scalars: joinNeighbours(scalarsOf(layout, all, count)),
    instances: instancesOf(program, all, count),
  };
}

interface Declared {
  readonly name: string;
  readonly set: SymmetricSet;
  readonly slots: SlotSet;
}

interface Placed {
  readonly shape: ScalarShape;
  readonly family: string;
  readonly slots: readonly number[];
  readonly path: string;
}

function scalarsOf(layout: Layout, all: readonly Declared[], count: number): readonly MovedScalar[] {
  const placed: Placed[] = [];
  const arrays = new Set<string>();
  const indexed = (path: string, length: number): readonly number[] => {
    arrays.add(path);
    const slotAt = Array.from({ length }, () => -1);
    for (const { name, set, slots } of all) {
      if (!(set.arrays ?? []).includes(path)) continue;
      slots.members.forEach((member, index) => {
        if (member >= length)
          throw fault(
            name,
            `member ${String(member)} is no index of ${path}, whose length is ${String(length)}`,
          );
        if (slotAt[member] !== -1)
          throw fault(name, `index ${String(member)} of ${path} is a member of another set, too`);
        slotAt[member] = slots.first + index;
      });
    }
    return slotAt;
  };
  const setOf = (slot: number): string =>
    all.find(({ slots }) => slot >= slots.first && slot < slots.first + slots.members.length)?.name ?? '';
  // `path` has [] for every index, as declarations have.
  const walk = (shape: Shape, path: string, family: string, slots: readonly number[]): void => {
    if (shape.kind === 'scalar') {
      placed.push({ shape, family, slots, path });
    } else if (shape.kind === 'record') {
      for (const [name, of] of shape.fields)
        walk(of, path === '' ? name : `${path}.${name}`, `${family}.${name}`, slots);
    } else {
      const slotAt = indexed(path, shape.elements.length);
      shape.elements.forEach((element, index) => {
        const slot = slotAt[index] ?? -1;
        const place = slot < 0 ? String(index) : `*${setOf(slot)}`;
        walk(element, `${path}[]`, `${family}[${place}]`, slot < 0 ? slots : [...slots, slot]);
      });
    }
  };
  walk(layout.root, '', '', []);
  for (const { name, set } of all) {
    const missing = set.arrays?.find((path) => !arrays.has(path));
    if (missing !== undefined)
      throw fault(name, `the schema has no array ${missing}; write [] for every index on the way: m[].votes`);
  }
  const positions = tables(placed, count, ({ shape }) => shape.position);
  const references = referencesOf(placed, all, count);
  for (const { where } of references.values())
    if (where !== null && placed.some(({ shape, path }) => shape === where.shape && references.has(path)))
      throw new SystemError(`a symmetric set is declared wrongly: ${where.shape.path} is a reference itself`);
  return placed.flatMap((one): MovedScalar[] => {
    const reference = references.get(one.path) ?? null;
    if ((one.slots.length === 0 && reference === null) || one.shape.bits === 0) return [];
    const { family, slots, shape } = one;
    const { position, bits } = shape;
    return [{ position, bits, family, slots, positions: positions.get(family) ?? fail(), reference }];
  });
}

/** By family, what stands for each combination of slots. */
function tables<T extends { readonly family: string; readonly slots: readonly number[] }>(
  items: readonly T[],
  count: number,
  of: (item: T) => number,
): ReadonlyMap<string, Int32Array> {
  const found = new Map<string, Int32Array>();
  for (const item of items) {
    let table = found.get(item.family);
    if (table === undefined)
      found.set(item.family, (table = new Int32Array(count ** item.slots.length).fill(-1)));
    table[tableIndex(item.slots, count)] = of(item);
  }
  return found;
}

/** By path, the fields whose values are members. */
function referencesOf(
  placed: readonly Placed[],
  all: readonly Declared[],
  count: number,
): ReadonlyMap<string, Reference> {
  const found = new Map<string, Reference>();
  for (const { name, set, slots } of all) {
    for (const declared of set.references ?? []) {
      const {
        path,
        offset = 0,
        where,
      }: MemberReference = typeof declared === 'string' ? { path: declared } : declared;
      const field = placed.find((one) => one.path === path)?.shape.field;
      if (field?.kind !== 'int')
        throw fault(name, `the schema has no int field ${path}; write [] for every index on the way: next[]`);
      const { min, max } = field;
      if (max - min > VALUES_MAX) throw fault(name, `${path} has more than ${String(VALUES_MAX)} values`);
      let reference = found.get(path);
      if (reference === undefined) {
        const slotOf = new Int32Array(max - min + 1).fill(-1);
        const rawOf = new Int32Array(count).fill(-1);
        found.set(path, (reference = { slotOf, rawOf, where: conditionOf(name, where, placed) }));
      }
      slots.members.forEach((member, index) => {
        const raw = member + offset - min;
        if (raw < 0 || raw > max - min)
          throw fault(
            name,
            `${path} cannot be ${String(member + offset)}, which would be member ${String(member)}`,
          );
        if (reference.slotOf[raw] !== -1)
          throw fault(name, `value ${String(member + offset)} of ${path} is declared twice`);
        reference.slotOf[raw] = slots.first + index;
        reference.rawOf[slots.first + index] = raw;
      });
    }
  }
  return found;
}

/** A condition must read the same in every state of an orbit: it is on a field that no permutation moves or changes. */
function conditionOf(
  set: string,
  where: MemberReference['where'],
  placed: readonly Placed[],
): Reference['where'] {
  if (where === undefined) return null;
  const shape = placed.find((one) => one.shape.path === where.path && one.slots.length === 0)?.shape;
  if (shape === undefined) throw fault(set, `there is no field ${where.path} that all members share`);
  const raw = rawOf(shape.field, where.is);
  if (raw === undefined) throw fault(set, `${where.path} is never ${String(where.is)}`);
  return { shape, raw };
}

const VALUES_MAX = 0xffff;

function instancesOf<S extends RecordField>(
  program: Program<S>,
  all: readonly Declared[],
  count: number,
): readonly MovedInstance[] {
  for (const { name, set } of all) {
    const unknown = set.params?.find((param) =>
      program.actions.every(({ action }) => !Object.hasOwn(action.params, param)),
    );
    if (unknown !== undefined) throw fault(name, `no action has a parameter ${unknown}`);
    for (const { name: of, action } of program.actions) {
      for (const param of set.params ?? []) {
        const domain = action.params[param] ?? [];
        const inside = set.members.filter((member) => domain.includes(member));
        if (inside.length !== 0 && inside.length !== set.members.length)
          throw fault(name, `parameter ${param} of ${of} ranges over some of its members and not over all`);
      }
    }
  }
  const slotOf = (param: string, value: Params[string]): readonly [set: string, slot: number] | undefined => {
    for (const { name, set, slots } of all) {
      const index = set.params?.includes(param) === true ? set.members.indexOf(Number(value)) : -1;
      if (index >= 0 && typeof value === 'number') return [name, slots.first + index];
    }
    return undefined;
  };
  const items = program.actions.flatMap(({ name, params, first }) =>
    params.map((values, index) => {
      const found = Object.entries(values).map(([param, value]) => slotOf(param, value));
      const places = Object.values(values).map((value, at) => found[at]?.[0] ?? [value]);
      return {
        family: JSON.stringify([name, places]),
        slots: found.flatMap((one) => (one === undefined ? [] : [one[1]])),
        instance: first + index,
      };
    }),
  );
  const byFamily = tables(items, count, ({ instance }) => instance);
  return items.map(({ family, slots }) => ({ slots, table: byFamily.get(family) ?? fail() }));
}

const fault = (set: string, message: string): SystemError =>
  new SystemError(`the symmetric set ${set} is declared wrongly: ${message}`);

function fail(): never {
  throw new InternalError('a symmetric set without a table');
}
