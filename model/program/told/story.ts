/** How the steps of programs are told. */
import type { Cure, Json, Step, Story, Trace } from '../../../checker/index.ts';
import { paramsBeside } from '../../../checker/index.ts';
import { boundsNamed } from '../../bounds.ts';
import { buffersBy } from '../../picture.ts';
import { at } from '../../plain.ts';
import { dropsAt, nosplitAbove, nosplitAt, ofBuffers, reloadsAt } from '../../story.ts';
import type { TreePlaces } from '../../story.ts';
import { insideWriter } from '../../design.ts';
import type { ProgramParams } from '../module.ts';
import { ranIn } from './ran.ts';
import { holders, nestingOf, tellChanges } from './sentences.ts';
import { faultNumber } from '../state/state.ts';
import { growsAt } from '../system.ts';

const inGrowth = ' in a growth';

/** What a tree that was read says beside its steps. */
interface TreeOfSteps extends Pick<TreePlaces, 'growths'> {
  /** Null where it is not known. */
  readonly nestedAcquire: TreePlaces['nestedAcquire'] | null;
}

/** `tree`: what a tree that was read says beside its steps; null where it is that of a release. `params`: those of the system. */
export function programStory(tree: TreeOfSteps | null = null, params?: ProgramParams): Story {
  const prologue = prologueIn(params);
  return {
    legend: '› is a step of a section inside a stack growth',
    label: ({ action, params, process }: Step) => {
      const rest = paramsBeside(params, process).filter((param) => !param.startsWith('slot='));
      // Who takes the step is told beside it.
      const name = action.replace(inGrowth, '').replace(/ by (the )?[a-z]+/, '');
      return `${action.includes(inGrowth) ? '› ' : ''}${[name, ...rest].join(' ')}`;
    },
    remark: (step, before) => {
      const name = prologue(step, before);
      return name === null ? null : `at the prologue of ${name}`;
    },
    isProgramCounter: (path) => path.endsWith('.at'),
    placeOf: (_, action) => (params === undefined ? null : placeIn(params.files, action)),
    ...(params !== undefined && { ran: ranIn(params) }),
    cure: (trace) => cureOf(trace, tree, params),
    tell: (step, before) => tellChanges(step, before, prologue(step, before)),
    nesting: nestingOf,
    picture: (state, before, process) => buffersBy(holders, state, before, process),
    ...ofBuffers,
  };
}

/** The function at whose prologue a stack grows; null for another step, and for a growth elsewhere. */
function prologueIn(params: ProgramParams | undefined): (step: Step, before: Json) => string | null {
  let growths: ReadonlyMap<number, number> | undefined;
  return ({ action, params: { m } }, before) => {
    if (action !== 'StackGrowth' || params === undefined) return null;
    // The places are made when a growth is told.
    growths ??= growsAt(params.programs, boundsNamed(params.bounds), params.granularity ?? 'fine');
    const index = growths.get(Number(at(before, 'm', Number(m), 'own', 'at')));
    const one = index === undefined ? undefined : params.programs.own.list[index];
    return one?.op === 'entry' ? one.fn : null;
  };
}

/** An action is `FUNCTION:LINE`; of a property nothing more is known than its source. */
function placeIn(files: ProgramParams['files'], action = ''): string | null {
  const [, fn = '', line] = /^([\w.]+):(\d+)/.exec(action) ?? [];
  const file = Object.hasOwn(files, fn) ? files[fn] : undefined;
  return file === undefined ? null : `${file}:${line ?? ''}`;
}

/** What would make this counterexample impossible. Of a release, lines are not known. */
function cureOf(trace: Trace, tree: TreeOfSteps | null, params: ProgramParams | undefined): Cure[] {
  const grown = grownIn(trace);
  return [
    ...(tree === null
      ? [...new Set(grown)].filter((name) => params !== undefined && maySplit(params, name)).map(nosplitAt)
      : nosplitAbove(tree.growths, grown)),
    ...cureOfNesting(trace, tree?.nestedAcquire ?? null),
  ];
}

/** The functions of which nosplit would have kept a nested section out: those that go on after the growth. */
const grownIn = ({ steps }: Trace): readonly string[] =>
  steps.flatMap((step, index) => {
    if (step.action !== 'StackGrowth') return [];
    const next = steps
      .slice(index + 1)
      .find(({ action, process }) => process === step.process && !action.includes(inGrowth));
    return next === undefined ? [] : [next.action.replace(/:.*/, '')];
  });

/** Whether a stack may grow at the prologue of the function, between writer() and end(). */
const maySplit = ({ programs }: ProgramParams, name: string): boolean =>
  insideWriter(name) && programs.own.list.some((one) => one.op === 'entry' && one.fn === name && one.grows);

/** A section inside another one that gives up, or is of another generation than the outer one. */
function cureOfNesting({ initial, steps }: Trace, acquire: TreePlaces['nestedAcquire'] | null): Cure[] {
  const genOf = ({ params, state }: Step, kind: string): number =>
    Number(at(state, 'm', Number(params['m']), kind, 'gen') ?? 0);
  const drops = steps.some(({ state }) => Number(at(state, 'fault')) === faultNumber('dropped'));
  const reloads = steps.some((step, index) => {
    const m = Number(step.params['m']);
    const before = steps[index - 1]?.state ?? initial;
    const counted = (state: Json): number => Number(at(state, 'm', m, 'reentered') ?? 0);
    if (!step.action.includes(inGrowth) || at(step.state, 'm', m, 'growth', 'at') === 0) return false;
    const outer = genOf(step, 'own');
    return counted(before) > 0 && outer !== 0 && genOf(step, 'growth') !== outer;
  });
  return [...(drops ? [dropsAt(acquire)] : []), ...(reloads ? [reloadsAt(acquire)] : [])];
}
