/**
 * Asks one predicate about one state (or the two of a step) and says what decided.
 */
import { scalarAt } from '../state/codec.ts';
import { countOf, storeRaw } from '../state/layout.ts';
import type { Trace } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import type { Scalar } from '../language/system.ts';
import { isTrue } from '../state/answers.ts';
import type { Judgement, Read, Writer } from './answer.ts';
import type { Noted, Recorder } from './recorder.ts';

/** The trace, the names of the states that are looked at, and after which step of the trace each of them is. */
export interface Moment {
  readonly trace: Pick<Trace, 'steps'>;
  readonly names: readonly Read['state'][];
  readonly steps: readonly number[];
}

/** The moment of one state, after this step of the trace. */
export const momentHere = (trace: Moment['trace'], step: number): Moment => ({
  trace,
  names: ['here'],
  steps: [step],
});

/** Scalars with more values than these are not tried out. */
const VALUES_MAX = 256;

export function judge<S extends RecordField>(
  recorder: Recorder<S>,
  moment: Moment,
  ask: () => boolean,
): Judgement {
  const { answer, reads } = recorder.record(() => isTrue(ask()));
  return {
    answer,
    reads: reads.map((read) => ({
      ...toldOf(read, recorder.states, moment),
      wants: answer ? null : wants(recorder, read, ask),
    })),
  };
}

/** A read as it is told, with nothing that it wants. */
export function toldOf(
  { shape, state, decides }: Noted,
  states: readonly Int32Array[],
  { trace, names, steps }: Moment,
): Read {
  return {
    path: shape.path,
    value: scalarAt(shape, states[state] ?? new Int32Array()),
    state: names[state] ?? 'here',
    decides,
    wants: null,
    setBy: writerOf(trace, shape.path, steps[state] ?? 0),
  };
}

/** The values of one scalar with which the predicate would be true, all else being equal. */
function wants<S extends RecordField>(
  recorder: Recorder<S>,
  { shape, state }: Noted,
  ask: () => boolean,
): readonly Scalar[] | null {
  const count = countOf(shape.field);
  const words = recorder.states[state];
  if (count > VALUES_MAX || words === undefined) return null;
  const kept = Int32Array.from(words);
  const found: Scalar[] = [];
  for (let raw = 0; raw < count; raw++) {
    storeRaw(words, shape, raw);
    try {
      if (recorder.record(() => isTrue(ask())).answer) found.push(scalarAt(shape, words));
    } catch {
      // A state that cannot be reached may be one that the predicate was not made for: it is no answer then.
    }
  }
  words.set(kept);
  return found;
}

/** The last of the first `until` steps that changed the field. */
function writerOf({ steps }: Pick<Trace, 'steps'>, path: string, until: number): Writer | null {
  for (let index = Math.min(until, steps.length) - 1; index >= 0; index--) {
    const step = steps[index];
    if (step?.changes.some((change) => change.path === path) !== true) continue;
    const { action, params, process } = step;
    return { step: index + 1, action, params, process };
  }
  return null;
}
