/** What logs took together, as rows of a table: how much was seen, and each thing that was not, with the reason. */
import type { LineCoverage, LogCoverage } from '../../runtime/index.ts';
import { reasonForLine } from '../../runtime/index.ts';

/** What it is about, how it was seen, and why not otherwise. */
export type CoverageRow = readonly [what: string, seen: string, why: string];

/** Most logs are short; in these an advance falls, tracing starts again, and a buffer fills in a growth. */
export const coverageMillis: Readonly<Record<string, number>> = { timers: 1300, restarts: 1300, growth: 400 };

export function coverageRows({ steps, program }: LogCoverage): readonly CoverageRow[] {
  const taken = steps.filter((one) => one.taken > 0);
  const lines = program?.lines ?? [];
  const run = lines.filter(({ seen }) => seen === 'run');
  return [
    ['steps', `${taken.length} of ${steps.length} taken`, ''],
    ['lines of the steps', `${run.length} of ${lines.length} run`, ''],
    ...lineRows(lines),
  ];
}

function lineRows(lines: readonly LineCoverage[]): readonly CoverageRow[] {
  const groups = new Map<string, { readonly places: string[]; readonly row: readonly [string, string] }>();
  for (const line of lines) {
    if (line.seen === 'run') continue;
    const why = reasonForLine(line, lines) ?? '';
    const name = `\`${line.fn}\` (${line.thread})`;
    const key = `${name} ${line.seen} ${why}`;
    const group = groups.get(key) ?? { places: [], row: [line.seen, why] };
    group.places.push(line.place);
    groups.set(key, group);
  }
  return [...groups].map(([key, { places, row }]) => {
    const [name = ''] = key.split(') ');
    const [file = ''] = (places[0] ?? '').split(':');
    return [`${name}), ${file}:${places.map((place) => place.replace(/.*:/, '')).join(', ')}`, ...row];
  });
}
