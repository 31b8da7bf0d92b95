/**
 * From records to steps of the model: each record takes one action that others see and, before it, those that lead there and are local to
 * the M. Guards and effects are the model's own (docs/record.md has the table).
 */
import type { System } from '../../checker/index.ts';
import type { TracerSchema } from '../../model/index.ts';
import type { RecordKind } from '../log/records.ts';
import { Buffers, named } from './buffers.ts';
import type { Watch } from './moves.ts';
import { Moves, NESTED, OUTER } from './moves.ts';
import { Rejection, Unmodelled } from './rejection.ts';
import { COUNT_MAX, Sections } from './sections.ts';
import type { LogState } from './system.ts';

export class Steps {
  readonly #moves: Moves;
  readonly #buffers: Buffers;
  readonly #sections: Sections;
  /** Ms without a record since tracing was off last, so that allocm may have taken them off freem unseen. */
  readonly #mayBeGone = new Set<number>();

  constructor(system: System<TracerSchema>, state: LogState, room: number, watch: Watch | null = null) {
    this.#moves = new Moves(system, state, watch);
    this.#buffers = new Buffers(state.m.length, room);
    this.#sections = new Sections(this.#moves, this.#buffers);
  }

  get taken(): number {
    return this.#moves.taken;
  }

  get hidden(): number {
    return this.#moves.hidden;
  }

  /** Takes the steps of record `n`. Returns the M that moved, or -1. Throws a Rejection, or an Unmodelled. */
  take(n: number, kind: RecordKind, values: readonly number[], list: readonly number[]): number {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = values;
    const { trace, advancer } = this.#moves.state;
    if (trace.enabled || trace.shutdown) this.#moves.traced = n;
    switch (kind) {
      case 'acquireFlag':
        this.#moves.appears(a);
        this.#moves.skipGrowth(a);
        this.#moves.hide('AcquireOuter', a, OUTER, 'seenEnabled');
        this.#moves.hide('AcquireFlagDown', a, OUTER);
        this.#moves.step('AcquireSetFlag', a, OUTER);
        this.#moves.flag('AcquireSetFlag', a, b);
        break;
      case 'acquireGen':
        this.#moves.step('AcquireLoadGen', a, OUTER);
        this.#moves.same('AcquireLoadGen', a, 'generation', b, this.#moves.section(a, OUTER).gen);
        break;
      case 'acquireUndo':
        this.#moves.step('AcquireUndo', a, OUTER);
        this.#moves.flag('AcquireUndo', a, b);
        break;
      case 'acquireNested':
        this.#sections.nested(a, b, c);
        break;
      case 'release':
        this.#moves.skipGrowth(a);
        if (this.#moves.section(a, OUTER).phase === 'section') this.#moves.hide('LeaveUnwritten', a, OUTER);
        this.#moves.step('Release', a, OUTER);
        this.#moves.flag('Release', a, b);
        break;
      case 'releaseNested':
        this.#releaseNested(a);
        this.#moves.same(
          'Release',
          a,
          'reentered',
          Math.min(b, COUNT_MAX),
          this.#moves.state.m.at(a).reentered,
        );
        break;
      case 'writer':
        this.#sections.writer(a, b, c, d);
        break;
      case 'noRoom':
        this.#sections.room(a, false, b, c, d, e);
        break;
      case 'event':
        this.#sections.room(a, true, b, c, d, e);
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
        this.#moves.step('StartEnable');
        for (let m = 0; m < this.#moves.state.m.length; m++) this.#mayBeGone.add(m);
        return -1;
      case 'startPublish':
        this.#moves.step('StartPublish');
        this.#moves.same('StartPublish', -1, 'generation', a, trace.gen);
        return -1;
      case 'advanceGen':
        this.#moves.step('AdvanceStoreGen');
        this.#moves.same('AdvanceStoreGen', -1, 'generation', a, trace.gen);
        return -1;
      case 'stopGen':
        this.#moves.step('StopStoreGen');
        this.#moves.same('StopStoreGen', -1, 'generation that ends', a, advancer.gen);
        return -1;
      case 'stopEnabled':
        this.#moves.step('StopClearEnabled');
        return -1;
      case 'snapshot':
        this.#snapshot(list);
        return -1;
      case 'flagSeen':
        this.#moves.step('AdvanceReadFlag', a);
        return a;
      case 'advanceFlush':
        this.#moves.same('AdvanceFlush', a, 'M', a, advancer.m);
        this.#slot('AdvanceFlush', a, advancer.gen % 2, b);
        this.#moves.step('AdvanceFlush', a);
        this.#buffers.queue(advancer.gen % 2, b);
        this.#moves.spare(a);
        return a;
      case 'flushedGen':
        this.#moves.step('AdvanceFlushedGen');
        this.#moves.same('AdvanceFlushedGen', -1, 'generation', a, trace.flushedGen);
        return -1;
      case 'advanceDone':
        this.#moves.same('AdvanceDone', -1, 'generation', a, advancer.gen);
        this.#moves.step('AdvanceDone');
        return -1;
      case 'readerTake':
        return this.#readerTake(a, b, c);
      case 'readerNext':
        this.#moves.step('ReaderNextGen');
        this.#moves.same('ReaderNextGen', -1, 'generation', a, trace.readerGen);
        return -1;
      case 'readerStop':
        this.#moves.step('ReaderStop');
        return -1;
      case 'destroyFlag':
        this.#destroy(a, b);
        break;
      case 'destroyFlush':
        this.#slot('DestroyFlush', a, 0, b);
        this.#slot('DestroyFlush', a, 1, c);
        this.#moves.step('DestroyFlush', a);
        this.#buffers.queue(0, b);
        this.#buffers.queue(1, c);
        this.#moves.spare(a);
        break;
      case 'destroyDone':
        this.#moves.step('DestroyDone', a);
        this.#moves.flag('DestroyDone', a, b);
        break;
      case 'status':
        // Of another part.
        return -1;
    }
    this.#moves.last[a] = n;
    this.#mayBeGone.delete(a);
    return a;
  }

  /** What was counted goes down by one: of the nested section or, where one of those that are over has left its count, of the outer one. */
  #releaseNested(m: number): void {
    const { phase } = this.#moves.section(m, NESTED);
    if ((phase === 'out' || phase === 'start') && this.#moves.state.m.at(m).reentered > 0) {
      this.#moves.skipGrowth(m);
      this.#moves.step('Release', m, OUTER);
      return;
    }
    this.#moves.beyond(m, NESTED, 'section', 'release');
    this.#moves.step('Release', m, NESTED);
  }

  #readerTake(address: number, gen: number, pos: number): number {
    this.#moves.same('ReaderTake', -1, 'generation', gen, this.#moves.state.trace.readerGen);
    this.#buffers.judgePos('ReaderTake', -1, address, pos);
    const taken = this.#buffers.take(address, gen % 2);
    if (taken === null) return -1;
    const { m, index } = taken;
    const head = this.#moves.state.m
      .at(m)
      .full.at(gen % 2)
      .at(0);
    if (head !== 0) this.#moves.same('ReaderTake', m, `M${m}'s first buffer in the queue`, index, head);
    this.#moves.step('ReaderTake', m);
    return m;
  }

  #snapshot(list: readonly number[]): void {
    const listed = new Set(list);
    for (let m = 0; m < this.#moves.state.m.length; m++) {
      const mp = this.#moves.state.m.at(m);
      if (listed.has(m)) this.#moves.appears(m);
      else if (mp.life === 'running' && mp.stack.at(OUTER).phase === 'out' && this.#mayBeGone.has(m)) {
        // It exited, and allocm read that tracing was off.
        mp.life = 'gone';
        this.#moves.join('an M is gone unseen', m, OUTER);
      }
    }
    this.#moves.step('AdvanceSnapshot');
    for (let m = 0; m < this.#moves.state.m.length; m++)
      if (this.#moves.state.advancer.toFlush.at(m) !== listed.has(m))
        throw new Rejection(
          'AdvanceSnapshot',
          { m },
          null,
          listed.has(m) ? `M${m} was destroyed, and is on the lists` : `M${m} runs, and is on neither list`,
        );
  }

  #destroy(m: number, by: number): void {
    if (m === by)
      throw new Unmodelled(`M${m} is an extra M, which a thread of C gives back; those are not judged yet`);
    this.#moves.appears(m);
    this.#moves.skipGrowth(m);
    this.#moves.hide('ThreadExit', m);
    this.#moves.hide('ThreadDone', m);
    this.#moves.step('DestroySetFlag', m, OUTER, 'traced');
  }

  #slot(action: string, m: number, parity: number, address: number): void {
    const held = this.#buffers.addressOf(m, this.#moves.state.m.at(m).buf.at(parity));
    if (held !== address)
      throw new Rejection(
        action,
        { m },
        null,
        `slot ${parity} of M${m} has ${named(address)} in the log, and ${named(held)} in the model`,
      );
  }
}
