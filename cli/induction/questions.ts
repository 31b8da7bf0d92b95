/** What is asked about the invariant of `model/induction/`, and what should be answered. */
import type { InductionReport } from '../../checker/index.ts';
import {
  actionMutants,
  designNamed,
  endlessPair,
  impliedProperties,
  inductiveInvariant,
  mutantNamed,
  viewOfOneM,
} from '../../model/index.ts';
import type { ViewSize } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import type { TableName } from './document.ts';

type System = ReturnType<typeof viewOfOneM>;
type Conjuncts = ReturnType<typeof inductiveInvariant>['claims'];

export interface Question {
  readonly table: TableName;
  readonly name: string;
  readonly expected: InductionReport['verdict'];
  readonly system: () => System;
  readonly conjuncts: Conjuncts;
  readonly properties: readonly string[];
  /** Whether all is enumerated and then searched as well; else the first failure is enough. */
  readonly isWhole: boolean;
}

/** The design whose invariant it is. */
export const inductionDesign = '1.26-nosplit';

export const sizesDefault: readonly string[] = ['1x1', '2x1', '2x2', '3x1'];

/** Of one table, or of all; `sizes` are buffers of an M and events of a buffer, as `2x1`. */
export function questionsOf(sizes: readonly string[], only?: TableName): Question[] {
  const correct = designNamed(inductionDesign);
  const properties = impliedProperties;
  const { frame, claims } = inductiveInvariant();
  const conjuncts = { ...frame, ...claims };
  const inductive = { expected: 'inductive', properties, isWhole: true } as const;
  const fails = { expected: 'not inductive', properties, isWhole: false } as const;
  const small: ViewSize = { buffersPerM: 2, eventsPerBuffer: 1 };
  const busy = inductiveInvariant('busy');
  const all: Question[] = [
    ...sizes.map((name): Question => {
      const size = sizeOf(name);
      return { ...inductive, table: 'sizes', name, system: () => viewOfOneM(correct, size), conjuncts };
    }),
    {
      ...inductive,
      table: 'pair',
      name: '1x1',
      system: () => endlessPair(correct, { buffersPerM: 1, eventsPerBuffer: 1 }),
      conjuncts: { ...busy.frame, ...busy.claims },
    },
    ...Object.keys(claims).map((name): Question => {
      const others = Object.entries(conjuncts).filter(([other]) => other !== name);
      const system = (): System => viewOfOneM(correct, small);
      return { ...fails, table: 'conjuncts', name, system, conjuncts: Object.fromEntries(others) };
    }),
    ...Object.values(actionMutants)
      // The invariant is about the core, in the build without debugTraceReentrancy.
      .filter(
        (mutant) => !mutant.design.debugThrowsplit && Object.hasOwn(mutantNamed(mutant.name).fails, 'tiny'),
      )
      .map((mutant): Question => {
        const system = (): System => viewOfOneM(mutant, small);
        return { ...fails, table: 'mutants', name: mutant.name, system, conjuncts };
      }),
  ];
  return all.filter(({ table }) => only === undefined || table === only);
}

function sizeOf(text: string): ViewSize {
  const [, buffers, events] = /^([1-9])x([1-9])$/.exec(text) ?? [];
  if (buffers === undefined || events === undefined)
    throw new UsageError(
      `${text} is not a size; give the buffers of an M and the events of a buffer, as 2x1`,
    );
  return { buffersPerM: Number(buffers), eventsPerBuffer: Number(events) };
}
