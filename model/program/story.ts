/** How the steps of programs are told. */
import type { Cure, Json, Step, Story, Trace } from '../../checker/index.ts';
import { paramsBeside } from '../../checker/index.ts';
import { boundsNamed } from '../bounds.ts';
import { buffersBy } from '../picture.ts';
import { at } from '../plain.ts';
import { nosplitAbove, ofBuffers } from '../story.ts';
import type { TreePlaces } from '../story.ts';
import type { ProgramParams } from './module.ts';
import { ranIn } from './ran.ts';
import { holders, nestingOf, tellChanges } from './sentences.ts';
import { growsAt } from './system.ts';

const inGrowth = ' in a growth';

/** `growths`: functions in which a stack may grow between writer() and end(), as far as a tree was read for them; `params`: those of the system. */
export function programStory(growths: TreePlaces['growths'] = [], params?: ProgramParams): Story {
  const prologue = prologueIn(params);
  return {
    legend: '› is a step of a section inside a stack growth',
    label: ({ action, params, process }: Step) => {
      const rest = paramsBeside(params, process).filter((param) => !param.startsWith('slot='));
      const name = action.replace(inGrowth, '');
      return `${name === action ? '' : '› '}${[name, ...rest].join(' ')}`;
    },
    remark: (step, before) => {
      const name = prologue(step, before);
      return name === null ? null : `at the prologue of ${name}`;
    },
    isProgramCounter: (path) => path.endsWith('.at'),
    placeOf: (_, action) => (params === undefined ? null : placeIn(params.files, action)),
    ...(params !== undefined && { ran: ranIn(params) }),
    cure: (trace) => cureOf(trace, growths),
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

/** The functions of which nosplit would have kept a nested section out: those that go on after the growth. */
function cureOf({ steps }: Trace, growths: TreePlaces['growths']): Cure[] {
  const grown = steps.flatMap((step, index) => {
    if (step.action !== 'StackGrowth') return [];
    const next = steps
      .slice(index + 1)
      .find(({ action, process }) => process === step.process && !action.includes(inGrowth));
    return next === undefined ? [] : [next.action.replace(/:.*/, '')];
  });
  return nosplitAbove(growths, grown);
}
