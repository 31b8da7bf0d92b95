/**
 * The second judge's rules for Gs and Ps: those of Go's sources as one would say them of the log alone. What an M does with statuses before an
 * event is a sentence, and each event has the sentences that lead to it. Nothing of the first judge is used, and none of the programs.
 */
import { eventName, schedulerActs, statusSteps } from '../../runtime/index.ts';
import type { RecordKind } from '../../runtime/index.ts';
import type { M } from './state-of-an-m.ts';
import { movesOf, ownStatus, sentenceOf } from './sentences-of-events.ts';

export class Broken extends Error {}

export function must(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new Broken(rule);
}

/** Letters of what is done with a status, and of an event that says one. */
const letters: Readonly<Record<(typeof statusSteps)[number], string>> = {
  ...{ seen: 'l', acquire: 'a', ready: 'r', set: 's', sequence: 'n', reset: 'z' },
};
const SCAN = 0x1000;
const onM = [2, 3, 8];
const WITHOUT_WRITER = ['GoStatus', 'GoStatusStack', 'ProcStatus'];

export class Scheduling {
  readonly #ms = new Map<number, M>();
  readonly #status = new Map<number, number>();
  /** Which M runs a G, or makes it; which has a P. */
  readonly #of = new Map<number, number>();
  readonly #procs = new Map<number, number>();
  readonly #isProc = new Set<number>();
  readonly #goids = new Map<number, number>();
  /** `address generation`: has a status there; and the last number. */
  readonly #traced = new Set<string>();
  readonly #numbers = new Map<string, number>();
  /** `G or P, number, generation`: the status that the trace has. */
  readonly #told = new Map<string, number>();
  /** Gs in the order of allgs. */
  readonly #all: number[] = [];
  readonly #listed = new Set<number>();
  #isWhole = false;
  #isBegun = false;
  #gen = 0;
  /** How far traceAdvance has gone over the Gs; what it looks at next; those without a status; who does it. */
  #walked = 0;
  #looksAt = 0;
  #untraced: number[] = [];
  #writes = 0;
  #isStored = false;

  take(kind: RecordKind, values: readonly number[]): void {
    const [a = 0, b = 0] = values;
    switch (kind) {
      case 'startPublish':
        this.#isBegun = this.#isWhole;
        [this.#gen, this.#walked, this.#isStored] = [a, 0, false];
        return;
      case 'advanceGen':
      case 'stopGen':
        must(!this.#isBegun || this.#walked > 0, 'an advance goes over all Gs');
        this.#isStored = true;
        return;
      case 'flushedGen':
        must(
          this.#untraced.length === 0 && this.#writes === 0,
          'an advance looks at all Gs without a status again',
        );
        [this.#gen, this.#walked, this.#isStored] = [a + 1, 0, false];
        return;
      case 'acquireGen':
      case 'acquireNested':
      case 'acquireUndo':
        if (b !== 0 && kind !== 'acquireUndo')
          this.#m(a).sections.push({
            gen: b,
            words: [],
            last: '',
            number: 0,
            isWriting: false,
            isDue: false,
          });
        this.#m(a).opens = false;
        this.#begins(this.#m(a));
        return;
      case 'release':
      case 'releaseNested':
        this.#ends(this.#m(a));
        return;
      case 'status':
        this.#does(values);
        return;
      case 'scheduler':
        this.#scheduler(values);
        return;
      case 'acquireFlag':
      case 'writer':
      case 'event':
      case 'end':
        this.#writer(this.#m(a), kind);
        return;
      default:
    }
  }

  #m(id: number): M {
    let m = this.#ms.get(id);
    if (m === undefined) {
      m = { sections: [], g: 0, runs: false, goid: 0, p: -1, scans: 0, fresh: 0, begun: 0, opens: false };
      this.#ms.set(id, m);
    }
    return m;
  }

  /** Between the writer and its end an M does nothing but events, each of which has room first. */
  #writer(m: M, kind: 'acquireFlag' | 'writer' | 'event' | 'end'): void {
    this.#begins(m);
    if (kind === 'acquireFlag') m.opens = true;
    const section = m.sections.at(-1);
    if (section === undefined) return;
    must(!section.isDue, 'the event before is said');
    section.isDue = kind === 'event';
    section.isWriting = kind !== 'end';
  }

  #mayDo(m: M): void {
    must(
      !m.opens && m.sections.at(-1)?.isWriting !== true,
      'a section that begins, and a writer, do nothing else',
    );
  }

  /** An M does something else. */
  #begins(m: M): void {
    must(m.fresh === 0, 'a new goroutine is reset at once');
    m.begun = 0;
  }

  #does([id = 0, step = 0, who = 0, gen = 0, value = 0]: readonly number[]): void {
    const m = this.#m(id);
    const name = statusSteps[step] ?? 'set';
    const key = `${who} ${gen}`;
    const section = m.sections.at(-1);
    if (['seen', 'sequence', 'reset'].includes(name)) this.#mayDo(m);
    if (name === 'reset') {
      must(m.fresh === who || [6, 11].includes(this.#status.get(who) ?? 6), 'a new goroutine is reset');
      must(gen === 0 && value === 0, 'a reset is of no generation');
      m.fresh = 0;
      for (const one of [this.#gen, this.#gen + 1]) this.#numbers.delete(`${who} ${one}`);
    }
    this.#begins(m);
    must(name === 'reset' || section === undefined || gen === section.gen, 'a section has one generation');
    const has = this.#traced.has(key);
    if (name === 'seen') must(value === Number(has), 'a look says whether there is a status');
    if (name === 'acquire') must(value === Number(!has), 'who is first gets the status');
    if (name === 'acquire' || name === 'set') this.#traced.add(key);
    if (name === 'ready' || name === 'set') must(value === 0, 'that has no answer');
    if (name === 'sequence') {
      must(value === (this.#numbers.get(key) ?? 0) + 1, 'numbers count up');
      this.#numbers.set(key, value);
    }
    if (section !== undefined) {
      section.words.push(`${letters[name]}${name === 'seen' || name === 'acquire' ? value : ''}@${who}`);
      if (name === 'sequence') section.number = value;
    } else if (name !== 'reset') this.#advances(m, name, who, gen, value);
  }

  #advances(m: M, name: string, who: number, gen: number, value: number): void {
    must(!this.#isBegun || m.runs, 'an advance is a goroutine that runs');
    if (this.#isProc.has(who)) {
      must(name === 'ready' && this.#status.get(who) === 4, 'a dead P is readied');
      return;
    }
    must(gen === this.#gen && this.#writes === 0, 'an advance ends its generation');
    if (name === 'ready') {
      const next = this.#all[this.#walked];
      must(!this.#isStored && this.#looksAt === 0, 'a G is readied, and then looked at');
      must(
        next === who || (next === undefined && !this.#all.includes(who)),
        'Gs are gone over in their order',
      );
      if (next === undefined) this.#all.push(who);
      this.#walked++;
      this.#looksAt = who;
    } else if (!this.#isStored) {
      must(name === 'seen' && this.#looksAt === who, 'a G is readied, and then looked at');
      this.#looksAt = 0;
      if (value === 0 && ![6, 11].includes(this.#status.get(who) ?? 6)) this.#untraced.push(who);
    } else {
      const at = this.#untraced.indexOf(who);
      must(name === 'seen' && at >= 0, 'a G without a status is looked at again');
      // Those before it were dead once they were suspended.
      this.#untraced.splice(0, at + 1);
      if (value === 0) this.#writes = who;
    }
  }

  #scheduler([id = 0, act = 0, of = 0, a = 0, b = 0, c = 0]: readonly number[]): void {
    const m = this.#m(id);
    const name = schedulerActs[act];
    const begun = m.begun;
    this.#begins(m);
    switch (name) {
      case 'goroutine':
        this.#goroutine(id, m, of, a, b);
        return;
      case 'proc':
        this.#proc(id, m, of, a, b);
        if (begun === of) this.#listed.delete(of);
        return;
      case 'procHas':
        must((this.#procs.get(a) ?? of) === of, 'a P keeps its id');
        must(!this.#listed.has(of), 'a P is listed once');
        this.#listed.add(of);
        this.#isProc.add(of);
        this.#procs.set(a, of);
        this.#is(of, b);
        m.begun = of;
        if (c !== 0) this.#m(c - 1).p = of;
        if (c !== 0) this.#of.set(of, c - 1);
        return;
      case 'goroutineHas':
        must(!this.#listed.has(of), 'a G is listed once');
        must(!this.#isBegun || this.#status.has(of), 'a G of the last list was known');
        this.#listed.add(of);
        if (!this.#all.includes(of)) this.#all.push(of);
        this.#is(of, a);
        if (b !== 0) this.#named(of, b);
        if (c === 0) return;
        must((this.#of.get(of) ?? c - 1) === c - 1, 'a G runs on its M');
        this.#runs(c - 1, of);
        return;
      case 'listed':
        must([...this.#listed].filter((one) => !this.#isProc.has(one)).length === of, 'a list is whole');
        must(
          [...this.#isProc].every((one) => this.#listed.has(one)),
          'a list has all Ps',
        );
        this.#listed.clear();
        this.#isWhole = true;
        return;
      case 'toldOf':
        must(this.#writes !== 0 && c === this.#gen, 'a status without an M is that of a G without one');
        // Its G may be another goroutine since.
        this.#writes = 0;
        this.#says('G', a, c, undefined, b);
        return;
      default:
        this.#event(m, of, a, b, c);
    }
  }

  #is(who: number, status: number): void {
    must((this.#status.get(who) ?? status) === status, 'a status is the one before');
    this.#status.set(who, status);
  }

  #named(g: number, goid: number): void {
    must((this.#goids.get(g) ?? goid) === goid, 'a G has one goroutine until it ends');
    this.#goids.set(g, goid);
  }

  #runs(id: number, g: number): void {
    this.#of.set(g, id);
    const m = this.#m(id);
    [m.g, m.runs] = [g, true];
  }

  #goroutine(id: number, m: M, g: number, was: number, is: number): void {
    this.#mayDo(m);
    must(!this.#isProc.has(g), 'a P is no G');
    must(this.#status.has(g) || !this.#isBegun || was === 0, 'a G that is new begins idle');
    this.#is(g, was);
    this.#status.set(g, is);
    must(was !== is, 'a change changes something');
    must(m.scans === 0 || m.scans === g, 'who has a scan bit does nothing else');
    if (is >= SCAN) m.scans = g;
    else if (was >= SCAN) {
      must(m.scans === g || !this.#isWhole, 'who has set a scan bit takes it away');
      m.scans = 0;
    }
    if (was >= SCAN || is === was + SCAN) return;
    const of = this.#of.get(g) ?? id;
    must(
      !(was === 0 || onM.includes(was) || (was === 6 && is === 1)) || of === id || was === 6,
      'a G is its M’s',
    );
    if (was === 0) this.#of.set(g, id);
    if (onM.includes(is)) this.#runs(id, g);
    else if (onM.includes(was)) [m.g, m.runs] = [g, false];
    if (was === 6 && is === 1) m.fresh = g;
    if (was === 4 && is === 1) m.sections.at(-1)?.words.push(`u@${g}`);
    if (is === 6) this.#goids.delete(g);
  }

  #proc(id: number, m: M, p: number, was: number, is: number): void {
    this.#mayDo(m);
    must(!this.#isBegun || this.#isProc.has(p), 'a P is known by its id');
    this.#is(p, was);
    this.#status.set(p, is);
    const owner = this.#ms.get(this.#of.get(p) ?? -1);
    if (is === 1) {
      [m.p] = [p];
      this.#of.set(p, id);
    } else if (owner?.p === p) owner.p = -1;
  }

  #event(m: M, number: number, a: number, b: number, goid: number): void {
    const name = eventName(number) ?? String(number);
    const section = m.sections.at(-1);
    must(section?.isDue === true, 'an event is in a section, and has room');
    section.isDue = false;
    if (WITHOUT_WRITER.includes(name)) {
      section.words.push(`w${name.startsWith('Proc') ? 'p' : 'g'}${a}`);
      this.#says(name.startsWith('Proc') ? 'P' : 'G', a, section.gen, undefined, b);
      return;
    }
    // What is active is said with a status.
    if (name === '31' || name === '34') return;
    const { words, last } = section;
    section.words = [];
    section.last = name;
    if (name === '39') {
      must(last === 'GoStart' && words.length === 0, 'a label follows a start');
      return;
    }
    must(goid !== 0 || !m.runs, 'who runs a goroutine says so');
    const others: string[] = [];
    const sentence = words.map((word) => this.#wordOf(word, m, others)).join(' ');
    must(
      sentenceOf(name, m.p, goid !== 0).test(sentence === '' ? '' : `${sentence} `),
      `${name} has its looks and no others: ${sentence}`,
    );
    if (goid !== 0 && m.g !== 0) this.#named(m.g, goid);
    if (/n/.test(sentence))
      must(section.number === (name === 'GoSyscallBegin' ? a : b), 'an event has its number');
    if (goid !== 0) m.goid = goid;
    this.#tells(name, section.gen, a, goid === 0 && /^Go(Block|Stop)/.test(name) ? m.goid : goid);
    const target = Number(others[0] ?? 0);
    if (['GoCreate', 'GoCreateBlocked', 'GoUnblock', 'GoSwitch'].includes(name) && target !== 0)
      this.#named(target, a);
  }

  /** A word with the part that its G or P has in the event in place of the address. */
  #wordOf(word: string, { g, p }: M, others: string[]): string {
    const [what = '', address = ''] = word.split('@');
    if (address === '') return 'w';
    if (address === String(g)) return `${what}g`;
    if (address === String(p)) return `${what}p`;
    if (p === -1 && this.#isProc.has(Number(address)) && !others.includes(address)) return `${what}p`;
    if (!others.includes(address)) others.push(address);
    return `${what}${'txyz'[others.indexOf(address)] ?? 'o'}`;
  }

  #ends(m: M): void {
    this.#begins(m);
    const section = m.sections.pop();
    const words = (section?.words ?? []).map((word) => word.split('@')[0]).join(' ');
    must(
      /^(l1|l0 a0|l0 a1 r w\S*|(a0 ?|a1 r w\S* ?)*)$/.test(words),
      'a section ends with looks at Ps at most',
    );
  }

  #tells(name: string, gen: number, a: number, goid: number): void {
    const moves = movesOf[name] ?? (goid === 0 || ownStatus(name) ? [] : ([['own', 2, 2]] as const));
    // Who has let go of its goroutine before the event says it of the one that it had.
    for (const [who, from, to] of moves) this.#says('G', who === 'own' ? goid : a, gen, from, to);
    if (name === 'ProcStart' || name === 'ProcSteal') this.#says('P', a, gen, undefined, 1, true);
  }

  /** The trace says a status of one, which was another. */
  #says(
    letter: string,
    who: number,
    gen: number,
    from: number | undefined,
    to: number,
    isKnown = false,
  ): void {
    const key = `${letter} ${who} ${gen}`;
    const known = this.#told.get(key);
    if (from !== undefined) must(known === from, 'an event fits the status');
    else must((known !== undefined) === isKnown && to > 0 && to < 5, 'a status is said once');
    this.#told.set(key, to);
  }
}
