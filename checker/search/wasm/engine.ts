/**
 * An engine in WebAssembly: code made of the structures of a program, over a store whose columns stand in its memory.
 *
 * It expands states, finds and adds their successors and judges these as the generated JavaScript does, in the same order and with the
 * same hash, so that a search can go from one to the other between two slices. What it has no code for it asks the system's own functions.
 */
import { judgeOf, subjectOf } from '../../evaluate/property.ts';
import { webAssembly } from '../../host/webassembly.ts';
import type { Program } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import { SystemError } from '../../language/system-error.ts';
import type { Structures } from '../../structures/structures.ts';
import { says } from '../../structures/asking.ts';
import type { Engine, Sink } from '../engine.ts';
import { locateAgain, located } from '../located.ts';
import type { Prepared } from '../prepared.ts';
import type { Store } from '../store.ts';
import { PAGE_BYTES } from '../store.ts';
import { verdictsOf } from '../verdicts.ts';
import { addressesOf, control } from './addresses.ts';
import { takerOf } from './asked-steps.ts';
import type { Imported } from './imports.ts';
import { moduleOf } from './module.ts';
import { fillSquares } from './squares.ts';

/** The functions of the module. */
interface Exports {
  expand(this: void, from: number, to: number): number;
  fill(this: void, from: number, to: number): void;
}

/** What the engine is made of. */
interface Over {
  readonly structures: Structures;
  /** Where this thread's own part of the memory begins. */
  readonly from: number;
  /** The engine in JavaScript over the same store, with the counts to go on from. */
  readonly plain: Engine;
  readonly sink: Sink;
}

export function wasmEngineOf<S extends RecordField>(
  prepared: Prepared<S>,
  store: Store,
  { structures, from: own, plain, sink }: Over,
): Engine {
  const { program, views, reduction } = prepared;
  const { layout, next, currentView, nextView } = views;
  const { counters } = plain;
  const { memory } = store;
  if (memory === null || webAssembly === null)
    throw new TypeError('the store is not in the memory of a WebAssembly engine');
  const addresses = addressesOf(program, store, own);
  const all = new Int32Array(memory.buffer);
  const words = all.subarray(own >>> 2, (own >>> 2) + control.length);
  fillSquares(new Int32Array(memory.buffer, addresses.squares, addresses.squareWords), structures, layout);
  let free = addresses.end;
  const verdicts = verdictsOf(program, layout, views, (length) => {
    const array = new Int32Array(memory.buffer, free, length);
    array.fill(0);
    free += array.byteLength;
    return array;
  });
  const fired = new Int32Array(memory.buffer, addresses.fired, program.actions.length);
  const exercised = new Int32Array(memory.buffer, addresses.exercised, program.properties.length);
  const judged = structures.properties.filter(({ property }) => !verdicts.properties.includes(property));
  refuseUnjudged(program, structures, verdicts.properties);
  const [properties, situations] = [
    judged.filter(({ subject }) => subject === 'state'),
    judged.filter(({ subject }) => subject === 'situation'),
  ];
  const ends = program.properties.flatMap(([, property], index) =>
    subjectOf(property) === 'end' ? [{ index, judge: judgeOf(property) }] : [],
  );
  const groups = verdicts.groups.map(({ mask, table, lookups, on }) => ({
    mask: mask.byteOffset,
    table: table.byteOffset,
    lookups: lookups.byteOffset,
    on: on.byteOffset,
  }));
  const actionBytes = store.action.BYTES_PER_ELEMENT;
  const bytes = moduleOf(
    { program, layout, structures, addresses, actionBytes },
    {
      layout,
      diagrams: structures.diagrams,
      properties,
      situations,
      remembered: verdicts.properties,
      groups,
    },
    {
      pages: memory.buffer.byteLength / PAGE_BYTES,
      actionBytes,
      shared: store.shared,
    },
  );
  const loadNext = (row: number): void => {
    const from = row >>> 2;
    for (let w = 0; w < layout.words; w++) next[w] = store.arena[from + w] ?? 0;
  };
  const counted = program.properties.flatMap(([, property], index) =>
    ['state', 'step'].includes(subjectOf(property)) ? [index] : [],
  );
  const successor = new Int32Array(memory.buffer, addresses.successor, layout.words);
  const taken = takerOf(program, views, { sink, exercised, successor });
  const judges = program.properties.map(([, property]) => judgeOf(property));
  const given: Imported = {
    violated: (property: number, index: number, step: number) => {
      sink.violated(property, index, step);
    },
    fault: (index: number) => {
      plain.load(index);
      throw faulty();
    },
    misfit: (row: number) => {
      loadNext(row);
      throw faulty();
    },
    says: (property: number, row: number) => {
      loadNext(row);
      const answer = judges[property]?.(nextView);
      return answer === 'violated'
        ? says.violated
        : answer === 'holds' || answer === 'reached'
          ? says.holds
          : says.notAsked;
    },
    remember: (group: number, row: number, state: number) => {
      loadNext(state);
      const of = verdicts.groups[group];
      if (of?.on[0] === 0) of.ask();
      else of?.judge(row / ((layout.words + 2) * 4));
    },
    ended: (index: number) => {
      plain.load(index);
      for (const { index: property, judge: judged } of ends) {
        counters.exercised[property] = (counters.exercised[property] ?? 0) + 1;
        if (judged(currentView) === 'violated') sink.violated(property, index, -1);
      }
    },
    verify: (index: number) => {
      plain.load(index);
      counters.represented += (structures.symmetric ? reduction?.size() : reduction?.verify()) ?? 0;
    },
    canonical: (row: number) => {
      const from = row >>> 2;
      for (let w = 0; w < layout.words; w++) next[w] = all[from + w] ?? 0;
      reduction?.canonical(next);
      for (let w = 0; w < layout.words; w++) all[from + w] = next[w] ?? 0;
    },
    take: (index: number, instance: number, asks: number) => {
      plain.load(index);
      return taken(index, instance, asks);
    },
  };
  const module = new webAssembly.Module(bytes);
  const { exports } = new webAssembly.Instance(module, { env: { memory, ...given } });
  // Sound because moduleOf exports them.
  const { expand, fill } = exports as Exports;
  const bind = (): void => {
    words[control.slotMask] = store.slots - 1;
  };
  bind();
  const engine: Omit<Engine, 'counters'> = {
    ...plain,
    bind: () => {
      plain.bind();
      bind();
    },
    place: (to, end, base) => {
      plain.place(to, end, base);
      words[control.free] = to;
      words[control.end] = end;
      words[control.base] = base;
    },
    next: () => words[control.free] ?? 0,
    fill,
    expand: (from, to) => {
      situations.forEach(({ property }) => {
        exercised[property] = counters.exercised[property] ?? 0;
      });
      words[control.unreached] = situations.filter(({ property }) => exercised[property] === 0).length;
      words[control.generated] = 0;
      words[control.degreeMin] = Math.min(counters.degreeMin, 0x7fffffff);
      words[control.degreeMax] = counters.degreeMax;
      const reached = expand(from, to);
      counters.generated += (words[control.generated] ?? 0) >>> 0;
      counters.expanded += reached - from;
      if (reached > from) counters.degreeMin = words[control.degreeMin] ?? 0;
      counters.degreeMax = words[control.degreeMax] ?? 0;
      for (let k = 0; k < fired.length; k++) counters.fired[k] = (counters.fired[k] ?? 0) + (fired[k] ?? 0);
      for (const { property } of situations) counters.exercised[property] = exercised[property] ?? 0;
      for (const property of counted)
        counters.exercised[property] = (counters.exercised[property] ?? 0) + (exercised[property] ?? 0);
      fired.fill(0);
      exercised.fill(0);
      return reached;
    },
  };
  return { ...located(engine, locateAgain(program, views)), counters };
}

/** Throws where a property of states would be judged by nobody: what is not judged must not hold. */
function refuseUnjudged<S extends RecordField>(
  { properties }: Program<S>,
  structures: Structures,
  remembered: readonly number[],
): void {
  const known = new Set([...remembered, ...structures.properties.map(({ property }) => property)]);
  properties.forEach(([name, property], index) => {
    if (subjectOf(property) === 'state' && !known.has(index))
      throw new TypeError(`the structures say nothing of the property ${name}`);
  });
}

/** What is thrown where the functions, which are asked again, do not throw what they threw. */
const faulty = (): SystemError =>
  new SystemError('a function of the system threw, and does not when it is asked again', {
    code: 'unsteady',
  });
