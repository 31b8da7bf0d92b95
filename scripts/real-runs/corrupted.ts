/** A log that is damaged in many ways: how many of the damaged ones are no run for the judge, and what the second judge says of the others. */
import { copyFileSync, truncateSync, statSync } from 'node:fs';
import type { LogRecords } from '../../runtime/index.ts';
import { LOG_START, LogReader, judgeLog, recordFields } from '../../runtime/index.ts';
import { corruptions, corruptionsOfTransitions } from './corruptions.ts';
import type { PlainRecord } from './second-judge.ts';
import { brokenRule } from './second-judge.ts';

export interface Corrupted {
  readonly kind: string;
  readonly tried: number;
  readonly killed: number;
  /** Those that the second judge takes for a run, too. */
  readonly runs: number;
  /** Those that the second judge rejects: of all that were tried, and of a log with transitions of the survivors. */
  readonly killedBySecond: number;
  /** Those that only the second judge rejects: faults of the first one. */
  readonly missed: readonly string[];
}

export type Opened = Pick<LogReader, 'header' | 'ms' | 'room'> & {
  readonly all: readonly PlainRecord[];
};

export function readAll(path: string): Opened {
  const log = new LogReader(path);
  const all: PlainRecord[] = [];
  while (log.next()) {
    const fields: readonly string[] = recordFields[log.kind];
    all.push({
      kind: log.kind,
      values: fields[0] === 'ms' ? [...log.list] : log.values.slice(0, fields.length),
    });
  }
  const { header, ms, room } = log;
  log.close();
  return { header, ms, room, all };
}

/**
 * Judges as many damaged logs of each kind as are asked: of a log with transitions, those where a record of statuses or transitions is damaged.
 * `draw` returns a whole number from 0 to below its argument.
 */
export function corrupted(
  { header, ms, room, all }: Opened,
  each: number,
  draw: (below: number) => number,
): Corrupted[] {
  const { design, parts } = header;
  const hasTransitions = parts.includes('transitions');
  const places = [...all.keys()].filter((at) => !hasTransitions || isOfTransitions(all[at]));
  return Object.entries(hasTransitions ? corruptionsOfTransitions : corruptions).map(([kind, damage]) => {
    let [tried, killed, runs, killedBySecond] = [0, 0, 0, 0];
    const missed: string[] = [];
    // A log may have few records that the damage fits.
    for (let drawn = 0; tried < each && drawn < 100 * each; drawn++) {
      const at = places[draw(places.length)] ?? 0;
      const damaged = damage(all, at, 1 + draw(9));
      if (damaged === null) continue;
      tried++;
      const isKilled = judgeLog(recordsOf(damaged, { header, ms, room }), design).verdict !== 'accepted';
      const broken =
        isKilled && hasTransitions ? null : brokenRule(damaged, room, design.reentry === 'reload');
      if (broken !== null) killedBySecond++;
      if (isKilled) killed++;
      else if (broken === null) runs++;
      else missed.push(`record ${broken.at}: ${broken.rule}`);
    }
    return { kind, tried, killed, runs, killedBySecond, missed };
  });
}

/** How many of the log's beginnings are called inconclusive, of as many as are asked. */
export function truncated(path: string, each: number, draw: (below: number) => number): number {
  const copy = `${path}.cut`;
  copyFileSync(path, copy);
  const { size } = statSync(copy);
  const first = new LogReader(path);
  const { design } = first.header;
  first.close();
  const sizes = Array.from({ length: each }, () => size - 1 - draw(size - 1 - LOG_START)).sort(
    (a, b) => b - a,
  );
  let inconclusive = 0;
  for (const left of sizes) {
    truncateSync(copy, left);
    const log = new LogReader(copy);
    if (judgeLog(log, design, { properties: false }).verdict === 'inconclusive') inconclusive++;
    log.close();
  }
  return inconclusive;
}

const isOfTransitions = (record: PlainRecord | undefined): boolean =>
  record?.kind === 'status' || record?.kind === 'scheduler';

function recordsOf(all: readonly PlainRecord[], { header, ms, room }: Omit<Opened, 'all'>): LogRecords {
  const { parts, sites } = header;
  const log = {
    kind: all[0]?.kind ?? 'startEnable',
    values: [0, 0, 0, 0, 0, 0],
    list: [] as number[],
    n: -1,
    ...{ ms, room, records: all.length, cut: null, sites },
    hasStatuses: parts.includes('statuses'),
    hasTransitions: parts.includes('transitions'),
    next: (): boolean => {
      const record = all[log.n + 1];
      if (record === undefined) return false;
      log.n++;
      log.kind = record.kind;
      if (record.kind === 'snapshot') log.list.splice(0, Infinity, ...record.values);
      else for (const [index, value] of record.values.entries()) log.values[index] = value;
      return true;
    },
  };
  return log;
}
