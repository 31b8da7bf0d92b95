/** What a log took of its design, or several together, for people. */
import type { LineCoverage, LogCoverage } from '../../runtime/index.ts';
import { neverFalse, neverHeld, reasonFor, reasonForLine } from '../../runtime/index.ts';
import type { Paint } from './words.ts';
import { count, dimmed, fill, right, table } from './words.ts';

export function logCoverageText(
  { actions, joined, program }: LogCoverage,
  width: number,
  paint: Paint,
): string[] {
  const taken = actions.filter((one) => one.taken > 0);
  const never = actions.filter((one) => one.taken === 0);
  const untried = taken.flatMap((one) =>
    neverFalse(one).map((conjunct) => ({ action: one.action, conjunct })),
  );
  const list = (label: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : fill(`${label}: ${items.join(', ')}`, width);
  return [
    paint('bold', `${count(taken.length)} of ${count(actions.length)} actions were taken`),
    ...table(
      [
        ['action', right('taken'), right('of them hidden')].map((cell) => dimmed(cell, paint)),
        ...taken.map((one) => [
          one.action,
          right(count(one.taken)),
          right(one.hidden === 0 ? '' : count(one.hidden)),
        ]),
      ],
      width,
    ),
    ...list(
      'never taken',
      never.map((one) => {
        const reason = reasonFor(one.action);
        const held = neverHeld(one);
        const why = reason ?? (held === null ? null : `${held} never held`);
        return `${one.action}${why === null ? '' : ` (${why})`}`;
      }),
    ),
    ...list(
      'true each time they were asked',
      untried.map(({ action, conjunct }) => `${action}.${conjunct}`),
    ),
    ...list(
      'joined without an action of the model',
      Object.entries(joined).map(([what, times]) => `${what} (${count(times)})`),
    ),
    ...(program === null ? [] : programText(program.release, program.lines, width, paint)),
    '',
  ];
}

/** The lines of the tree's own steps, with those that were not surely run. */
function programText(release: string, lines: readonly LineCoverage[], width: number, paint: Paint): string[] {
  const run = lines.filter(({ seen }) => seen === 'run');
  const groups = new Map<string, { readonly all: LineCoverage[]; readonly why: string | null }>();
  for (const line of lines) {
    if (line.seen === 'run') continue;
    const why = reasonForLine(line, lines);
    const key = `${line.seen} ${line.thread} ${line.fn} ${why ?? ''}`;
    const group = groups.get(key) ?? { all: [], why };
    group.all.push(line);
    groups.set(key, group);
  }
  return [
    '',
    paint('bold', `${count(run.length)} of ${count(lines.length)} lines of ${release}'s steps were run`),
    ...[...groups.values()].flatMap(({ all, why }) =>
      fill(`${whereOf(all)}${why === null ? '' : `: ${why}`}`, width),
    ),
  ];
}

/** `never: mexit (own), proc.go:2085, 2087`. */
function whereOf(all: readonly LineCoverage[]): string {
  const [first] = all;
  const numbers = all.map(({ place }) => place.replace(/.*:/, ''));
  const file = (first?.place ?? '').replace(/:.*/, '');
  return `${first?.seen ?? ''}: ${first?.fn ?? ''} (${first?.thread ?? ''}), ${file}:${numbers.join(', ')}`;
}
