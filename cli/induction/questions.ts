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
import type { SolverName, TableName } from './document.ts';

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

export const sizesDefault: Readonly<Record<SolverName, readonly string[]>> = {
  enumeration: ['1x1', '2x1', '2x2', '3x1'],
  z3: ['1x1', '2x1'],
};

const one: ViewSize = { buffersPerM: 1, eventsPerBuffer: 1 };
const two: ViewSize = { buffersPerM: 2, eventsPerBuffer: 1 };

/** The steps of the design. */
const tree = (): ReleasePrograms => programsOfDesign(inductionDesign);

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

/** It lets two callers go on at once, and NoFlushUnderSection then goes too many ways to be described on all states. */
const notDescribed: ReadonlySet<string> = new Set(['advance-keeps-sema']);

export interface Which {
  readonly only?: TableName | undefined;
  readonly solver: SolverName;
}

/** Of one table, or of all that the solver has; `sizes` are buffers of an M and events of a buffer, as `2x1`. */
export function questionsOf(sizes: readonly string[], { only, solver }: Which): Question[] {
  const inductive = { expected: 'inductive', isWhole: true } as const;
  const fails = { expected: 'not inductive', isWhole: false } as const;
  const isZ3 = solver === 'z3';
  // No generation is put back for a solver: that reads every generation of a state, in too many ways.
  const end = isZ3 ? 'cut' : 'put back';
  /** With one buffer an M that forgets it has none left, and waits. */
  const sizeFor = (name: string): ViewSize => (isZ3 && name !== 'refill-forgets-buffer' ? one : two);
  const busy = (table: 'pair' | 'triple', ms: number): Question => ({
    ...inductive,
    ...{ table, name: '1x1', asked: () => asked(endlessMs(tree(), one, ms, end)) },
  });
  const all: Question[] = [
    ...sizes.map((name): Question => {
      const size = sizeOf(name);
      return { ...inductive, table: 'sizes', name, asked: () => asked(viewOfOneM(tree(), size, end)) };
    }),
    busy('pair', 2),
    // By enumeration it would take hours.
    ...(isZ3 ? [busy('triple', 3)] : []),
    ...inductionClaims().claims.map((name): Question => ({
      ...fails,
      ...{ table: 'conjuncts', name, asked: () => asked(viewOfOneM(tree(), sizeFor(name), end), name) },
    })),
    // The invariant is about the core, in the build without debugTraceReentrancy.
    ...Object.values(mutants)
      .filter(({ fails: { tiny } }) => tiny !== undefined)
      .filter(({ name }) => !isZ3 || !notDescribed.has(name))
      .map(({ name }): Question => ({
        ...fails,
        table: 'mutants',
        name,
        asked: () => asked(viewOfOneM(mutantPrograms(name, 'core'), sizeFor(name), end)),
      })),
  ];
  const chosen = all.filter(({ table }) => only === undefined || table === only);
  if (chosen.length === 0) throw new UsageError(`${only ?? ''} is asked with --solver z3 alone`);
  return chosen;
}

function sizeOf(text: string): ViewSize {
  const [, buffers, events] = /^([1-9])x([1-9])$/.exec(text) ?? [];
  if (buffers === undefined || events === undefined)
    throw new UsageError(
      `${text} is not a size; give the buffers of an M and the events of a buffer, as 2x1`,
    );
  return { buffersPerM: Number(buffers), eventsPerBuffer: Number(events) };
}
