/** What is asked about the invariant of `model/induction/`, and what should be answered. */
import type { InductionReport } from '../../checker/index.ts';
import {
  endlessMs,
  impliedProperties,
  inductiveInvariant,
  mutantPrograms,
  mutants,
  programsOfDesign,
  viewOfOneM,
} from '../../model/index.ts';
import type { EndlessSystem, ReleasePrograms, ViewSize } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import type { TableName } from './document.ts';

export interface Question {
  readonly table: TableName;
  readonly name: string;
  readonly expected: InductionReport['verdict'];
  readonly asked: () => Asked;
  /** Whether all is enumerated and then searched as well; else the first failure is enough. */
  readonly isWhole: boolean;
}

/** Made when a question comes to be asked. */
export interface Asked {
  readonly system: EndlessSystem['system'];
  readonly conjuncts: ReturnType<typeof inductiveInvariant>['conjuncts'];
  readonly properties: readonly string[];
}

/** The design whose invariant it is. */
export const inductionDesign = '1.26-nosplit';

export const sizesDefault: readonly string[] = ['1x1', '2x1', '2x2', '3x1'];

const one: ViewSize = { buffersPerM: 1, eventsPerBuffer: 1 };
const two: ViewSize = { buffersPerM: 2, eventsPerBuffer: 1 };

/** The steps of the design. */
function tree(): ReleasePrograms {
  const kept = programsOfDesign(inductionDesign);
  if (kept === undefined) throw new Error(`no steps were kept of ${inductionDesign}`);
  return kept;
}

/** The conjuncts that are claimed, and the properties that they imply. */
export function inductionClaims(): {
  readonly claims: readonly string[];
  readonly implies: readonly string[];
} {
  const view = viewOfOneM(tree(), one);
  return { claims: inductiveInvariant(view).claims, implies: impliedProperties(view.system) };
}

function asked(made: EndlessSystem, without?: string): Asked {
  const { system } = made;
  const conjuncts = Object.entries(inductiveInvariant(made).conjuncts).filter(([name]) => name !== without);
  return { system, conjuncts: Object.fromEntries(conjuncts), properties: impliedProperties(system) };
}

/** Of one table, or of all; `sizes` are buffers of an M and events of a buffer, as `2x1`. */
export function questionsOf(sizes: readonly string[], only?: TableName): Question[] {
  const inductive = { expected: 'inductive', isWhole: true } as const;
  const fails = { expected: 'not inductive', isWhole: false } as const;
  const all: Question[] = [
    ...sizes.map((name): Question => {
      const size = sizeOf(name);
      return { ...inductive, table: 'sizes', name, asked: () => asked(viewOfOneM(tree(), size)) };
    }),
    { ...inductive, table: 'pair', name: '1x1', asked: () => asked(endlessMs(tree(), one)) },
    ...inductionClaims().claims.map((name): Question => ({
      ...fails,
      ...{ table: 'conjuncts', name, asked: () => asked(viewOfOneM(tree(), two), name) },
    })),
    // The invariant is about the core, in the build without debugTraceReentrancy.
    ...Object.values(mutants)
      .filter(({ edits, fails: { tiny } }) => edits !== null && tiny !== undefined)
      .map(({ name }): Question => ({
        ...fails,
        ...{ table: 'mutants', name, asked: () => asked(viewOfOneM(mutantPrograms(name, 'core'), two)) },
      })),
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
