/**
 * The generated inner loop: expands states, finds or adds their successors, and judges the new ones.
 *
 * Its text has four parts: what judges (judging.ts), what takes steps (stepping.ts), what finds and adds states (table.ts), and
 * below the loop itself with the engine's members. Parameter objects are frozen and built once, the successor is copied
 * into `next` only where the guard holds, and nothing is allocated per state or per transition.
 *
 * There are three uses, which differ in what happens to a successor: alone, it is added without atomics; beside other
 * workers by compare-and-swap; and the passes over a finished space look it up and are called back.
 */
import type { Program } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import type { SystemErrorSite } from '../../language/system-error.ts';
import type { Layout } from '../../state/layout.ts';
import type { Verdicts } from '../verdicts.ts';
import { Calls } from './calls.ts';
import type { Judging } from './judging.ts';
import { judgingOf } from './judging.ts';
import { steppingOf } from './stepping.ts';
import type { Variant } from './table.ts';
import type { TableCode } from './table.ts';
import { BATCH_STATES, cellNumbers, tableOf } from './table.ts';

/** The body of a function that makes an engine of a program, its views and a store; and what its calls of user code are noted as. */
export interface InnerLoop {
  readonly text: string;
  readonly sites: readonly SystemErrorSite[];
}

export interface InnerLoopOptions {
  readonly variant: Variant;
  readonly debug: boolean;
  /** What is remembered of the program's invariants. */
  readonly verdicts: Verdicts;
  /** The code of another table than that of a plain store. */
  readonly codeOf: ((symmetric: boolean, judging: Judging) => TableCode) | null;
}

/**
 * The text has names of nothing but the program's numbers, and no part of it is found again by its text: what users call their
 * actions and properties does not stand in it.
 */
export function innerLoop<S extends RecordField>(
  program: Program<S>,
  layout: Layout,
  { variant, debug, verdicts, codeOf }: InnerLoopOptions,
): InnerLoop {
  const { words } = layout;
  const { instances, symmetric } = program;
  const calls = new Calls(debug);
  const judging = judgingOf(program, words, verdicts, calls);
  const stepping = steppingOf(program, layout, judging, calls);
  const table = codeOf?.(symmetric, judging) ?? tableOf({ words, variant, symmetric }, judging);
  // What the other states of the orbit are asked is not noted.
  const verify = symmetric ? `${debug ? 'site.at = undefined; ' : ''}counters.represented += verify();` : '';
  const rows = BATCH_STATES + instances;
  const text = `const { current, next, currentView: CURRENT, nextDraft: DRAFT, nextView: NEXT } = views;
const { fired, exercised } = counters${symmetric ? ', { canonical, verify } = reduction' : ''};
// Constants of this engine, so that V8 folds their addresses into the code; larger columns take a new engine.
${table.declared}
// What changes in the hot loop stands in a typed array at a constant address, which is cheaper than variables of a closure.
const ${cellNumbers}, at = new Int32Array(16);
at[UNREACHED] = [${judging.situations.join()}].filter((k) => exercised[k] === 0).length;
let visitor = null;
const batch = new Int32Array(${String(rows * table.stride)}), touched = new Int32Array(1);
const hashes = new Int32Array(${String(rows)}), slots = new Int32Array(${String(rows)});
${judging.text}
${stepping.text}
${table.functions}
function bind() {
  ${table.bound}
}
bind();
return {
  ${table.more}
  bind,
  load,
  fill,
  indexOfNext: find,
  next: () => at[FREE],
  place(to, last, from) { at[FREE] = to; at[END] = last; at[BASE] = from; },
  addRoot() { counters.generated++; defer(-1, 0); flush(); ${judging.counted} },
  expand(from, to) {
    const limit = at[END] - ${String(roomFor(instances))};
    let index = from, generated = 0, { degreeMin, degreeMax } = counters;
    for (; index < to; index++) {
      if (at[PENDING] >= ${String(BATCH_STATES * table.stride)}) flush();
      if (at[FREE] > limit) break;
      load(index);
      at[DEGREE] = 0;
      ${stepping.act}
      const degree = at[DEGREE];
      generated += degree;
      if (degree < degreeMin) degreeMin = degree;
      if (degree > degreeMax) degreeMax = degree;
      if (degree === 0) { ${judging.ofEnd} }
      ${verify}
    }
    flush();
    counters.generated += generated;
    counters.expanded += index - from;
    counters.degreeMin = degreeMin;
    counters.degreeMax = degreeMax;
    ${judging.counted}
    return index;
  },
  successors(index, visit) {
    visitor = visit;
    load(index);
    ${stepping.visit}
  },
};`;
  return { text, sites: calls.sites };
}

/** Free rows that the expansion of one more state may need. */
export const roomFor = (instances: number): number => instances + BATCH_STATES;
