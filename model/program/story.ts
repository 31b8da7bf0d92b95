/** How the steps of programs are told. */
import type { Cure, Step, Story, Trace } from '../../checker/index.ts';
import { paramsBeside } from '../../checker/index.ts';
import type { ProgramParams } from './module.ts';
import { ranIn } from './ran.ts';
import { nosplitAbove } from '../story.ts';
import type { TreePlaces } from '../story.ts';

const inGrowth = ' in a growth';

/** `growths`: functions in which a stack may grow between writer() and end(), as far as a tree was read for them; `params`: those of the system. */
export const programStory = (growths: TreePlaces['growths'] = [], params?: ProgramParams): Story => ({
  legend: '› is a step of a section inside a stack growth',
  label: ({ action, params, process }: Step) => {
    const rest = paramsBeside(params, process).filter((param) => !param.startsWith('slot='));
    const name = action.replace(inGrowth, '');
    return `${name === action ? '' : '› '}${[name, ...rest].join(' ')}`;
  },
  remark: () => null,
  isProgramCounter: (path) => path.endsWith('.at'),
  placeOf: (_, action) => (params === undefined ? null : placeIn(params.files, action)),
  ...(params !== undefined && { ran: ranIn(params) }),
  cure: (trace) => cureOf(trace, growths),
});

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
