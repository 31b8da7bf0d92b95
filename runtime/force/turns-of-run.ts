/** What the threads of a run pass that others see: a turn for each place at which a hook stands. */
import type { Instruction, Passage, Programs, ThreadKind } from '../../model/index.ts';
import { kindsIn } from '../../model/index.ts';
import { marks } from '../cover/marks.ts';
import { procMarks } from './marks-of-procs.ts';
import {
  comesToPsFirst,
  growsElsewhere,
  hasRoom,
  isDrain,
  isStale,
  noDrain,
  noSuchStep,
  otherCalls,
  pastSafePoint,
  staleRead,
  startsItself,
  takenP,
  tracedBefore,
  twoCallers,
  twoPs,
  whyNot,
} from './reasons.ts';
import { genIn, isStepOfM, mIn, msIn, passings, storesWait, threadOf } from './run.ts';
import type { Passing, ProgramRun } from './run.ts';
import { ScheduleError } from './schedule-error.ts';
import { sectionCalls } from './step.ts';
import type { ScheduledStep, SectionCall, StepKind } from './step.ts';

export interface Turn extends Omit<ScheduledStep, 'section'> {
  /** For an advance the M that it looks at, and for the reader the one whose buffer it takes; null for others. */
  readonly about: number | null;
  /** The step of the run, from 1, and its action. */
  readonly step: number;
  readonly action: string;
}

/** Records that say no more than others. */
const silent: readonly StepKind[] = ['refilled', 'readerNext', 'readerStop'];

/** Throws a ScheduleError for the first step at which no real thread can be made to wait. */
export function turnsOf(run: ProgramRun): Turn[] {
  const walk = new Walk(run);
  const steps = passings(run);
  const { last, m } = startedBy(steps);
  for (const [index, step] of steps.entries()) {
    const at = { step: index + 1, action: step.action };
    if (index > last) walk.take(step, at);
    // Before an M has started the trace, nobody else may do anything.
    else if (step.growth !== null || threadOf(step) !== 'own' || step.own !== m)
      throw new ScheduleError(at, startsItself);
  }
  return walk.turns;
}

type Places = ReadonlyMap<ThreadKind, ReadonlyMap<number, StepKind>>;

/** The kind of place at each instruction of each thread. An M's growth passes the same as the M. */
function placesOf(programs: Programs): Places {
  const known = Object.entries({ ...marks, ...procMarks }) as [StepKind, (typeof marks)['writer']][];
  return new Map(
    kindsIn(programs).map((kind): [ThreadKind, ReadonlyMap<number, StepKind>] => {
      const list = programs[kind]?.list ?? [];
      const of = known.filter(([, { thread }]) => thread === (kind === 'growth' ? 'own' : kind));
      return [
        kind,
        new Map(of.flatMap(([name, { find }]) => find(list).map((index) => [index, name] as const))),
      ];
    }),
  );
}

/** The last step in which an M starts the first trace itself, and which M that is; -1 where a caller does. */
function startedBy(steps: readonly Passing[]): { readonly last: number; readonly m: number } {
  const starts = (step: Passing): boolean =>
    isStepOfM(step) && step.passages.some(({ one }) => one.fn === 'StartTrace');
  const m = steps.find(starts)?.own ?? -1;
  return { m, last: steps.findLastIndex((step) => step.own === m && starts(step)) };
}

type At = Pick<Turn, 'step' | 'action'>;

/** One walk through the steps, with what it has seen of each M. */
class Walk {
  readonly turns: Turn[] = [];
  readonly #places: Places;
  /** Generations of outer sections, by M. */
  readonly #gens = new Map<number, number | undefined>();
  /** Threads whose writer had a buffer to look at. */
  readonly #hadBuffer = new Set<string>();
  /** Ms that have come to refill(), at whose prologue their stack grows. */
  readonly #atRefill = new Set<number>();
  /** Ms whose growth has got a buffer. */
  readonly #refilled = new Set<number>();
  /** The M that an advance looks at, and how many Ps a round of forEachP has come to. */
  #seen: number | null = null;
  #ps = 0;

  /** Of the part statuses: what each M begins its section with, and Ms whose section has written the status of their goroutine. */
  readonly #isOfGs: boolean;
  readonly #calls = new Map<number, SectionCall>();
  readonly #traced = new Set<number>();

  /** Ms whose section was open when the last advance ended, and is open still. */
  readonly #pastEnd = new Set<number>();
  readonly #comesToPsFirst: boolean;

  constructor({ programs, bounds }: ProgramRun) {
    this.#places = placesOf(programs);
    this.#isOfGs = bounds.parts.statuses !== undefined;
    this.#comesToPsFirst = comesToPsFirst(programs);
  }

  take(step: Passing, at: At): void {
    if (isDrain(step.action)) return;
    if (storesWait(step.before)) throw new ScheduleError(at, noDrain);
    if (step.growth !== null) {
      this.#grows(step, step.growth, at);
      return;
    }
    if (this.#isOfGs) this.#chooses(step, at);
    if (threadOf(step) === undefined) throw new ScheduleError(at, noSuchStep);
    if (isStale(step.action) && this.#hasSeenOff(step.own)) throw new ScheduleError(at, staleRead);
    for (const [index, passage] of step.passages.entries()) this.#pass(step, passage, index, at);
  }

  /** A goroutine chooses what it does. */
  #chooses({ action, own }: Passing, at: At): void {
    const chosen = chosenCall(action);
    if (chosen === null) return;
    const call = sectionCalls.find((one) => one === chosen);
    if (call === undefined) throw new ScheduleError(at, otherCalls);
    this.#calls.set(own, call);
  }

  #pass(step: Passing, passage: Passage, index: number, at: At): void {
    const { kind, one } = passage;
    const why = whyNot(passage);
    if (why !== null) throw new ScheduleError(at, why);
    const thread = `${kind} ${step.own}`;
    if (one.fn === 'traceBuf.available' && one.op === 'load') this.#hadBuffer.add(thread);
    if (one.op === 'call' && one.lock === 'worldsema') this.#ps = 0;
    if (one.op === 'call' && one.name === 'lookAtP') this.#looksAtP();
    if (kind === 'own' && one.op === 'swap' && one.at.place.startsWith('g.trace.'))
      this.#traced.add(step.own);
    const place = this.#places.get(kind)?.get(passage.index);
    if (place === undefined || silent.includes(place)) return;
    switch (place) {
      case 'writer':
        this.#hadBuffer.delete(thread);
        break;
      case 'noRoom':
        // It came before the growth at this prologue.
        if (kind === 'own' && this.#atRefill.delete(step.own)) return;
        if (kind === 'growth' && this.#hadBuffer.has(thread) && this.#refilled.has(step.own))
          throw new ScheduleError(at, hasRoom);
        break;
      case 'refill':
        if (kind === 'growth') this.#refilled.add(step.own);
        break;
      case 'release':
        this.#traced.delete(step.own);
        this.#gens.delete(step.own);
        this.#pastEnd.delete(step.own);
        break;
      case 'advanceDone':
        for (const m of this.#gens.keys()) this.#pastEnd.add(m);
        break;
      case 'advanceGen':
      case 'stopGen':
        if (this.#comesToPsFirst && this.#pastEnd.size > 0) throw new ScheduleError(at, pastSafePoint);
        if (this.#traced.size > 0) throw new ScheduleError(at, tracedBefore);
        break;
      case 'acquireGen':
        this.#gens.set(step.own, genIn(step.before));
        break;
      case 'flagSeen':
        // An M whose flag is up is passed over.
        this.#seen = step.chosen;
        if (mIn(step.before, step.chosen ?? 0)?.writing === true) return;
        break;
      case 'forEachP':
        if (this.#ps++ > 0) return;
        break;
      case 'acquireP':
        if (!takesLastP(step)) throw new ScheduleError(at, twoPs);
        break;
      case 'resizePs':
        if (msIn(step.before).some(({ p = 0 }) => p !== 0)) throw new ScheduleError(at, takenP);
        break;
      case 'stealP':
        if (isOff(step.passages, index))
          throw new ScheduleError(at, 'whoever looks at the P is made to steal it');
        break;
      default:
    }
    this.#push(step, passage, place, at);
    if (place === 'releaseP' && isOff(step.passages, index)) this.#push(step, passage, 'acquireOff', at);
  }

  #push(
    step: Passing,
    { kind, one }: Pick<Passage, 'kind' | 'one'>,
    place: StepKind,
    at: At,
    grows = false,
  ): void {
    if (kind === 'caller' && step.own !== 0) throw new ScheduleError(at, twoCallers);
    const empty = place === 'noRoom' && !this.#hadBuffer.has(`${kind} ${step.own}`);
    this.turns.push({
      ...at,
      role:
        kind === 'caller'
          ? 'advancer'
          : kind === 'reader'
            ? 'reader'
            : kind === 'gomaxprocs'
              ? 'GOMAXPROCS'
              : step.own,
      kind: place,
      place: `${one.fn}:${one.line}`,
      nested: kind === 'growth',
      grows,
      empty,
      skewed: place === 'acquireNested' && this.#isSkewed(step, one),
      ...(place === 'acquireFlag' ? this.#callOf(step.own) : {}),
      about: kind === 'reader' ? step.chosen : kind === 'caller' ? this.#seen : null,
    });
  }

  /** Whether an M has had a turn since a stop has cleared trace.enabled. Whether its buffer has room it sees before. */
  #hasSeenOff(m: number): boolean {
    const last = this.turns.findLastIndex(({ role, kind }) => role === m && kind !== 'noRoom');
    return this.turns.slice(0, last + 1).some(({ kind }) => kind === 'stopEnabled');
  }

  #callOf(m: number): Pick<Turn, 'call'> {
    const call = this.#calls.get(m);
    return call === undefined ? {} : { call };
  }

  /** Whether a nested section gets another generation than the outer one has. */
  #isSkewed({ own, before }: Passing, one: Instruction): boolean {
    const isLoaded = one.op === 'load' && one.from.place === 'trace.gen';
    const gen = isLoaded ? genIn(before) : mIn(before, own)?.entryGen;
    return gen !== this.#gens.get(own);
  }

  /** The stack is to be moved once the M's place before that is passed. */
  #grows(step: Passing, one: Instruction, at: At): void {
    this.#refilled.delete(step.own);
    if (one.fn === 'traceWriter.refill') {
      this.#atRefill.add(step.own);
      this.#push(step, { kind: 'own', one }, 'noRoom', at, true);
      return;
    }
    const last = this.turns.findLastIndex(({ role }) => role === step.own);
    const before = this.turns[last];
    if (before === undefined || before.nested || before.kind === 'end' || before.kind === 'release')
      throw new ScheduleError(at, growsElsewhere);
    this.turns[last] = { ...before, grows: true };
  }

  /** forEachP comes to a P: the second one is the schedule's, and the turn is where it is looked at. */
  #looksAtP(): void {
    if (this.#ps !== 2) return;
    const last = this.turns.findLastIndex(({ kind }) => kind === 'forEachP');
    this.turns.push(...this.turns.splice(last, 1));
  }
}

/** What the goroutine of an M does in that action of the part statuses; null where it chooses nothing. */
export const chosenCall = (action: string): string | null => /^own:\d+ (\w+)/.exec(action)?.[1] ?? null;

/** The M has the second of two Ps, the first being that of who advances. */
const takesLastP = ({ action }: Passing): boolean => !/ P(?!1\b)\d/.test(action);

/** Whether the branch that a look at trace.enabled or a swap decides goes the other way: tracing is off, or the swap has failed. */
function isOff(passages: readonly Passage[], index: number): boolean {
  const [branch, next] = passages.slice(index + 1, index + 3);
  return branch?.one.op === 'branch' && next?.index === branch.one.else;
}
