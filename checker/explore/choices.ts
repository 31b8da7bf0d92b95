/** Which steps can be taken in a state, and what stops those that cannot. */
import type { Program, ProgramAction } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Conjunct } from '../language/system.ts';
import type { Views } from '../state/views.ts';
import { stopOf, take } from '../evaluate/step.ts';
import { changesBetween } from '../traces/trace.ts';
import { judge, momentHere } from '../why/judge.ts';
import { recorderOf } from '../why/recorder.ts';
import type { Blocked, Choices, InstanceShown, Possible } from './answer.ts';
import type { Line } from './line.ts';

/** Says of a scalar whether it only tells where in its program a process stands. */
export type IsProgramCounter = (path: string) => boolean;

export function choicesOf<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  line: Line,
  isProgramCounter: IsProgramCounter,
): Choices {
  const { words } = line;
  const possible: Possible[] = [];
  const blocked: Blocked[] = [];
  let elsewhere = 0;
  const recorder = recorderOf<S>(views.layout, [Int32Array.from(words)]);
  const moment = momentHere(line, line.step);
  for (const action of program.actions)
    action.params.forEach((params, index) => {
      views.current.set(words);
      const shown = instanceOf(program, action, index);
      const failed = firstFalse(views, action, index);
      if (failed === undefined) {
        take(program, views, words, shown.instance);
        possible.push({ ...shown, changes: changesBetween(views.layout, words, views.next) });
        return;
      }
      const ask = (): boolean => failed.holds(recorder.view(0), params);
      const deciding = recorder.record(ask).reads.filter(({ decides }) => decides);
      if (deciding.length > 0 && deciding.every(({ shape }) => isProgramCounter(shape.path))) elsewhere++;
      else blocked.push({ ...shown, conjunct: failed.name, reads: judge(recorder, moment, ask).reads });
    });
  return { possible, blocked, elsewhere };
}

/** The first conjunct of an instance's guard that is false in the state of `views.current`; undefined where it is enabled. */
export function firstFalse<S extends RecordField>(
  { currentView }: Views<S>,
  action: ProgramAction<S>,
  index: number,
): Conjunct<S> | undefined {
  return action.action.guard[stopOf(action, index, currentView)];
}

/** An instance of an action as it is shown. */
export const instanceOf = <S extends RecordField>(
  { processOf }: Program<S>,
  { name, action, params, first }: ProgramAction<S>,
  index: number,
): InstanceShown => ({
  instance: first + index,
  action: name,
  params: params[index] ?? {},
  process: processOf[first + index] ?? '',
  source: action.source ?? null,
});
