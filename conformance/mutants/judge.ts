/**
 * Which checks kill a mutant of the reference.
 */
import { boundsNamed } from '../../model/index.ts';
import type { Workload } from '../../reference/index.ts';
import { follow, routeOf } from '../follow.ts';
import type { Route } from '../follow.ts';
import { freeRuns } from '../free-run.ts';
import { balance } from '../ledger/ledger.ts';
import { freeBoundsOf } from '../parts/index.ts';
import { freeBounds } from '../run/free-bounds.ts';
import { wander } from '../replay.ts';
import type { Subject } from '../run/run.ts';
import { verdictOf } from '../verdict.ts';

/** Each asks more than the one before of the reference's text, and less of the model. */
export const checks = ['cover', 'free runs', 'ledger', 'validator'] as const;
export type Check = (typeof checks)[number];

export interface Judged {
  /** By check that kills it: what it says. */
  readonly killedBy: Readonly<Partial<Record<Check, string>>>;
  /** Execution traces of the mutant, for Go's own reader; none of a design that is damaged before anything is mutated. */
  readonly traces: readonly Uint8Array[];
}

export interface JudgeOptions {
  readonly inProcess?: boolean;
  readonly bounds?: string | undefined;
}

const freeRunsMax = 24;
/** Of a cover of more paths than this, one in so many is taken. */
const manyPaths = 20_000;
const fewer = 8;
const wanders = 8;

/** Runs of each workload. */
const processes = 2;

/** One execution trace each: tracing is not started again. */
const wanderBounds = { ...freeBounds, restart: false };

/** Designs whose execution traces are sound before anything is mutated: the last two checks judge no others. */
const sound = new Set(['1.23', 'seed-entry-gen', '1.26-nosplit']);

/**
 * `subject` brings the mutant. With `inProcess` the execution traces are those of whole processes: only they have statuses and tables. The
 * lockstep is at `bounds`, or left out where there are none.
 */
export async function judge(
  subject: Omit<Subject, 'bounds'>,
  { inProcess = false, bounds = inProcess ? undefined : 'tiny' }: JudgeOptions = {},
): Promise<Judged> {
  const killedBy: Partial<Record<Check, string>> = {};
  const traces: Uint8Array[] = [];
  const ask = async (check: Check, answer: () => string | undefined | Promise<string | undefined>) => {
    const reason = await told(answer);
    if (reason !== undefined) killedBy[check] ??= reason;
  };
  if (bounds !== undefined) {
    const tiny = { ...subject, bounds: boundsNamed(bounds) };
    await ask('cover', async () => {
      const route = await routeTo(tiny);
      const every = route.cover.paths > manyPaths ? fewer : 1;
      return (await follow(tiny, route, { every })).failure?.text;
    });
    await ask('free runs', async () => {
      const free = { ...subject, bounds: freeBoundsOf(tiny.bounds) };
      return (await freeRuns(free, 1, freeRunsMax)).failure?.disagreement.text;
    });
  }
  if (!inProcess) {
    for (let seed = 1; seed <= wanders && sound.has(subject.design); seed++)
      await ask('ledger', () => {
        const { bytes, damage } = wander({ ...subject, bounds: wanderBounds }, seed);
        traces.push(bytes);
        return damage[0];
      });
  } else if (sound.has(subject.design))
    for (const workload of subject.reference.workloads)
      for (let seed = 3; seed < 3 + processes; seed++)
        await ask('ledger', () => {
          const { bytes, damage } = processOf(subject, workload, seed);
          traces.push(bytes);
          return damage;
        });
  for (const bytes of traces) await ask('validator', () => verdictOf(bytes) ?? undefined);
  return { killedBy, traces };
}

/** A process that runs a workload over a few generations: its execution trace, and what is wrong with it by the run's own log. */
function processOf({ reference, design }: Omit<Subject, 'bounds'>, workload: Workload, seed: number) {
  const { failure, bytes, log } = reference.recordProcess({
    workload,
    design: reference.designNamed(design),
    seed,
    rounds: 4,
    advances: 4,
    stepsMax: 20,
  });
  const [finding] = balance(bytes, log);
  const damage = finding === undefined ? undefined : `${finding.rule}: ${finding.text}`;
  return { bytes, damage: failure === '' ? damage : failure };
}

/** Many mutants share a design, and with it the way through its model. */
const routes = new Map<string, Promise<Route>>();

function routeTo({ design, debug, bounds }: Subject): Promise<Route> {
  const key = `${design} ${debug} ${bounds.name}`;
  const known = routes.get(key) ?? routeOf({ design, debug, bounds });
  routes.set(key, known);
  return known;
}

/** An answer, or what was thrown instead of one. */
async function told(
  ask: () => string | undefined | Promise<string | undefined>,
): Promise<string | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
}
