/** Why an action is enabled or not: each conjunct of its guard, asked on its own. */
import type { ProgramAction } from '../language/program.ts';
import type { Change } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import { InternalError, SystemError } from '../language/system-error.ts';
import type { Action, Params } from '../language/system.ts';
import { changesBetween } from '../traces/trace.ts';
import type { ConjunctAnswer, InstanceAnswer, WhyAction } from './answer.ts';
import type { Asked } from './asked.ts';
import { viewOf } from './asked.ts';
import type { Moment } from './judge.ts';
import { judge } from './judge.ts';
import { recorderOf } from './recorder.ts';

export function whyAction<S extends RecordField>(
  asked: Asked<S>,
  { name, action, params, first }: ProgramAction<S>,
  wanted: Params,
): WhyAction {
  const chosen = params.flatMap((values, index) =>
    Object.entries(wanted).every(([key, value]) => String(values[key]) === String(value))
      ? [[values, first + index] as const]
      : [],
  );
  if (chosen.length === 0) throw new SystemError(noInstance(name, action, wanted), { code: 'options' });
  const instances = chosen.map(([values, instance]): InstanceAnswer => {
    const conjuncts = conjunctsOf(asked, name, action, values);
    const failed = conjuncts.find(({ answer }) => answer === false)?.name ?? null;
    return {
      params: values,
      process: asked.program.processOf[instance] ?? '',
      enabled: failed === null,
      failed,
      conjuncts,
      changes: failed === null ? changesOf(asked, action, values) : null,
    };
  });
  return { kind: 'action', action: name, source: action.source ?? null, step: asked.step, instances };
}

/** Which key or value of the parameters an action does not have. */
function noInstance(name: string, { params }: Pick<Action<RecordField>, 'params'>, wanted: Params): string {
  const known = Object.keys(params);
  const takes = known.length === 0 ? 'takes no parameters' : `takes ${known.join(', ')}`;
  for (const [key, value] of Object.entries(wanted)) {
    const domain = Object.hasOwn(params, key) ? params[key] : undefined;
    if (domain === undefined) return `${name} has no parameter ${key}; it ${takes}`;
    if (!domain.some((one) => String(one) === String(value)))
      return `${name} has no instance with ${key}=${String(value)}; ${key} is one of ${domain.map(String).join(', ')}`;
  }
  throw new InternalError(`${name} has no instance`);
}

function conjunctsOf<S extends RecordField>(
  { views, trace, step, words }: Asked<S>,
  name: string,
  { guard }: Action<S>,
  params: Params,
): ConjunctAnswer[] {
  const recorder = recorderOf<S>(views.layout, [Int32Array.from(words)]);
  const moment: Moment = { names: ['here'], steps: [step] };
  let reached = true;
  return guard.map((conjunct): ConjunctAnswer => {
    const ask = (): boolean => conjunct.holds(viewOf(recorder, 0), params);
    const here = reached;
    try {
      const judgement = judge(recorder, trace, moment, ask);
      reached &&= judgement.answer;
      return { name: conjunct.name, reached: here, fault: null, ...judgement };
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      if (here)
        throw new SystemError(`guard ${conjunct.name} of ${name}: ${fault}`, {
          code: 'threw',
          at: { function: 'guard', action: name, params, conjunct: conjunct.name },
          cause: error,
        });
      return { name: conjunct.name, reached: false, answer: null, fault, reads: [] };
    }
  });
}

function changesOf<S extends RecordField>(
  { views, words }: Asked<S>,
  { effect }: Action<S>,
  params: Params,
): readonly Change[] {
  views.next.set(words);
  effect(views.nextDraft, params);
  return changesBetween(views.layout, words, views.next);
}
