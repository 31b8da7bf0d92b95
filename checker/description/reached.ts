/** The states that a system can reach, as stored values. */
import type { RecordField } from '../language/schema.ts';
import { programOf } from '../language/program.ts';
import type { System } from '../language/system.ts';
import { SystemError } from '../language/system-error.ts';
import { breadthFirst } from '../search/sequential.ts';
import { boundsOf } from '../search/setup.ts';
import { eachState, spaceOf } from '../space/space.ts';
import type { Layout } from '../state/layout.ts';
import { decode } from '../state/codec.ts';
import { maskOf, storeRaw } from '../state/layout.ts';
import { viewsOf } from '../state/views.ts';
import type { EachState } from '../structures/seen.ts';

export interface Reached {
  readonly distinct: number;
  readonly each: EachState;
}

/** The stored values of a packed state, by scalar. */
export function rawsOf(
  { scalars }: Layout,
  words: Int32Array,
  into = new Int32Array(scalars.length),
): Int32Array {
  scalars.forEach(({ position, bits }, at) => {
    into[at] = bits === 0 ? 0 : ((words[position >>> 5] ?? 0) >>> (position & 31)) & maskOf(bits);
  });
  return into;
}

/** The state of these stored values. */
export function stateOfRaws(layout: Layout, raws: ArrayLike<number>): unknown {
  const words = new Int32Array(layout.words);
  layout.scalars.forEach((shape, at) => {
    storeRaw(words, shape, raws[at] ?? 0);
  });
  return decode(layout, words);
}

/** Searches the system, without judging it. Throws a SystemError where a limit or an interrupt ends that. */
export async function reachedOf<S extends RecordField>(
  system: System<S>,
  signal: AbortSignal | undefined,
): Promise<Reached> {
  const program = programOf(system, []);
  const views = viewsOf(system.state);
  const prepared = { program, views, reduction: null };
  const hooks = { onProgress: undefined, signal, checkpoints: null, saved: null };
  const result = await breadthFirst(prepared, boundsOf({ continue: true }), hooks);
  if (result.limit !== null)
    throw new SystemError(
      `${system.name} was not searched to its end (${result.limit}), which a description of the reached states needs`,
      { code: 'options' },
    );
  const space = spaceOf(prepared, result);
  const raws = new Int32Array(views.layout.scalars.length);
  return {
    distinct: result.distinct,
    each: (visit) => {
      eachState(result.levels, (index) => {
        space.engine.load(index);
        visit(rawsOf(views.layout, views.current, raws));
      });
    },
  };
}
