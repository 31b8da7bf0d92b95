/**
 * From records to steps of the programs: each record is written by a step of a thread, which gets there by steps that no record stands for
 * (docs/record.md has the table). What the step loads and stores has to be what the record says.
 */
import type { RecordKind } from '../log/records.ts';
import { Buffers, named } from './buffers.ts';
import type { Follower } from './follower.ts';
import { Lives } from './lives.ts';
import { Rejection, Unmodelled } from './rejection.ts';
import { Sections } from './sections.ts';

/** The programs stop counting here. */
const COUNT_MAX = 3;

export class Steps {
  readonly #follower: Follower;
  readonly #buffers: Buffers;
  readonly #sections: Sections;
  readonly #lives: Lives;
  /** The last record of each M; -1 before its first. */
  readonly #last: Int32Array | Float64Array;
  /** The last record at which an acquire could read that tracing is on. */
  #traced = -1;
  /** The M whose flag traceAdvance has seen down last. */
  #flushing = -1;
  /** The M that allocm destroys. */
  #destroying = -1;
  /** The last record at which it was done with one. */
  #destroyed = -1;

  constructor(follower: Follower, ms: number, room: number) {
    this.#follower = follower;
    this.#buffers = new Buffers(ms, room);
    this.#sections = new Sections(follower, this.#buffers);
    this.#lives = new Lives(follower);
    this.#last = new Float64Array(ms).fill(-1);
  }

  /** Takes the steps of record `n`. Returns the M that moved, or -1. Throws a Rejection, or an Unmodelled. */
  take(n: number, kind: RecordKind, values: readonly number[], list: readonly number[]): number {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = values;
    const follower = this.#follower;
    const { trace } = follower.state;
    if (trace.enabled || trace.shutdown) this.#traced = n;
    switch (kind) {
      case 'acquireFlag':
        this.#lives.appears(a);
        follower.go(follower.kindOf(a), a, kind, 0, this.#mayReadEarlier(a));
        this.#flag(kind, a, b);
        break;
      case 'acquireGen':
        follower.go(follower.kindOf(a), a, kind);
        follower.same(kind, a, 'generation', b, follower.value);
        break;
      case 'acquireNested':
        this.#nested(a, b, c);
        break;
      case 'acquireUndo':
      case 'release':
        follower.go(follower.kindOf(a), a, kind);
        this.#flag(kind, a, b);
        break;
      case 'releaseNested':
        follower.go(follower.kindOf(a), a, kind);
        follower.same(kind, a, 'reentered', Math.min(b, COUNT_MAX), follower.state.m.at(a).reentered);
        break;
      case 'writer':
        this.#sections.writer(a, b, c, d);
        break;
      case 'noRoom':
      case 'event':
        this.#sections.room(a, kind === 'event', b, c, d, e);
        break;
      case 'refill':
        this.#sections.refill(a, b, c);
        break;
      case 'refilled':
        this.#sections.refilled(a, b, c, d);
        break;
      case 'otherBuffer':
        this.#buffers.handOut(a);
        return -1;
      case 'end':
        this.#sections.end(a, b, c, d);
        break;
      case 'startEnable':
        follower.go('caller', 0, kind);
        this.#lives.tracingBegins();
        return -1;
      case 'stopEnabled':
        follower.go('caller', 0, kind);
        return -1;
      case 'startPublish':
      case 'advanceGen':
      case 'flushedGen':
        follower.go('caller', 0, kind);
        follower.same(kind, null, 'generation', a, follower.value);
        return -1;
      case 'stopGen':
        follower.go('caller', 0, kind);
        follower.same(kind, null, 'generation that ends', a, this.#ended);
        return -1;
      case 'advanceDone':
        follower.same(kind, null, 'generation', a, this.#ended);
        follower.go('caller', 0, kind);
        return -1;
      case 'snapshot':
        this.#lives.snapshot(list);
        return -1;
      case 'flagSeen':
        follower.go('caller', 0, kind, a);
        if (follower.value !== 0) throw new Rejection(kind, a, null, `the flag of M${a} is up`);
        this.#flushing = a;
        return a;
      case 'advanceFlush':
        follower.same(kind, a, 'M', a, this.#flushing);
        follower.go('caller', 0, kind);
        this.#slot(kind, a, this.#ended % 2, b, follower.value);
        this.#buffers.queue(this.#ended % 2, b);
        follower.spare(a);
        return a;
      case 'readerTake':
        return this.#readerTake(a, b, c);
      case 'readerNext':
        follower.go('reader', 0, kind);
        follower.same(kind, null, 'generation', a, trace.readerGen);
        return -1;
      case 'readerStop':
        follower.go('reader', 0, kind);
        return -1;
      case 'destroyFlag':
        if (a === b)
          throw new Unmodelled(
            `M${a} is an extra M, which a thread of C gives back; those are not judged yet`,
          );
        // Under sched.lock, which allocm has had since the last M that it took off at most.
        this.#lives.reaped(a, this.#traced >= Math.max(this.#last[a] ?? -1, this.#destroyed));
        this.#destroying = a;
        break;
      case 'destroyFlush': {
        follower.same(kind, a, 'M', a, this.#destroying);
        const { buf } = follower.state.m.at(a);
        this.#slot(kind, a, 0, b, buf.at(0));
        this.#slot(kind, a, 1, c, buf.at(1));
        follower.go('allocm', 0, kind);
        this.#buffers.queue(0, b);
        this.#buffers.queue(1, c);
        follower.spare(a);
        break;
      }
      case 'destroyDone':
        follower.same(kind, a, 'M', a, this.#destroying);
        follower.go('allocm', 0, kind);
        this.#flag(kind, a, b);
        this.#destroyed = n;
        break;
      case 'status':
      case 'scheduler':
        // Of another part.
        return -1;
    }
    this.#last[a] = n;
    this.#lives.isSeen(a);
    return a;
  }

  get #ended(): number {
    return this.#follower.steps.ended(this.#follower.recordOf('caller', 0));
  }

  /** A section inside another one: the stack grows where the outer one stands. */
  #nested(m: number, gen: number, reentered: number): void {
    const follower = this.#follower;
    if (follower.kindOf(m) === 'growth')
      throw new Unmodelled(`M${m} opens a third section inside its second, and the programs have two`);
    follower.growStack(m);
    follower.go('growth', m, 'acquireNested', 0, this.#mayReadEarlier(m));
    follower.same('acquireNested', m, 'generation', gen, follower.value);
    const counted = follower.state.m.at(m).reentered;
    follower.same('acquireNested', m, 'reentered', Math.min(reentered, COUNT_MAX), counted);
  }

  #readerTake(address: number, gen: number, pos: number): number {
    const follower = this.#follower;
    follower.same('readerTake', null, 'generation', gen, follower.state.trace.readerGen);
    this.#buffers.judgePos('readerTake', null, address, pos);
    const taken = this.#buffers.take(address, gen % 2);
    if (taken === null) return -1;
    const { m, index } = taken;
    const head = follower.state.m
      .at(m)
      .full.at(gen % 2)
      .at(0);
    if (head !== 0) follower.same('readerTake', m, `M${m}'s first buffer in the queue`, index, head);
    follower.go('reader', 0, 'readerTake', m);
    return m;
  }

  /** A plain read may lie anywhere since the M's last record, when tracing was still on. */
  #mayReadEarlier(m: number): boolean {
    return this.#traced >= (this.#last[m] ?? -1);
  }

  #flag(kind: RecordKind, m: number, flag: number): void {
    this.#follower.same(kind, m, 'flag', flag, this.#follower.state.m.at(m).writing ? 1 : 0);
  }

  #slot(kind: RecordKind, m: number, parity: number, address: number, buffer: number): void {
    const held = this.#buffers.addressOf(m, buffer);
    if (held === address) return;
    throw new Rejection(
      kind,
      m,
      null,
      `slot ${parity} of M${m} has ${named(address)} in the log, and ${named(held)} in the program`,
    );
  }
}
