/** Why an action is enabled or not: each conjunct of its guard, asked on its own. */
import type { ProgramAction } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { InternalError, SystemError } from '../language/system-error.ts';
import type { Action, Params } from '../language/system.ts';
import { attempt, blamed, runEffect } from '../state/answers.ts';
import { changesBetween } from '../traces/trace.ts';
import type { ConjunctAnswer, InstanceAnswer, WhyAction } from './answer.ts';
import type { Asked } from './asked.ts';
import { judge, momentHere, toldOf } from './judge.ts';
import { footprintOf, recorderOf } from './recorder.ts';

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
      ...(failed === null ? stepOf(asked, name, action, values) : { changes: null, effect: null }),
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
  const moment = momentHere(trace, step);
  let reached = true;
  return guard.map((conjunct): ConjunctAnswer => {
    const here = reached;
    try {
      const judgement = judge(recorder, moment, () => conjunct.holds(recorder.view(0), params));
      reached &&= judgement.answer;
      return { name: conjunct.name, reached: here, fault: null, ...judgement };
    } catch (error) {
      if (here) throw blamed({ function: 'guard', action: name, params, conjunct: conjunct.name }, error);
      const fault = error instanceof Error ? error.message : String(error);
      return { name: conjunct.name, reached: false, answer: null, fault, reads: [] };
    }
  });
}

/** What the step would change, and what its effect reads and writes. */
function stepOf<S extends RecordField>(
  { views: { layout }, trace, step, words }: Asked<S>,
  name: string,
  { effect }: Action<S>,
  params: Params,
): Pick<InstanceAnswer, 'changes' | 'effect'> {
  const after = Int32Array.from(words);
  const { reads, writes } = attempt({ function: 'effect', action: name, params }, () =>
    footprintOf<S>(layout, after, (next) => {
      runEffect(effect, next, params);
    }),
  );
  const moment = momentHere(trace, step);
  return {
    changes: changesBetween(layout, words, after),
    effect: {
      reads: reads.map((read) => toldOf(read, [words], moment)),
      writes: writes.map(({ path }) => path),
    },
  };
}
