/**
 * Asks one predicate about one state (or the two of a step) and says what decided.
 */
import { scalarAt } from '../state/codec.ts';
import type { ScalarShape } from '../state/layout.ts';
import { maskOf } from '../state/layout.ts';
import type { Trace } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import type { Scalar } from '../language/system.ts';
import { isTrue } from '../state/answers.ts';
import type { Judgement, Read, Writer } from './answer.ts';
import type { Noted, Recorder } from './recorder.ts';

/** The names of a recorder's states, and after which step of the trace each of them is. */
export interface Moment {
  readonly names: readonly Read['state'][];
  readonly steps: readonly number[];
}

/** Scalars with more values than these are not tried out. */
const VALUES_MAX = 256;

export function judge<S extends RecordField>(
  recorder: Recorder<S>,
  trace: Pick<Trace, 'steps'>,
  moment: Moment,
  ask: () => boolean,
): Judgement {
  const { answer, reads } = recorder.record(() => isTrue(ask()));
  return {
    answer,
    reads: reads.map(({ shape, state, decides }): Read => {
      const words = recorder.states[state] ?? new Int32Array();
      return {
        path: shape.path,
        value: scalarAt(shape, words),
        state: moment.names[state] ?? 'here',
        decides,
        wants: answer ? null : wants(recorder, { shape, state }, ask),
        setBy: writerOf(trace, shape.path, moment.steps[state] ?? 0),
      };
    }),
  };
}

/** The values of one scalar with which the predicate would be true, all else being equal. */
function wants<S extends RecordField>(
  recorder: Recorder<S>,
  { shape, state }: Pick<Noted, 'shape' | 'state'>,
  ask: () => boolean,
): readonly Scalar[] | null {
  const count = valuesOf(shape);
  const words = recorder.states[state];
  if (count > VALUES_MAX || words === undefined) return null;
  const kept = Int32Array.from(words);
  const found: Scalar[] = [];
  for (let raw = 0; raw < count; raw++) {
    put(shape, words, raw);
    try {
      if (recorder.record(() => isTrue(ask())).answer) found.push(scalarAt(shape, words));
    } catch {
      // A state that cannot be reached may be one that the predicate was not made for: it is no answer then.
    }
  }
  words.set(kept);
  return found;
}

function valuesOf({ field }: ScalarShape): number {
  if (field.kind === 'bool') return 2;
  return field.kind === 'int' ? field.max - field.min + 1 : field.values.length;
}

function put({ position, bits }: ScalarShape, words: Int32Array, raw: number): void {
  const shift = position & 31;
  const word = position >>> 5;
  words[word] = ((words[word] ?? 0) & ~(maskOf(bits) << shift)) | (raw << shift);
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
