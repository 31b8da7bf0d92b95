/**
 * One exact pass over the states of a finished search for each action: is each conjunct of its guard ever false where it is
 * reached? The pass ends as soon as each has been seen false, which for most guards is after a few states.
 *
 * A function is generated for each action, as in the engine, so that V8 inlines the guard's conjuncts into the loop.
 */
import type { ProgramAction } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Space } from '../space/space.ts';
import type { Params } from '../language/system.ts';
import { blamed, isTrue } from '../state/answers.ts';
import { compiled } from '../state/compiled.ts';

export interface Conjuncts {
  /** By conjunct: whether it is false in some state in which those before it are true, for some instance. */
  readonly everFalse: Uint8Array;
  /** By conjunct: states × instances in which those before it are true; the count is whole where it was never false. */
  readonly reached: Float64Array;
}

export function scanGuard<S extends RecordField>(
  { views, engine, result }: Space<S>,
  { name, action, params }: ProgramAction<S>,
  complete: boolean,
): Conjuncts {
  const { load } = engine;
  const { guard } = action;
  const everFalse = new Uint8Array(guard.length);
  const reached = new Float64Array(guard.length);
  if (guard.length === 0) return { everFalse, reached };
  const conjuncts = guard.map((_, k) => String(k));
  /**
   * A fault in a state that was not expanded is none of this search: the conjunct is not said to be true there. In others the search has
   * asked before and met none.
   */
  const faulted = (params: Params, thrown: unknown): void => {
    for (const [k, { name: conjunct, holds }] of guard.entries()) {
      try {
        if (!isTrue(holds(views.currentView, params))) break;
      } catch (again) {
        if (complete) throw blamed({ function: 'guard', action: name, conjunct, params }, again);
        everFalse[k] = 1;
        return;
      }
    }
    throw thrown;
  };
  const body = `let left = ${String(guard.length)};
${conjuncts.map((k) => `const g${k} = guard[${k}].holds;`).join(' ')}
return (from, to) => {
  for (let index = from; index < to; index++) {
    load(index);
    for (let i = 0; i < params.length; i++) {
      const p = params[i];
      try {
      ${conjuncts
        .map(
          (k) =>
            `reached[${k}]++; if (!isTrue(g${k}(current, p))) { if (everFalse[${k}] === 0) { everFalse[${k}] = 1; if (--left === 0) return true; } continue; }`,
        )
        .join('\n      ')}
      } catch (thrown) { faulted(p, thrown); }
    }
  }
  return false;
};`;
  const given = { guard, params, current: views.currentView, load, everFalse, reached, isTrue, faulted };
  const scan = compiled('vacuity', given, body) as (from: number, to: number) => boolean;
  result.levels.some((ranges) => ranges.some(([from, to]) => scan(from, to)));
  return { everFalse, reached };
}
