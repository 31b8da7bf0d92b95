/** A trace to look at again, from its id or a saved report, with the system that it belongs to. */
import type { Json, Trace } from '../../checker/index.ts';
import { replay } from '../../checker/index.ts';
import { UsageError } from '../errors.ts';
import { wholeNumber } from '../limits.ts';
import { instanceName } from '../reporters/words.ts';
import type { SelectOptions } from '../selection/select.ts';
import { select, selectReported } from '../selection/select.ts';
import type { Selection } from '../selection/selection.ts';
import type { World } from '../world.ts';
import { judgeSaved } from './judge-saved.ts';
import { isItf, readItf } from './read-itf.ts';
import { readJson, readSaved } from './saved.ts';

export interface RetraceOptions extends SelectOptions {
  /** Which of a report's counterexamples. */
  readonly property?: string | undefined;
}

export interface Retraced {
  readonly trace: Trace;
  /**
   * The claim, with its instance, that was evaluated where the trace ends: it is violated there, or, of a witness, reached. null where the
   * trace was given by its id.
   */
  readonly shown: { readonly claim: string; readonly isWitness: boolean } | null;
  readonly selection: Selection;
}

/** Throws a UsageError or a SystemError for a trace that is none, or one of another system, or a report that says what is not so. */
export async function retrace(
  given: string,
  config: string | undefined,
  options: RetraceOptions,
  world: World,
): Promise<Retraced> {
  const data = readJson(given, world.cwd);
  if (data === undefined || isItf(data)) {
    if (options.property !== undefined)
      throw new UsageError(
        '--property chooses from a saved report; an id, and a trace in ITF, is one trace already',
      );
    if (data !== undefined) return readItf(given, data, config, options, world);
    const selection = await select(config, options, world);
    return { trace: replay(selection.system, given), selection, shown: null };
  }
  const saved = readSaved(given, data, options.property);
  const selection = await selectReported(given, saved.subject, config, options, world);
  const trace = judgeSaved(given, saved, selection);
  const { chosen } = saved;
  return { trace, shown: { claim: instanceName(chosen), isWitness: chosen.isWitness }, selection };
}

/** The state after the step that `--at` names; 0 is the initial state. */
export function stateAt(trace: Trace, at: string): { readonly step: number; readonly state: Json } {
  const step = wholeNumber(at) ?? NaN;
  const state = step === 0 ? trace.initial : trace.steps[step - 1]?.state;
  if (state === undefined)
    throw new UsageError(`--at ${at}: this trace has the steps 0 to ${trace.steps.length}`);
  return { step, state };
}
