/** A trace to look at again, from its id or a saved report, with the system that it belongs to. */
import type { Json, Trace } from '../../checker/index.ts';
import { fingerprint, replay } from '../../checker/index.ts';
import { UsageError } from '../errors.ts';
import type { SelectOptions } from '../selection/select.ts';
import { select, selectors, selectSubject } from '../selection/select.ts';
import type { Selection } from '../selection/selection.ts';
import type { World } from '../world.ts';
import type { Saved } from './saved.ts';
import { readSaved } from './saved.ts';

export interface RetraceOptions extends SelectOptions {
  /** Which of a report's counterexamples. */
  readonly property?: string | undefined;
}

export interface Retraced {
  readonly trace: Trace;
  /** null where the trace was given by its id. */
  readonly saved: Saved | null;
  readonly selection: Selection;
}

/** Throws a UsageError or a SystemError for a trace that is none, or one of another system. */
export async function retrace(
  given: string,
  config: string | undefined,
  options: RetraceOptions,
  world: World,
): Promise<Retraced> {
  const saved = readSaved(given, options.property, world.cwd);
  const selected = config !== undefined || selectors.some((name) => options[name] !== undefined);
  const selection =
    saved === null || selected
      ? await select(config, options, world)
      : await selectSubject(saved.subject, world);
  if (saved !== null && saved.fingerprint !== fingerprint(selection.system))
    throw new UsageError(
      `${given} belongs to another model or layout: its mark is ${saved.fingerprint}, that of ${selection.title} is ${fingerprint(selection.system)}`,
    );
  return { trace: replay(selection.system, saved === null ? given : saved.trace), saved, selection };
}

/** The state after the step that `--at` names; 0 is the initial state. */
export function stateAt(trace: Trace, at: string): { readonly step: number; readonly state: Json } {
  const step = /^\d+$/.test(at) ? Number(at) : NaN;
  const state = step === 0 ? trace.initial : trace.steps[step - 1]?.state;
  if (state === undefined)
    throw new UsageError(`--at ${at}: this trace has the steps 0 to ${trace.steps.length}`);
  return { step, state };
}
