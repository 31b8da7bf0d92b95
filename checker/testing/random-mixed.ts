/**
 * The systems of random-system.ts, to whose states sets, optional values and queues are added, with tests and statements about them in
 * guards, effects and properties. The choices come from the end of the tape, so that the rest is the same system as without.
 */
import type { Field, RecordField, ScalarField } from '../language/schema.ts';
import { int, optional, oneOf, queue, record, set, bool, array } from '../language/schema.ts';
import type { System } from '../language/system.ts';
import type { Spec, Statement, Test } from './random-system.ts';
import { specOf, systemOf } from './random-system.ts';

export default function randomMixed(tape: readonly number[]): System {
  return systemOf(mixedSpec(tape), (_, run) => run);
}

const elements: readonly ScalarField[] = [int(0, 1), int(-1, 1), oneOf('a', 'b'), oneOf('b', 'a', 'c')];
const items: readonly Field[] = [...elements, bool(), record({ f0: int(0, 1), f1: array(2, bool()) })];

const fieldOf = (kind: number, of: number, room: number): Field => {
  const item = items[of % items.length] ?? bool();
  if (kind === 1) return optional(item);
  if (kind === 2) return queue(item, 1 + (room % 2));
  return set((elements[of % elements.length] ?? int(0, 1)) as ReturnType<typeof int>);
};

/** The spec that a tape stands for, as data. */
export function mixedSpec(tape: readonly number[]): Spec {
  const spec = specOf(tape);
  let at = tape.length;
  const choose = (count: number): number => (tape[--at] ?? 0) % count;
  const fields: Record<string, Field> = {};
  const places: (readonly (string | number)[])[] = [];
  const parts = 1 + choose(2);
  for (let part = 0; part < parts; part++) {
    const name = `s${String(part)}`;
    const field = fieldOf(choose(3), choose(8), choose(2));
    const isArray = choose(4) === 3;
    fields[name] = isArray ? array(2, field) : field;
    if (isArray) places.push([name, 0], [name, 1]);
    else places.push([name]);
  }
  const state: RecordField = { kind: 'record', fields: { ...spec.state.fields, ...fields } };
  const fieldAt = (path: readonly (string | number)[]): Field => {
    const field = fields[String(path[0])] ?? bool();
    return path.length === 1 || field.kind !== 'array' ? field : field.of;
  };
  const place = () => {
    const path = places[choose(places.length)] ?? ['s0'];
    return { path, field: fieldAt(path), op: choose(8), value: choose(3) };
  };
  const test = (): Test => ({ kind: 'part', ...place() });
  const statement = (): Statement => ({ kind: 'part', ...place() });
  const some = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  return {
    state,
    initial: spec.initial.map((plain) => ({
      ...plain,
      ...Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [name, 'part' in field ? [] : [[], []]]),
      ),
    })),
    actions: Object.fromEntries(
      Object.entries(spec.actions).map(([name, plan]) => [
        name,
        {
          ...plan,
          guard: [...plan.guard, ...some(choose(3) === 2 ? 1 : 0, test)],
          effect: [...plan.effect, ...some(choose(3), statement)],
        },
      ]),
    ),
    properties: Object.fromEntries(
      Object.entries(spec.properties).map(([name, plan]) => [
        name,
        choose(2) === 1
          ? plan
          : { ...plan, test: { kind: choose(2) === 1 ? 'any' : 'all', of: [plan.test, test()] } },
      ]),
    ),
  };
}
