/** What became of a log, for people and for programs. */
import type { LogRejection, LogVerdict, SchedulerReport } from '../../runtime/index.ts';
import type { Ledger } from '../log/ledger.ts';
import { shownValue } from '../../runtime/index.ts';
import { logCoverageText } from './log-coverage.ts';
import type { Paint } from './words.ts';
import { recordLanes } from './record-lanes.ts';
import { count, fill, plural } from './words.ts';

/** What is known of a log beside its verdict. */
export interface LogAbout {
  readonly file: string;
  /** The release that was recorded. */
  readonly go: string;
  readonly tree: string;
  /** How the recorded command ended; null where nobody saw it. */
  readonly ended: string | null;
  readonly godebug: string;
}

/** What no log shows, said with every verdict. */
const hidden = (statuses: LogVerdict['statuses'], hasTransitions: boolean): string =>
  `The log has all steps in one order, so it cannot show what weak memory would. CPU samples are not judged; ${
    statuses === null
      ? 'nor are statuses of Gs and Ps, for which record takes --parts core,statuses.'
      : hasTransitions
        ? 'of what Gs and Ps do, the functions above are not followed.'
        : 'nor is what Gs and Ps do, for which record takes --parts core,statuses,transitions.'
  }`;

/** How many functions that no program has are named. */
const NAMED = 4;

function schedulerLines(
  { changes, read, unread, events, resources, frontier }: SchedulerReport,
  width: number,
): string[] {
  const others = Object.entries(unread);
  const named = others
    .slice(0, NAMED)
    .map(([what, times]) => `${what}, ${times === 1 ? 'once' : `${count(times)} times`}`);
  const more = others.length > NAMED ? `, and ${count(others.length - NAMED)} more` : '';
  return fill(
    `${plural(changes, 'change')} of the statuses of ${plural(resources, 'G or P', 'Gs and Ps')}, of which ${count(read)} are steps of the ` +
      `programs; ${plural(events, 'event')} as a reader of the trace has them; an M was at ${plural(frontier, 'place')} at once at most` +
      (others.length === 0 ? '' : `; in no program: ${named.join('; ')}${more}`),
    width,
  );
}

/** The verdict on one of several logs, in a line. */
export function logVerdictWords(
  { file }: LogAbout,
  { verdict, consumed, design, reason, rejection }: LogVerdict,
  width: number,
  paint: Paint,
): string[] {
  const where = rejection === null ? '' : ` at record ${count(rejection.record)}, ${rejection.what}`;
  const why = reason === null ? '' : `: ${reason}`;
  const line = `${file}, ${plural(consumed, 'record')} by ${design}${where}${why}`;
  const [first = '', ...rest] = fill(`${verdict}: ${line}`, width);
  return [first.replace(verdict, paint(colourOf(verdict), verdict)), ...rest.map((more) => `  ${more}`)];
}

const colourOf = (verdict: LogVerdict['verdict']): 'green' | 'yellow' | 'red' =>
  verdict === 'accepted' ? 'green' : verdict === 'inconclusive' ? 'yellow' : 'red';

/** `explore` is the command that opens where the verdict ends. */
export function logVerdictText(
  about: LogAbout,
  found: LogVerdict,
  explore: string,
  width: number,
  paint: Paint,
): string {
  const { verdict, consumed, records, ms, steps, design, reason, rejection, properties } = found;
  const godebug = about.godebug === '' ? '' : `, GODEBUG=${about.godebug}`;
  return [
    `${paint(colourOf(verdict), verdict)}: ${about.file}${verdict === 'violated' ? `: ${rejection?.what ?? ''}` : ''}`,
    ...fill(
      `${about.go} judged as design ${design}${godebug}; the command ended with ${about.ended ?? 'nothing that was seen'}`,
      width,
    ),
    ...fill(
      `${count(consumed)} of ${plural(records, 'record')} of ${plural(ms, 'M')} judged, in ${plural(steps, 'step')} of the programs, ` +
        `of which ${count(found.hidden)} are hidden; ${plural(properties.length, 'property', 'properties')} judged after each`,
      width,
    ),
    ...(found.statuses === null
      ? []
      : fill(
          `${count(found.statuses.records)} of them are about the statuses of ${plural(found.statuses.resources, 'G or P', 'Gs and Ps')}`,
          width,
        )),
    ...(found.scheduler === null ? [] : schedulerLines(found.scheduler, width)),
    ...(rejection === null ? fill(reason ?? '', width) : rejectionLines(found, rejection, width, paint)),
    ...(verdict === 'accepted' ? [] : [...fill(`explore: ${explore}`, width), '']),
    ...(found.coverage === null ? [] : logCoverageText(found.coverage, width, paint)),
    ...fill(hidden(found.statuses, found.scheduler !== null), width).map((line) => paint('dim', line)),
    '',
  ].join('\n');
}

function rejectionLines(
  { verdict, reason }: LogVerdict,
  rejection: LogRejection,
  width: number,
  paint: Paint,
): string[] {
  const { record, kind, values, what, conjunct, reads, allowed, recent, m } = rejection;
  const read = Object.entries(reads).map(([path, value]) => `${path}=${String(value)}`);
  const written = Object.entries(values).map(([name, value]) => `${name}=${shownValue(name, value)}`);
  return [
    '',
    `${paint('bold', `record ${count(record)}`)}, ${kind}: ${what}`,
    ...fill(reason ?? '', width - 2).map((line) => `  ${line}`),
    ...(conjunct === null || read.length === 0
      ? []
      : fill(`${conjunct} reads ${read.join(', ')}`, width - 2).map((line) => `  ${line}`)),
    ...(written.length === 0
      ? []
      : fill(`the record says ${written.join(', ')}`, width - 2).map((line) => `  ${line}`)),
    ...(verdict !== 'rejected' || allowed.length === 0 || m === null
      ? []
      : fill(`M${m} could write ${allowed.join(', ')}`, width - 2).map((line) => `  ${line}`)),
    '',
    paint(
      'dim',
      m === null
        ? 'the last records of the advancer and the reader'
        : `the last records of M${m}, the advancer and the reader`,
    ),
    ...recordLanes(recent, width - 2, paint).map((line) => `  ${line}`),
    '',
  ];
}

/** JSON of the version `nosplit.log/1`. */
export const logVerdictDocument = (about: LogAbout, found: LogVerdict, trace: Ledger | null): object => ({
  schema: 'nosplit.log/1',
  ...about,
  ...found,
  trace,
});
