/**
 * A second judge of logs, which shares nothing with the first one but the records: the tracer's rules as one would say them of the log
 * alone, with no model behind them. It says whether what is left of a corrupted log is a run all the same.
 */
import type { RecordKind } from '../../runtime/index.ts';
import { Broken, Scheduling, must } from './second-judge-of-transitions.ts';

export interface PlainRecord {
  readonly kind: RecordKind;
  /** In the order of the fields; of a list its members. */
  readonly values: readonly number[];
}

/** A section that an M has open. */
interface Section {
  gen: number;
  step: 'flag' | 'zero' | 'open' | 'writer' | 'full' | 'queued' | 'event';
  buf: number;
  /** Where the event that is being written began, and the room that it asked for. */
  from: number;
  need: number;
}

interface M {
  readonly sections: Section[];
  readonly slots: [number, number];
  counted: number;
  destroys: 'no' | 'flag' | 'flushed' | 'done';
  /** Its last record. */
  last: number;
}

/** Null for a run, else the first rule that is broken. `reloads` says that nested sections load the generation again. */
export function brokenRule(
  records: readonly PlainRecord[],
  room: number,
  reloads: boolean,
): { readonly at: number; readonly rule: string } | null {
  const rules = new Rules(
    room,
    reloads,
    records.some(({ kind }) => kind === 'scheduler'),
  );
  for (const [at, record] of records.entries())
    try {
      rules.take(at, record);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      return { at, rule: error.message };
    }
  return null;
}

class Rules {
  readonly #room: number;
  readonly #reloads: boolean;
  /** Of a log that has transitions. */
  readonly #scheduling: Scheduling | null;
  readonly #ms = new Map<number, M>();
  /** Where each buffer ends, by its address; 'other' for one of no M. */
  readonly #end = new Map<number, number | 'other'>();
  /** By parity, in the order in which the reader must take them. */
  readonly #queues: [number[], number[]] = [[], []];
  #enabled = false;
  #gen = 0;
  #last = 0;
  #readerGen = 0;
  #flushedGen = 0;
  /** The last record at which tracing was on. */
  #on = -1;
  /** When it was switched on last: an M of before that may be gone unseen. */
  #began = -1;
  #advance: {
    old: number;
    stops: boolean;
    left: Set<number> | null;
    looksAt: number;
    read: boolean;
  } | null = null;

  constructor(room: number, reloads: boolean, hasTransitions: boolean) {
    this.#scheduling = hasTransitions ? new Scheduling() : null;
    this.#room = room;
    this.#reloads = reloads;
  }

  take(at: number, { kind, values }: PlainRecord): void {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = values;
    this.#scheduling?.take(kind, values);
    if (kind === 'status' || kind === 'scheduler') return;
    if (this.#enabled || this.#advance?.stops === true) this.#on = at;
    switch (kind) {
      case 'startEnable':
        must(!this.#enabled && this.#advance === null, 'a trace begins when none is there');
        this.#enabled = true;
        this.#began = at;
        return;
      case 'startPublish':
        must(this.#enabled && this.#gen === 0 && a === this.#last + 1, 'the first generation is the next');
        [this.#gen, this.#readerGen, this.#flushedGen] = [a, a, 0];
        return;
      case 'advanceGen':
        must(this.#gen !== 0 && a === this.#gen + 1 && this.#advance === null, 'an advance is by one');
        this.#advance = {
          old: this.#gen,
          stops: false,
          left: null,
          looksAt: -1,
          read: false,
        };
        this.#gen = a;
        return;
      case 'stopGen':
        must(this.#gen !== 0 && a === this.#gen && this.#advance === null, 'a stop ends the generation');
        this.#advance = {
          old: this.#gen,
          stops: true,
          left: null,
          looksAt: -1,
          read: false,
        };
        [this.#last, this.#gen] = [a, 0];
        return;
      case 'stopEnabled':
        must(this.#advance?.stops === true && this.#enabled, 'tracing is switched off once, by a stop');
        this.#enabled = false;
        return;
      case 'snapshot':
      case 'flagSeen':
      case 'advanceFlush':
      case 'flushedGen':
      case 'advanceDone':
        this.#advances(kind, values, at);
        return;
      case 'readerTake':
      case 'readerNext':
      case 'readerStop':
        this.#reads(kind, a, b, c);
        return;
      case 'otherBuffer':
        must(!this.#end.has(a), 'a buffer is handed out once');
        this.#end.set(a, 'other');
        return;
      case 'destroyFlag':
      case 'destroyFlush':
      case 'destroyDone':
        this.#destroys(kind, a, b, c);
        break;
      case 'acquireFlag':
      case 'acquireGen':
      case 'acquireUndo':
      case 'acquireNested':
      case 'release':
      case 'releaseNested':
        this.#sections(kind, this.#m(a), b, c);
        break;
      default:
        this.#writes(kind, this.#m(a), b, c, d, e);
    }
    this.#m(a).last = at;
  }

  #m(id: number): M {
    const known = this.#ms.get(id);
    if (known !== undefined) return known;
    const fresh: M = {
      sections: [],
      slots: [0, 0],
      counted: 0,
      destroys: 'no',
      last: -1,
    };
    this.#ms.set(id, fresh);
    return fresh;
  }

  #sections(kind: RecordKind, m: M, b: number, c: number): void {
    const top = m.sections.at(-1);
    switch (kind) {
      case 'acquireFlag':
        must(top === undefined && m.destroys === 'no' && b === 1, 'the flag goes up when it is down');
        must(this.#on >= m.last, 'a section begins while tracing is on');
        m.sections.push({ gen: 0, step: 'flag', buf: 0, from: -1, need: 0 });
        return;
      case 'acquireGen':
        must(top?.step === 'flag' && b === this.#gen, 'a section loads the generation that is stored');
        [top.gen, top.step] = [b, b === 0 ? 'zero' : 'open'];
        return;
      case 'acquireUndo':
        must(top?.step === 'zero' && b === 0, 'only generation 0 is undone');
        m.sections.pop();
        return;
      case 'acquireNested': {
        const [outer] = m.sections;
        must(outer !== undefined && outer.step !== 'flag' && m.sections.length === 1, 'a section nests once');
        must(outer.step !== 'zero', 'what is undone has nothing inside');
        must(b === (this.#reloads ? this.#gen : outer.gen), 'a nested section has its generation');
        m.counted++;
        must(c === m.counted, 'nested sections are counted');
        if (b !== 0) m.sections.push({ gen: b, step: 'open', buf: 0, from: -1, need: 0 });
        return;
      }
      case 'release':
        must(m.sections.length === 1 && top?.step === 'open' && m.counted === 0, 'a section ends closed');
        must(b === 0, 'the flag goes down');
        m.sections.pop();
        return;
      default:
        must(m.sections.length > 0 && top?.step === 'open' && m.counted > 0, 'a nested section ends closed');
        m.counted--;
        must(b === m.counted, 'nested sections are counted down');
        m.sections.pop();
    }
  }

  #writes(kind: RecordKind, m: M, gen: number, buf: number, pos: number, need: number): void {
    const top = m.sections.at(-1);
    must(top !== undefined && gen === top.gen, 'a record of a section has its generation');
    if (kind === 'writer') {
      must(top.step === 'open' && buf === m.slots[gen % 2], 'writer() copies the slot');
      must(pos === this.#endOf(buf), 'a buffer is where it was left');
      [top.step, top.buf] = ['writer', buf];
      return;
    }
    if (kind === 'refilled') {
      must(top.step === 'queued' && !this.#end.has(buf) && buf !== 0, 'a buffer is handed out once');
      this.#end.set(buf, pos);
      [top.step, top.buf] = ['writer', buf];
      return;
    }
    must(buf === top.buf, 'a writer keeps its buffer');
    if (kind === 'refill') {
      must(top.step === 'full', 'a full buffer is refilled');
      if (buf !== 0) this.#queues[gen % 2 === 0 ? 0 : 1].push(buf);
      top.step = 'queued';
      return;
    }
    must(top.step === 'writer' || top.step === 'event', 'an event is written by a writer');
    if (top.from !== -1) {
      must(pos > top.from && pos <= top.from + top.need, 'an event takes what it asked for at most');
      this.#end.set(buf, pos);
      top.from = -1;
    }
    must(pos === this.#endOf(buf), 'a buffer is where it was left');
    const fits = buf !== 0 && this.#room - pos >= need;
    if (kind === 'noRoom') {
      must(!fits, 'a buffer with room is kept');
      top.step = 'full';
    } else if (kind === 'event') {
      must(fits, 'an event has room');
      [top.step, top.from, top.need] = ['event', pos, need];
    } else {
      m.slots[gen % 2 === 0 ? 0 : 1] = buf;
      top.step = 'open';
    }
  }

  #endOf(buf: number): number {
    const end = buf === 0 ? 0 : this.#end.get(buf);
    // What no M writes to is of any length.
    must(typeof end === 'number', 'a buffer is handed out before it is used');
    return end;
  }

  #advances(kind: RecordKind, values: readonly number[], at: number): void {
    const advance = this.#advance;
    must(advance !== null, 'only an advance does this');
    const { old, stops, left } = advance;
    const [a = 0, b = 0] = values;
    const parity = old % 2 === 0 ? 0 : 1;
    switch (kind) {
      case 'snapshot':
        must(left === null && !(stops && this.#enabled), 'an advance lists the Ms once, after its store');
        advance.left = new Set(values);
        for (const [id, { slots, sections, last, destroys }] of this.#ms) {
          const isIdle = sections.length === 0 && last < this.#began;
          must(destroys === 'no' || destroys === 'done', 'an M goes under the lock of the lists');
          must(advance.left.has(id) !== (destroys === 'done') || isIdle, 'the lists have every M');
          must(advance.left.has(id) || (slots[0] === 0 && slots[1] === 0), 'no M with a buffer is left out');
          if (!advance.left.has(id)) this.#ms.delete(id);
        }
        for (const id of values) this.#m(id);
        return;
      case 'flagSeen': {
        must(left?.has(a) === true && advance.looksAt === -1, 'an advance looks at an M of its list');
        const m = this.#m(a);
        must(m.sections.length === 0 && m.destroys !== 'flag', 'a flag that is up is not seen down');
        advance.looksAt = a;
        return;
      }
      case 'advanceFlush': {
        const m = this.#m(a);
        must(advance.looksAt === a && b === m.slots[parity], 'an advance flushes the slot of that M');
        if (b !== 0) this.#queues[parity].push(b);
        m.slots[parity] = 0;
        left?.delete(a);
        advance.looksAt = -1;
        return;
      }
      case 'flushedGen':
        must(left?.size === 0 && a === old && this.#flushedGen !== old, 'a generation is flushed once');
        this.#flushedGen = a;
        return;
      default:
        must(a === old && advance.read, 'an advance waits for the reader');
        must(at >= 0 && this.#queues[parity].length === 0, 'nothing is left of a generation');
        this.#advance = null;
    }
  }

  #reads(kind: RecordKind, a: number, gen: number, pos: number): void {
    const parity = this.#readerGen % 2 === 0 ? 0 : 1;
    if (kind === 'readerTake') {
      must(gen === this.#readerGen, 'the reader takes from its generation');
      const end = this.#end.get(a);
      must(
        end === 'other' || (this.#queues[parity][0] === a && pos === end),
        'the queue is first in, first out',
      );
      if (end !== 'other') this.#queues[parity].shift();
      this.#end.delete(a);
      return;
    }
    must(this.#flushedGen === this.#readerGen, 'the reader ends a generation that was flushed');
    must(
      this.#queues[parity].length === 0 && this.#advance?.read === false,
      'nothing is left of a generation',
    );
    must((kind === 'readerStop') === this.#advance.stops, 'the reader stops with the trace');
    this.#advance.read = true;
    if (kind === 'readerStop') return;
    must(a === this.#gen, 'the reader goes on to the generation that is stored');
    this.#readerGen = a;
  }

  #destroys(kind: RecordKind, id: number, b: number, c: number): void {
    const m = this.#m(id);
    must(m.sections.length === 0, 'an M that goes is in no section');
    if (kind === 'destroyFlag') {
      must(m.destroys === 'no', 'an M goes once');
      m.destroys = 'flag';
    } else if (kind === 'destroyFlush') {
      must(m.destroys === 'flag' && b === m.slots[0] && c === m.slots[1], 'an M that goes flushes its slots');
      if (b !== 0) this.#queues[0].push(b);
      if (c !== 0) this.#queues[1].push(c);
      m.slots.fill(0);
      m.destroys = 'flushed';
    } else {
      must(m.destroys === 'flushed' && b === 0, 'the flag of an M that goes goes down');
      m.destroys = 'done';
    }
  }
}
