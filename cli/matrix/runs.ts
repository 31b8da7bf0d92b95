/** Which searches a matrix consists of, and running them side by side. */
import type { ModuleSource, Report } from '../../checker/index.ts';
import { boundsByName, designs, mutants } from '../../model/index.ts';
import { selectMutant } from '../selection/mutants.ts';
import type { Selection } from '../selection/selection.ts';
import { selectDesign } from '../selection/programs.ts';
import { searchAll } from '../searching/search-all.ts';
import type { Outcome } from './expectations.ts';

/** One variant of the tracer in one bounds. */
export interface Cell {
  readonly kind: 'design' | 'mutant';
  readonly variant: string;
  readonly config: string;
}

/** A cell that was searched to its end. */
export interface Run extends Cell {
  readonly outcome: Outcome;
  /** Every property that was judged, in the model's order; `sometimes` are corners that must be reached. */
  readonly properties: readonly { readonly name: string; readonly kind: string }[];
  readonly elapsedMs: number;
}

/** The bounds that a matrix has unless told otherwise: of every part the one that is called small. */
export const configsDefault = (): string[] =>
  Object.keys(boundsByName).filter((name) => name === 'small' || name.endsWith('-small'));

/** Every design in each of the bounds, and every mutant in those in which it must fail. */
export function cellsOf(
  configs: readonly string[],
  chosen: { readonly designs: readonly string[]; readonly mutants: readonly string[] },
): Cell[] {
  return configs.flatMap((config): Cell[] => [
    ...Object.keys(designs)
      .filter((variant) => chosen.designs.includes(variant))
      .map((variant) => ({ kind: 'design' as const, variant, config })),
    ...Object.values(mutants)
      .filter(({ name, fails }) => chosen.mutants.includes(name) && Object.hasOwn(fails, config))
      .map(({ name }) => ({ kind: 'mutant' as const, variant: name, config })),
  ]);
}

export const selectionOf = ({ kind, variant, config }: Cell): Selection =>
  kind === 'design' ? selectDesign(variant, config) : selectMutant(variant, config);

export interface RunOptions {
  readonly threads: number;
  /** Whether the counterexamples are built, or only their lengths told, which takes half the time. */
  readonly traces: boolean;
  readonly onDone: (run: Run, done: number) => void;
}

/** Searches each cell's whole space and calls back as each ends. */
export async function runCells(
  cells: readonly Cell[],
  { threads, traces, onDone }: RunOptions,
): Promise<Run[]> {
  const runs: Run[] = [];
  let done = 0;
  const modules = cells.map((cell): ModuleSource => selectionOf(cell).module);
  const onReport = (report: Report, index: number): void => {
    const cell = cells[index];
    if (cell === undefined) return;
    const run = { ...cell, ...runOf(report) };
    runs[index] = run;
    onDone(run, ++done);
  };
  await searchAll(modules, threads, { traces, onReport });
  return runs;
}

function runOf({
  verdict,
  distinct,
  generated,
  diameter,
  violations,
  properties,
  elapsedMs,
}: Report): Omit<Run, keyof Cell> {
  if (verdict === 'exhausted') throw new RangeError('a cell of the matrix was not searched to its end');
  const violated = violations.map(({ property, steps, trace }) => [
    property,
    { steps, trace: trace?.id ?? null },
  ]);
  return {
    outcome: {
      verdict,
      distinct,
      generated,
      diameter,
      violated: Object.fromEntries(violated) as Outcome['violated'],
    },
    properties: properties.map(({ property, kind }) => ({ name: property, kind })),
    elapsedMs,
  };
}
