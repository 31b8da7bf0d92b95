/** What became of the runs that were to follow a schedule. */
import type { ScheduledStep } from '../../runtime/index.ts';
import { LOG_BYTES } from '../../runtime/index.ts';
import type { Plan } from '../log/plans.ts';
import type { Forced, JudgedRun } from '../log/reproduced.ts';
import type { Paint } from './words.ts';
import { fill, plural, right, size, table } from './words.ts';

export function reproducedText(
  { title, schedule, builds: all }: Forced,
  width: number,
  paint: Paint,
): string[] {
  const rows = all.map(({ runtime, runs }) => [
    runtime,
    right(`${of(runs, 'followed')} of ${runs.length}`),
    right(`${of(runs, 'diverged')}`),
    right(`${of(runs, 'timed out')}`),
    right(`${runs.filter(({ run }) => run.ended !== 'exit 0').length}`),
    right(`${runs.filter(({ events }) => events !== null && events.read < events.written).length}`),
    right(`${runs.filter(isRefused).length}`),
  ]);
  const head = ['runtime', 'followed', 'diverged', 'timed out', 'died', 'lost events', 'refused'].map(
    (text, index) => (index === 0 ? text : right(text)),
  );
  return [
    ...fill(`${all[0]?.version ?? ''}: ${title}; ${plural(schedule.length, 'scheduled step')}`, width),
    ...table([head, ...rows], width),
    ...(all.length > 1
      ? []
      : fill(
          'None of the cures that the findings have prevents this schedule, so there is no cured build.',
          width,
        )),
    ...all.flatMap(({ runtime, runs }) =>
      groupsOf(schedule, runs).flatMap((line) =>
        fill(`${runtime}: ${line}`, width).map((text, index) =>
          index === 0 ? text : paint('dim', `  ${text}`),
        ),
      ),
    ),
    '',
  ];
}

/** For programs: cli/schema/reproduce.schema.json. */
export const reproducedDocument = (all: readonly Forced[], plans: readonly Plan[] | null): object => ({
  schema: 'nosplit.reproduce/1',
  plans:
    plans?.map(({ design, property, config, run, schedule, obstacle }) => ({
      ...{ design, property, config },
      steps: run.trace.steps.length,
      scheduled: schedule?.length ?? null,
      obstacle:
        obstacle === null ? null : { ...(obstacle.at ?? { step: null, action: null }), why: obstacle.why },
    })) ?? null,
  forced: all.map(({ title, schedule, builds, plans: of }) => ({
    title,
    counterexamples: of.map(({ design, property, config }) => ({ design, property, config })),
    schedule: schedule.map(({ role, kind, place, nested, grows }) => ({
      ...{ role: typeof role === 'number' ? `M${role}` : role, place, record: kind, nested, grows },
    })),
    builds: builds.map(({ version, runtime, runs }) => ({
      ...{ version, runtime },
      runs: runs.map(
        ({ run: { outcome, followed, got, isLogFull, ended, words }, verdict, events, trace }) => ({
          ...{ outcome, followed, got, isLogFull, ended, words, events },
          trace: trace === null ? null : (trace.violation?.rule ?? 'valid'),
          verdict: verdict?.verdict ?? null,
          what: verdict?.rejection?.what ?? null,
        }),
      ),
    })),
  })),
});

const of = (runs: readonly JudgedRun[], outcome: string): number =>
  runs.filter(({ run }) => run.outcome === outcome).length;

/** Whether Go's reader gives the execution trace up. */
const isRefused = ({ trace }: JudgedRun): boolean => (trace?.violation ?? null) !== null;

/** One line for runs that went alike. */
function groupsOf(schedule: readonly ScheduledStep[], runs: readonly JudgedRun[]): string[] {
  const groups = new Map<string, number>();
  for (const one of runs) {
    const line = lineOf(schedule, one);
    groups.set(line, (groups.get(line) ?? 0) + 1);
  }
  return [...groups].map(([line, times]) => `${times} ${line}`);
}

function gotInstead(next: ScheduledStep | undefined, got: string | null): string {
  if (got === null) return 'something else';
  if (got !== next?.kind) return got;
  if (got === 'acquireP') return 'another thread';
  return next.skewed ? 'the generation of the outer section' : 'another generation than the outer section';
}

function lineOf(schedule: readonly ScheduledStep[], one: JudgedRun): string {
  const { run, verdict, events, trace } = one;
  const { outcome, followed, got, ended, words } = run;
  const next = schedule[followed];
  const where =
    outcome === 'followed'
      ? `followed ${followed} of ${schedule.length}`
      : outcome === 'diverged'
        ? `diverged after ${followed}: scheduled ${next === undefined ? 'nothing' : `${next.place} (${next.kind})`}, got ${gotInstead(next, got)}`
        : `timed out after ${followed}, before ${next?.place ?? 'its end'}`;
  const lost = events === null || events.read === events.written ? '' : ', with events lost';
  const full = run.isLogFull
    ? `the log was full at ${size(LOG_BYTES)}, and no step is followed after that: run it again; `
    : '';
  const refused = isRefused(one) ? `, trace refused (${trace?.violation?.rule ?? ''})` : '';
  const end = ended === 'exit 0' ? `ended${lost}${refused}` : `${words === '' ? '' : `${words}, `}${ended}`;
  const judged =
    verdict === null
      ? 'no log'
      : `log ${verdict.verdict}${verdict.rejection === null ? '' : ` (${verdict.rejection.what})`}`;
  return `${where}; ${full}${end}; ${judged}`;
}
