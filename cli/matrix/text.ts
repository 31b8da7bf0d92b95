/** The matrix as people read it in a terminal: a table of designs for each bounds, then its mutants, then what has changed. */
import { lanes } from '../reporters/lanes.ts';
import type { Cell, Paint } from '../reporters/words.ts';
import { count, dimmed, duration, fill, plural, right, table, wrap } from '../reporters/words.ts';
import { replay, SystemError } from '../../checker/index.ts';
import { commandLine } from '../selection/selection.ts';
import type { Difference } from './compare.ts';
import type { MatrixDocument } from './document.ts';
import { byConfig, cellText, failuresOf, propertiesOf } from './document.ts';
import type { Run } from './runs.ts';
import { selectionOf } from './runs.ts';

interface MatrixView {
  readonly width: number;
  readonly paint: Paint;
}

export function matrixText(matrix: MatrixDocument, view: MatrixView): string {
  const blocks = [
    ...[...byConfig(matrix.runs)].flatMap(([config, runs]) => [
      designLines(config, runs, view),
      mutantLines(config, runs, view),
    ]),
    ...matrix.differences.map((one) => differenceLines(one, view)),
    closingLines(matrix, view),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function designLines(config: string, runs: readonly Run[], { width, paint }: MatrixView): string[] {
  const designs = runs.filter(({ kind }) => kind === 'design');
  if (designs.length === 0) return [];
  const cell = (run: Run, property: string): Cell => {
    const text = cellText(run, property);
    const colour = text === '✓' ? 'green' : text === '–' ? 'dim' : 'red';
    return { text, align: 'right', paint: (plain) => paint(colour, plain) };
  };
  return [
    `${paint('bold', `${config}: designs`)}, with the steps of each shortest counterexample`,
    ...table(
      [
        [dimmed('property', paint), ...designs.map(({ variant }) => dimmed(right(variant), paint))],
        ...propertiesOf(designs).map((property) => [property, ...designs.map((run) => cell(run, property))]),
        [
          dimmed('distinct states', paint),
          ...designs.map(({ outcome }) => dimmed(right(count(outcome.distinct)), paint)),
        ],
      ],
      width,
    ),
  ];
}

function mutantLines(config: string, runs: readonly Run[], { width, paint }: MatrixView): string[] {
  const mutants = runs.filter(({ kind }) => kind === 'mutant');
  if (mutants.length === 0) return [];
  const column = Math.max(...mutants.map(({ variant }) => variant.length)) + 2;
  return [
    paint('bold', `${config}: mutants`),
    ...mutants.flatMap((run) => {
      const failures = failuresOf(run);
      const lines =
        failures.length === 0 ? [paint('red', 'nothing notices it')] : wrap(failures, width - column);
      return lines.map((line, index) => `${(index === 0 ? run.variant : '').padEnd(column)}${line}`);
    }),
  ];
}

/** One change, with the trace that was expected and the one that was found, where there are such. */
function differenceLines(one: Difference, view: MatrixView): string[] {
  const { variant, config, sentence, expected, found } = one;
  return [
    ...fill(`changed: ${variant} at ${config}: ${sentence}`, view.width).map((line) =>
      view.paint('red', line),
    ),
    ...(expected === null ? [] : traceLines('expected', expected, one, view)),
    ...(found === null ? [] : traceLines('found', found, one, view)),
  ];
}

function traceLines(title: string, id: string, one: Difference, { width, paint }: MatrixView): string[] {
  const { system, story, words } = selectionOf(one);
  const head = `${title}: nosplit replay ${id} ${commandLine(words)}`;
  try {
    const sourceOf = (action: string): string | null => system.actions[action]?.source ?? null;
    return [head, ...lanes(replay(system, id), { width, paint, story, sourceOf })];
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return [head, ...fill(`(it is no trace of the model any more: ${error.message})`, width)];
  }
}

function closingLines(
  { runs, differences, neverKilled, elapsedMs }: MatrixDocument,
  { width, paint }: MatrixView,
): string[] {
  const states = runs.reduce((sum, { outcome }) => sum + outcome.distinct, 0);
  const searched = `${plural(runs.length, 'search', 'searches')}, ${count(states)} distinct states, ${duration(elapsedMs)}`;
  return [
    ...(neverKilled ?? []).flatMap((one) =>
      fill(`${one.sentence}${one.waived === null ? '' : `; waived: ${one.waived}`}`, width).map((line) =>
        paint(one.waived === null ? 'red' : 'dim', line),
      ),
    ),
    differences.length === 0
      ? `${paint('green', 'as expected')}: ${searched}`
      : `${paint('red', plural(differences.length, 'change'))}: ${searched}; where they are meant: nosplit matrix --update`,
  ];
}
