/** The threads of a log: each goes through its program, up to the step that writes its next record. */
import type { View } from '../../checker/index.ts';
import type {
  LogParams,
  LogProgram,
  LogStep,
  LogSteps,
  LogThread,
  ProgramSchema,
  ThreadKind,
} from '../../model/index.ts';
import { isMarked, marks } from '../cover/marks.ts';
import { recordKinds } from '../log/records.ts';
import type { RecordKind } from '../log/records.ts';
import { hiddenMarks, markOfNumber, numberOfMark } from './marks-of-logs.ts';
import type { Mark } from './marks-of-logs.ts';
import type { LogState } from './log-state.ts';
import { grow, plainState } from './plain.ts';
import { Rejection } from './rejection.ts';
import { Routes } from './routes.ts';
import { SetsOfMs } from './sets.ts';

export interface ThreadRecord {
  at: number;
  [local: string]: number;
}
export type Follows = Exclude<ThreadKind, 'scheduler' | 'signal' | 'gomaxprocs'>;

/** A step that was taken, and how. */
export interface Taken {
  readonly kind: Follows;
  readonly step: LogStep;
  readonly m: number;
  /** The M that the record picks. */
  readonly picked: number;
  /** What the step read was so before, and is no more. */
  readonly isEarlier: boolean;
  readonly isHidden: boolean;
}

/** What logs show and no step of the programs does. */
export type Join = 'an M is gone unseen' | 'an M was made before' | 'allocm read before that tracing is on';

/** Who is told of each step. */
export interface Watch {
  readonly took: (taken: Taken) => void;
  /** The stack of an M grows. */
  readonly grew: (m: number) => void;
  readonly joined: (what: Join, m: number) => void;
}

const NONE = -1;

export class Follower {
  readonly steps: LogSteps;
  readonly program: LogProgram;
  readonly state: LogState;
  /** The same, for those who only look. */
  readonly view: View<ProgramSchema>;
  readonly sets = new SetsOfMs();
  /** Steps that were taken, those that no record stands for included. */
  taken = 0;
  hidden = 0;
  /** What the instruction that wrote the last record loaded or stored. */
  value = 0;
  #seen = NONE;
  /** By M and code, the record that is due where it stands, since it came there in the step of another one; NONE for none. */
  readonly #dueOf: Readonly<Record<'own' | 'growth', Int16Array>>;
  readonly #routes: ReadonlyMap<Follows, Routes>;
  readonly #watch: Watch | null;
  /** What the steps are told. */
  readonly #p: { -readonly [K in keyof LogParams]: LogParams[K] };
  /** The instructions that a step has run, where it is asked. */
  #ran: number[] = [];

  constructor(steps: LogSteps, ms: number, watch: Watch | null) {
    this.steps = steps;
    this.program = steps.of(ms, (of) => this.sets.left.has(of));
    const ran = (index: number): void => {
      this.#ran.push(index);
    };
    const helpers = {
      ...steps.buffers,
      ...this.sets.helpers,
      at: (mark: number, value: number): void => {
        if (this.#seen !== NONE) return;
        this.#seen = mark;
        this.value = value;
      },
      isStopped: () => this.#isStopped(),
      ran: Object.fromEntries(followed.map((kind) => [kind, ran])),
    };
    this.#p = { m: 0, slot: 0, picked: 0, isEarlier: false, helpers };
    this.state = plainState<ProgramSchema>(this.program.initial);
    // Sound because a plain state is read by the names by which it is written.
    this.view = this.state as unknown as View<ProgramSchema>;
    this.sets.follow(this.state);
    this.#watch = watch;
    this.#dueOf = { own: new Int16Array(ms).fill(NONE), growth: new Int16Array(ms).fill(NONE) };
    this.#routes = new Map(followed.map((kind) => [kind, new Routes(this.thread(kind))] as const));
  }

  thread(kind: Follows): LogThread {
    const thread = this.steps.threads[kind];
    if (thread === undefined) throw new RangeError(`the programs lack ${kind}`);
    return thread;
  }

  recordOf(kind: Follows, m: number): ThreadRecord {
    const { state } = this;
    // Sound because a thread's record has numbers alone.
    const record =
      kind === 'own' || kind === 'growth'
        ? state.m.at(m)[kind]
        : kind === 'caller'
          ? state.caller.at(0)
          : state[kind];
    return record as ThreadRecord;
  }

  /** The code that runs on an M: a growth suspends its own. */
  kindOf(m: number): 'own' | 'growth' {
    return this.state.m.at(m).growth['at'] === 0 ? 'own' : 'growth';
  }

  /**
   * Takes the steps of a thread up to the one that writes the record. `picked`: the M that the record is about, where the thread looks at
   * another's. `isEarlier`: whether a read of trace.enabled may lie further back. Throws a Rejection where no way leads there.
   */
  go(kind: Follows, m: number, mark: Mark, picked = 0, isEarlier = false): void {
    const number = numberOfMark[mark];
    const thread = this.thread(kind);
    const record = this.recordOf(kind, m);
    const due = this.#due(kind, m);
    if (due !== NONE) {
      if (due !== number) throw this.#noWay(thread, record.at, m, mark);
      this.#setDue(kind, m, NONE);
      return;
    }
    for (;;) {
      const step = this.#next(kind, record.at, number, isEarlier);
      if (step === undefined) throw this.#noWay(thread, record.at, m, mark);
      const seen = this.take(kind, step, { m, picked, isEarlier });
      if (record.at === thread.thrown) return;
      const arrival = seen === NONE ? thread.arrivals[record.at] : seen;
      const isThere = arrival === number;
      this.#told({
        kind,
        step,
        m,
        picked,
        isEarlier: isEarlier && step.choice === STALE,
        isHidden: !isThere || isHidden(mark),
      });
      if (isThere && seen !== NONE) this.#setDue(kind, m, thread.arrivals[record.at] ?? NONE);
      if (isThere) return;
      if (arrival !== undefined || this.#routeOf(kind, record.at, number).distance === Infinity)
        throw this.#elsewhere(thread, { step, to: record.at, arrival, m, mark });
    }
  }

  /** Goes on to a place where the stack of the M may grow, and lets it grow. */
  growStack(m: number): void {
    const thread = this.thread('own');
    const mp = this.state.m.at(m);
    const record = this.recordOf('own', m);
    if (thread.grows[record.at] !== true) {
      const names = thread.names[record.at] ?? '';
      throw new Rejection('StackGrowth', m, 'prologueIsSplit', 'prologueIsSplit does not hold', {
        [`m[${m}].own`]: names,
      });
    }
    mp.growth['at'] = 1;
    this.#watch?.grew(m);
    this.hidden++;
    this.taken++;
  }

  /** What the log and the program say has to be the same. */
  same(mark: string, m: number | null, what: string, log: number, program: number): void {
    if (log === program) return;
    throw new Rejection(mark, m, null, `${what} ${log} in the log, ${program} in the program`);
  }

  /** What has no step and happened all the same. */
  join(what: Join, m: number): void {
    this.hidden++;
    this.#watch?.joined(what, m);
  }

  /** The records that the thread which writes such a record may write next, as far as its program alone says. */
  allowed(record: RecordKind, m: number | null): readonly RecordKind[] {
    if (!isMarked(record)) return [];
    const { thread } = marks[record];
    if (thread === 'own' && m === null) return [];
    const kind = thread === 'own' ? this.kindOf(m ?? 0) : (thread as Follows);
    const { at } = this.recordOf(kind, m ?? 0);
    const due = this.#due(kind, m ?? 0);
    return recordKinds.filter((one) =>
      due === NONE
        ? this.#routeOf(kind, at, numberOfMark[one]).distance < Infinity
        : numberOfMark[one] === due,
    );
  }

  /** Refill and flushes find room: one free buffer, and one free place in both queues. */
  spare(m: number): void {
    const mp = this.state.m.at(m);
    if (mp.bufs.every(({ used }) => used)) grow(mp.bufs);
    for (let parity = 0; parity < 2; parity++) {
      const queue = mp.full.at(parity);
      if (queue.at(queue.length - 1) !== 0) grow(queue);
    }
  }

  #due(kind: Follows, m: number): number {
    return kind === 'own' || kind === 'growth' ? (this.#dueOf[kind][m] ?? NONE) : NONE;
  }

  #setDue(kind: Follows, m: number, mark: number): void {
    if (kind === 'own' || kind === 'growth') this.#dueOf[kind][m] = mark;
  }

  #routeOf(kind: Follows, from: number, mark: number): ReturnType<Routes['of']> {
    return this.#routes.get(kind)?.of(from, mark) ?? { steps: [], distance: Infinity };
  }

  /** Of several steps the nearest; what was read earlier is read so only where it is no longer so. */
  #next(kind: Follows, from: number, mark: number, isEarlier: boolean): LogStep | undefined {
    const { steps } = this.#routeOf(kind, from, mark);
    const [first] = steps;
    if (steps.length < 2 || first === undefined) return first;
    const isStale = isEarlier && !this.state.trace.enabled;
    return steps.find(({ choice }) => (choice === STALE) === isStale) ?? first;
  }

  /** Takes one step. Returns the number of the record that it writes, or -1. Throws a Rejection where it cannot be taken. */
  take(
    kind: Follows,
    step: LogStep,
    { m, picked, isEarlier }: Pick<Taken, 'm' | 'picked' | 'isEarlier'>,
  ): number {
    const p = this.#p;
    p.m = m;
    p.picked = picked;
    p.isEarlier = isEarlier;
    this.#seen = NONE;
    if (step.guard?.(this.view, p) === false) throw this.#refused(kind, step, m);
    step.effect(this.state, p);
    this.taken++;
    return this.#seen;
  }

  #told(taken: Taken): void {
    if (taken.isHidden) this.hidden++;
    this.#watch?.took(taken);
  }

  #noWay(thread: LogThread, at: number, m: number, mark: Mark): Rejection {
    const who = ofM(thread.kind) ? m : null;
    const where = thread.names[at];
    const words =
      where === undefined ? `${thread.kind} does not run` : `no way leads from ${where} to ${mark}`;
    return new Rejection(mark, who, null, words);
  }

  /** The step has to wait, or it is none: it changes nothing and ends where it began. */
  #refused(kind: Follows, step: LogStep, m: number): Rejection {
    const who = ofM(kind) ? m : null;
    const reads = this.#reads(step, m);
    const words = step.waits.join(', ');
    if (words !== '') return new Rejection(step.name, who, words, `${words} has to wait`, reads);
    this.#ran = [];
    step.trail()(this.state, this.#p);
    const ran = new Set(this.#ran);
    const turn = step.branches.filter(({ index }) => ran.has(index)).at(-1);
    const conjunct = turn?.words ?? null;
    return new Rejection(step.name, who, conjunct, `${conjunct ?? step.name} does not hold`, reads);
  }

  #elsewhere(
    thread: LogThread,
    {
      step,
      to,
      arrival,
      m,
      mark,
    }: {
      readonly step: LogStep;
      readonly to: number;
      readonly arrival: number | undefined;
      readonly m: number;
      readonly mark: Mark;
    },
  ): Rejection {
    const number = numberOfMark[mark];
    const leads = (ways: LogStep['ways'], is: (mark: number | null, to: number) => boolean): boolean =>
      ways.some((way) => is(way.mark, way.to));
    const wanted = (is: number | null, end: number): boolean =>
      is === number ||
      (is === null &&
        (thread.arrivals[end] === number ||
          this.#routeOf(thread.kind as Follows, end, number).distance < Infinity));
    const came = (is: number | null, end: number): boolean =>
      end === to && (is ?? NONE) === (arrival ?? NONE);
    const turn = step.branches.find(
      ({ yes, no }) =>
        (leads(yes, wanted) && leads(no, came) && !leads(yes, came)) ||
        (leads(no, wanted) && leads(yes, came) && !leads(no, came)),
    );
    const who = ofM(thread.kind) ? m : null;
    const instead =
      arrival === undefined ? `goes to ${thread.names[to] ?? 'its end'}` : `writes ${markOfNumber(arrival)}`;
    const conjunct = turn === undefined ? null : leads(turn.yes, wanted) ? turn.words : `!${turn.words}`;
    const message = `the program ${instead}${conjunct === null ? '' : `, for ${conjunct} does not hold`}`;
    return new Rejection(step.name, who, conjunct, message, this.#reads(step, m));
  }

  /** What the step loads, as it is now. */
  #reads({ loads }: LogStep, m: number): Readonly<Record<string, unknown>> {
    const reads: Record<string, unknown> = {};
    for (const field of loads) {
      const [root = '', name = ''] = field.replace('[]', '').split('.');
      const [owner, path] = root === 'm' ? [this.state.m.at(m), `m[${m}]`] : [this.state.trace, 'trace'];
      const value: unknown = Reflect.get(owner, name);
      if (typeof value === 'number' || typeof value === 'boolean') reads[`${path}.${name}`] = value;
    }
    return reads;
  }

  #isStopped(): boolean {
    const outside = this.steps.isOutside;
    return this.view.m.every(({ own }) => outside(own.at));
  }
}

/** The choice of a read that gives what was there before. */
const STALE = 'stale';

const followed: readonly Follows[] = ['own', 'growth', 'caller', 'reader', 'allocm'];

const ofM = (kind: ThreadKind): boolean => kind === 'own' || kind === 'growth';

const isHidden = (mark: Mark): boolean => (hiddenMarks as readonly string[]).includes(mark);
