/** Which lines of its tree a step of programs runs: the step is taken again, by functions that say where they are. */
import { stepper } from '../../checker/index.ts';
import type { Passed, Plain, Story } from '../../checker/index.ts';
import { boundsNamed } from '../bounds.ts';
import { isTold } from './actions.ts';
import type { ProgramParams } from './module.ts';
import type { At } from './program.ts';
import { accessOf } from './program.ts';
import type { ProgramSchema } from './state.ts';
import { programSystem } from './system.ts';

/** Lines with an access, or with a call that the table of primitives knows; null where they are one. */
export function ranIn(params: ProgramParams): NonNullable<Story['ran']> {
  let walk: ReturnType<typeof walkOf> | undefined;
  return (step, before) => {
    // The system is made when a step is asked for.
    walk ??= walkOf(params);
    const lines = walk(keyOf(step), before as Plain<ProgramSchema>);
    return lines.length > 1 ? lines : null;
  };
}

const keyOf = ({ action, params }: { readonly action: string; readonly params: object }): string =>
  `${action} ${JSON.stringify(params)}`;

/** Sound where the state is one of a system with the same schema, which a trace of the programs has. */
function walkOf({
  programs,
  bounds,
  ...options
}: ProgramParams): (step: string, before: Plain<ProgramSchema>) => readonly Passed[] {
  let passed: At[] = [];
  const system = programSystem(programs, boundsNamed(bounds), {
    ...options,
    ran: (one) => {
      if (accessOf(one) !== undefined || (one.op === 'call' && isTold(one.name))) passed.push(one);
    },
  });
  const walk = stepper(system);
  const instances = new Map(walk.steps.map((one, index) => [keyOf(one), index]));
  return (step, before) => {
    const instance = instances.get(step);
    if (instance === undefined) return [];
    passed = [];
    walk.reset(before);
    walk.take(instance);
    return linesOf(passed, options.files);
  };
}

/** Each line once where its accesses follow each other; what stands in no file of the tree is the driver's. */
const linesOf = (passed: readonly At[], files: ProgramParams['files']): readonly Passed[] =>
  passed.flatMap(({ fn, line }, index): Passed[] => {
    const file = files[fn];
    const last = passed[index - 1];
    const isSame = last?.fn === fn && last.line === line;
    return file === undefined || isSame ? [] : [{ function: fn, file, line }];
  });
