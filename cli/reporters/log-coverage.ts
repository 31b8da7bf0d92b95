/** What a log took of its design, or several together, for people. */
import type { LineCoverage, LogCoverage } from '../../runtime/index.ts';
import { reasonForLine } from '../../runtime/index.ts';
import type { Paint } from './words.ts';
import { count, dimmed, fill, right, table } from './words.ts';

export function logCoverageText(
  { steps, joined, program }: LogCoverage,
  width: number,
  paint: Paint,
): string[] {
  const taken = steps.filter((one) => one.taken > 0);
  const more = Object.entries(joined).map(([what, times]) => `${what} (${count(times)})`);
  return [
    paint('bold', `${count(taken.length)} of ${count(steps.length)} steps were taken`),
    ...table(
      [
        ['step', right('taken'), right('of them hidden')].map((cell) => dimmed(cell, paint)),
        ...taken.map((one) => [
          one.step,
          right(count(one.taken)),
          right(one.hidden === 0 ? '' : count(one.hidden)),
        ]),
      ],
      width,
    ),
    ...(more.length === 0 ? [] : fill(`without a step: ${more.join(', ')}`, width)),
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
