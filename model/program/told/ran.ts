/** Which lines of its tree a step of programs runs: the step is taken again, by functions that say where they are. */
import { stepper } from '../../../checker/index.ts';
import type { Json, Passed, Plain, Step, Story } from '../../../checker/index.ts';
import { boundsNamed } from '../../bounds.ts';
import type { Bounds } from '../../bounds.ts';
import { isTold } from '../actions.ts';
import type { ThreadKind } from '../language/kinds.ts';
import type { ProgramParams } from '../module.ts';
import type { At, Instruction, Programs } from '../language/program.ts';
import { accessOf } from '../language/program.ts';
import type { ProgramSchema } from '../state/state.ts';
import type { ProgramOptions } from '../system.ts';
import { programSystem } from '../system.ts';

/** Lines with an access, or with a call that the table of primitives knows; null where they are one. */
export function ranIn(params: ProgramParams): NonNullable<Story['ran']> {
  let walk: ReturnType<typeof walkOf> | undefined;
  return (step, before) => {
    // The system is made when a step is asked for.
    walk ??= walkOf(params);
    const lines = walk(step, before);
    return lines.length > 1 ? lines : null;
  };
}

const keyOf = ({ action, params }: { readonly action: string; readonly params: object }): string =>
  `${action} ${JSON.stringify(params)}`;

/** An instruction of a thread of some kind, by its index in that kind's list. */
export interface Passage {
  readonly kind: ThreadKind;
  readonly index: number;
  readonly one: Instruction;
  /** Of an open choice, such as which M, the number of the option; else 0. */
  readonly option: number;
}

/**
 * What a step of these programs runs, in order. `before` is a state of a system of the same programs and bounds; of a step that those do not
 * have, there is nothing.
 */
export function passagesIn(
  programs: Programs,
  bounds: Bounds,
  options: ProgramOptions,
): (step: Pick<Step, 'action' | 'params'>, before: Json) => readonly Passage[] {
  let passed: Passage[] = [];
  const ran: ProgramOptions['ran'] = (one, kind, index, option) => {
    passed.push({ one, kind, index, option });
  };
  const walk = stepper(programSystem(programs, bounds, { ...options, ran }));
  const instances = new Map(walk.steps.map((one, index) => [keyOf(one), index]));
  return (step, before) => {
    const instance = instances.get(keyOf(step));
    passed = [];
    if (instance === undefined) return passed;
    // Sound because a trace of the programs has the states of their schema.
    walk.reset(before as Plain<ProgramSchema>);
    walk.take(instance);
    return passed;
  };
}

function walkOf({
  programs,
  bounds,
  ...options
}: ProgramParams): (step: Pick<Step, 'action' | 'params'>, before: Json) => readonly Passed[] {
  const passages = passagesIn(programs, boundsNamed(bounds), options);
  const isLine = ({ one }: Passage): boolean =>
    accessOf(one) !== undefined || (one.op === 'call' && isTold(one.name));
  return (step, before) =>
    linesOf(
      passages(step, before)
        .filter(isLine)
        .map(({ one }) => one),
      options.files,
    );
}

/** Each line once where its accesses follow each other; what stands in no file of the tree is the driver's. */
const linesOf = (passed: readonly At[], files: ProgramParams['files']): readonly Passed[] =>
  passed.flatMap(({ fn, line }, index): Passed[] => {
    const file = files[fn];
    const last = passed[index - 1];
    const isSame = last?.fn === fn && last.line === line;
    return file === undefined || isSame ? [] : [{ function: fn, file, line }];
  });
