/** Instructions as JavaScript over `S`, the state or its draft, `M`, the M of the thread, and `T`, the thread's own record. */
import type { Bounds } from '../../bounds.ts';
import { boundNumber } from './bound-numbers.ts';
import { answerOf, answering, msWith, threadMask } from './answers.ts';
import type { Kept } from '../state/callers.ts';
import { amongWritten, undecided } from './pending.ts';
import type { Pending } from './pending.ts';
import { remainder } from './indices.ts';
import { GenerationText } from './text-of-generations.ts';
import { forgetsEntryGen, isBetweenSections } from '../steps/forgotten.ts';
import { places } from '../places/places.ts';
import { isOfM, kinds } from '../language/kinds.ts';
import type { ThreadKind } from '../language/kinds.ts';
import type { Access, At, Expr, Instruction, Primitive, Swap } from '../language/program.ts';
import { sectionText, sectionWaits } from './sections-left.ts';
import { seqMax } from '../scheduler/fields.ts';
import { statusNumber } from '../scheduler/names.ts';
import { procAnswer, procWaits } from '../scheduler/proc-calls.ts';
import { followsPs } from '../scheduler/proc-fields.ts';
import { syscallAnswer } from '../scheduler/syscall-calls.ts';
import { hasSyscalls } from '../scheduler/syscall-fields.ts';
import { hasReaderOfEvents, schedulerText, toldText } from '../scheduler/told.ts';
import { COUNT_MAX, faultNumber, fieldOfLock } from '../state/state.ts';
import type { FaultName } from '../state/state.ts';
import type { Thread, ThreadPlace } from '../steps/thread.ts';

export class Instructions {
  readonly thread: Thread;
  readonly bounds: Bounds;
  readonly #locks: ReadonlySet<string>;
  /** How generations are stored. */
  readonly generations: GenerationText;
  readonly #variables = new Map<string, string>();
  readonly #forgets: boolean;

  constructor(thread: Thread, bounds: Bounds, { locks, highest }: Kept) {
    this.thread = thread;
    this.bounds = bounds;
    this.#locks = locks;
    this.generations = new GenerationText(bounds, highest, (name) => this.fault(name));
    this.#forgets = thread.kind === 'own' && forgetsEntryGen(thread.program, thread.liveness.before);
  }

  get #kind(): ThreadKind {
    return this.thread.kind;
  }

  head(): string {
    if (isOfM(this.#kind)) return `const M = S.m.at(p.m), T = M.${this.#kind};`;
    return `const T = S.${this.#kind}${kinds[this.#kind].per === 'caller' ? '.at(p.slot)' : ''};`;
  }

  /** The variable of a local, and of all that are the same. */
  variable(local: string): string {
    const same = this.thread.fields.same(local);
    const name = this.#variables.get(same) ?? `v${this.#variables.size}`;
    this.#variables.set(same, name);
    return name;
  }

  forgets({ first }: ThreadPlace): boolean {
    return this.#forgets && isBetweenSections(first);
  }

  placeAt(index: number): ThreadPlace {
    const place = this.thread.places.find((one) => one.index === index);
    if (place === undefined) throw new RangeError(`no step of ${this.#kind} begins at ${index}`);
    return place;
  }

  expr(expr: Expr): string {
    if ('lit' in expr) return String(expr.lit);
    if ('local' in expr) return this.variable(expr.local);
    if ('bound' in expr)
      return expr.bound === 'ownM' ? '(p.m + 1)' : String(boundNumber(expr.bound, this.bounds));
    const [a = '0', b = '0'] = expr.of.map((one) => this.expr(one));
    if (expr.op === '!') return `!${a}`;
    if (expr.op === 'minus') return `(-${a})`;
    if (expr.op === 'has') return `(${a} >> (${b} - 1) & 1)`;
    const [dividend, divisor] = expr.of;
    if (expr.op === '%' && dividend !== undefined && divisor !== undefined && 'lit' in divisor)
      return remainder(dividend, a, b);
    const operator = expr.op === '==' ? '===' : expr.op === '!=' ? '!==' : expr.op;
    return `(${a} ${operator} ${b})`;
  }

  /** Who makes work available comes to the scheduler some time. */
  get #wakes(): boolean {
    return this.bounds.parts.reader === true;
  }

  fault(name: FaultName): string {
    return `if (S.fault === 0) S.fault = ${faultNumber(name)};`;
  }

  /** The M of an access: the thread's own, or one that the thread looks at. */
  m(expr: Expr | undefined): string {
    if (expr === undefined || ('bound' in expr && expr.bound === 'ownM')) return 'M';
    // Where Ms look at each other, each has its number; elsewhere a thread of an M looks at its own alone.
    if (isOfM(this.#kind) && (!hasSyscalls(this.bounds) || 'lit' in expr || 'bound' in expr)) return 'M';
    return 'lit' in expr ? `S.m.at(${expr.lit - 1})` : `S.m.at(${this.expr(expr)} - 1)`;
  }

  /** Text that reads the place as a number or a truth value. */
  read(access: Access): string {
    if (access.place === 'sched.freem') return msWith(this.bounds, 'freem');
    const { owner, field, index } = this.#resolved(access);
    if (field === 'empty') return `H.firstFree(${owner})`;
    if (index !== undefined) return this.#item(access, `${owner}.${field}.at(${index})`);
    // With the scan bit it is none of the statuses that anybody asks for.
    if (access.place === 'm.curg.atomicstatus') return `(${owner}.scan ? 0 : ${owner}.${field})`;
    // A goroutine is compared with nil, as a number.
    const isNumber = places[access.place]?.type === 'parity' || access.place === 'trace.reader';
    return isNumber ? `(${owner}.${field} ? 1 : 0)` : `${owner}.${field}`;
  }

  #resolved({ place, of }: Access): { owner: string; field: string; index: string | undefined } {
    const known = places[place];
    if (known === undefined) throw new RangeError(`the table of places lacks ${place}`);
    const [root = '', field = ''] = known.field.replace('[]', '').split('.');
    if (root === 'trace') return { owner: 'S.trace', field, index: undefined };
    if (root === 'noted') return { owner: 'S', field: root, index: `${this.expr(of[0] ?? { lit: 0 })} - 1` };
    if (root === 'allp') return { owner: 'S', field: root, index: undefined };
    if (root === 'g' || root === 'p') {
      const index = known.field.endsWith('[]') ? this.expr(of[1] ?? { lit: 0 }) : undefined;
      return { owner: `S.${root}.at(${this.expr(of[0] ?? { lit: 0 })} - 1)`, field, index };
    }
    const owner = this.m(of[0]);
    if (root === 'buf')
      return { owner: `${owner}.bufs.at(${this.expr(of[1] ?? { lit: 0 })} - 1)`, field, index: undefined };
    if (!known.field.endsWith('[]')) return { owner, field, index: undefined };
    const [, parity, experiment] = of;
    if (parity === undefined || experiment === undefined || !('lit' in experiment) || experiment.lit !== 0)
      throw new RangeError(`${place} is looked at for another stream than that of ordinary events`);
    return { owner, field, index: this.expr(parity) };
  }

  write(access: Access, value: string): string {
    const { owner, field, index } = this.#resolved(access);
    if (index !== undefined) {
      const set = (to: string): string => `${owner}.${field}.set(${index}, ${to});`;
      if (places[access.place]?.type === 'seq') return this.#fitted(set, value, seqMax(this.bounds));
      return set(places[access.place]?.type === 'bool' ? `!!(${value})` : value);
    }
    const target = `${owner}.${field}`;
    switch (places[access.place]?.type) {
      case 'bool':
        return `${target} = !!(${value});`;
      case 'parity':
        return `${target} = (${value}) % 2 !== 0;`;
      case 'count':
        return this.#fitted((to) => `${target} = ${to};`, value, COUNT_MAX);
      case 'gen':
        return this.generations.stored(target, value);
      case 'm':
        return `${target} = Math.max(0, ${value});`;
      case 'int':
        return this.#fitted((to) => `${target} = ${to};`, value, boundNumber('capacity', this.bounds));
      default:
        return `${target} = ${value};`;
    }
  }

  /** Whether a compare-and-swap finds what it compares with. */
  swaps({ at, was }: Swap): string {
    return `${this.read(at)} === ${this.expr(was)}`;
  }

  /** What a number becomes that the state has room for from 0 to `most`; one beyond is a fault, for what follows would be about another number. */
  #fitted(stored: (value: string) => string, value: string, most: number): string {
    const known = /^\d+$/.test(value) && Number(value) <= most;
    if (known) return stored(value);
    const beyond = `if ((${value}) < 0 || (${value}) > ${most}) { ${this.fault('counts')} }`;
    return `${beyond} ${stored(`Math.max(0, Math.min(${most}, ${value}))`)}`;
  }

  /**
   * What a load gives in a guard where the step has written the same array of the same G before, at indices that may be the same.
   * Undefined where it has written another one's.
   */
  amongWritten(from: Access, pending: Pending): string | undefined {
    const { owner, field, index } = this.#resolved(from);
    if (index === undefined) return undefined;
    const item = (at: string): string => this.#item(from, `${owner}.${field}.at(${at})`);
    return amongWritten(`${places[from.place]?.field ?? ''} `, item, index, pending);
  }

  /** The tree compares a truth value of an array with a number. */
  #item({ place }: Access, text: string): string {
    return places[place]?.type === 'bool' ? `(${text} ? 1 : 0)` : text;
  }

  /** What a load gives; a plain read of trace.enabled may give what was there before StopTrace. */
  loaded(one: Extract<Instruction, { op: 'load' }>, option: number): string {
    return option === 1 ? 'true' : this.read(one.from);
  }

  /** The instruction as a part of an effect. */
  text(one: Instruction, option: number): string {
    switch (one.op) {
      case 'set':
        return this.#assigned(one.to, this.expr(one.is));
      case 'load':
        return `${this.variable(one.to)} = ${this.loaded(one, option)};`;
      case 'store': {
        const value = this.expr(one.is);
        if (one.to.place === 'trace.flushedGen' && this.#wakes && !('lit' in one.is))
          return `${this.write(one.to, value)} S.trace.look = true;`;
        if (one.to.place === 'trace.flushedGen' && hasReaderOfEvents(this.bounds))
          return `if (${value} !== 0) { ${toldText(this.bounds, 'end', value)} } ${this.write(one.to, value)}`;
        // From now on nobody has to say anything of it.
        if (one.to.place === 'p.status' && 'lit' in one.is && one.is.lit === statusNumber('dead'))
          return `${this.#resolved(one.to).owner}.sinceBump = false; ${this.write(one.to, value)}`;
        if (one.to.place !== 'trace.gen') return this.write(one.to, value);
        const bumps = followsPs(this.bounds) ? 'H.bump(S);' : '';
        return `${bumps} ${this.generations.begun(value)} ${this.write(one.to, value)}`;
      }
      case 'add':
        return this.#added(one.to, one.is);
      case 'swap': {
        const ok = this.variable(one.to);
        return `${ok} = ${this.swaps(one)} ? 1 : 0; if (${ok}) { ${this.write(one.at, this.expr(one.is))} ${this.#takenOn(one)} }`;
      }
      case 'call':
        return this.#call(one, option);
      default:
        return '';
    }
  }

  #assigned(to: string, value: string): string {
    const name = this.variable(to);
    return name === value ? '' : `${name} = ${value};`;
  }

  #added(to: Access, by: number): string {
    return this.write(to, `${this.read(to)} ${by < 0 ? '-' : '+'} ${Math.abs(by)}`);
  }

  #call(one: Primitive, option: number): string {
    const { name, of } = one;
    const [a, b, c] = of;
    const [to, second] = (one.to ?? []).map((local) => this.variable(local));
    const text = (expr: Expr | undefined): string => this.expr(expr ?? { lit: 0 });
    if (answering.has(name)) return `${to} = ${this.answer(one, option)};`;
    switch (name) {
      case 'lock':
      case 'lockInside':
        return this.#locks.has(one.lock ?? '') ? `S.locks.${fieldOfLock(one.lock ?? '')} = true;` : '';
      case 'unlock':
      case 'unlockInside':
        return this.#locks.has(one.lock ?? '') ? `S.locks.${fieldOfLock(one.lock ?? '')} = false;` : '';
      case 'semacquire':
        return `S.trace.doneSema.set(${text(a)}, false);`;
      case 'semrelease':
        return `${this.#wakes ? `if (S.trace.doneSema.at(${text(a)})) S.trace.doneTwice = true; ` : ''}S.trace.doneSema.set(${text(a)}, true);`;
      case 'push':
        return `H.push(${this.m(b)}, ${text(a)}, ${text(c)});${this.#wakes ? ' S.trace.look = true;' : ''}`;
      case 'pop':
        return `${to} = ${option + 1}; ${second} = H.pop(S.m.at(${option}), ${text(a)});`;
      case 'swapReader':
        return `${to} = ${this.answer(one, option)}; if (${to}) S.trace.reader = !!(${text(b)});`;
      case 'recycleReading':
        return 'if (S.trace.reading !== 0) { H.free(S.m.at(S.trace.readingM - 1), S.trace.reading); S.trace.reading = 0; S.trace.readingM = 0; }';
      case 'handOut':
        return `H.handOut(${this.m(a)}, ${text(b)}); S.trace.reading = ${text(b)}; S.trace.readingM = ${text(a)};`;
      case 'look':
        return 'S.trace.look = true;';
      case 'takeLook':
        return 'S.trace.look = false;';
      case 'ready':
        return 'S.reader.at = @woken@;';
      case 'getExtraM':
      case 'putExtraM':
        return `M.extra = ${name === 'putExtraM'};`;
      case 'sample':
        return `if (S.trace.cpuLog.at(${text(a)}) === 0 || S.trace.cpuLog.at(${text(a)}) > ${text(b)}) S.trace.cpuLog.set(${text(a)}, ${text(b)});`;
      case 'readSamples':
        return `S.trace.cpuLog.set(${text(a)}, 0);`;
      case 'interrupted':
        return 'M.signals--;';
      case 'unlink':
        return `${this.m(a)}.bufs.at(${text(b)} - 1).used = true;`;
      case 'recycle':
        return `H.recycle(${this.m(a)}, ${text(b)});`;
      case 'firstUnit':
      case 'secondUnit':
        return `H.${name}(${this.m(a)}, ${text(b)});`;
      case 'outside':
      case 'writes':
        return sectionText(one, to, option, this.bounds);
      case 'started':
        return 'S.reader.at = 1;';
      case 'dropped':
        return `if (!${text(a)} && S.trace.gen !== 0) { ${this.fault('dropped')} }`;
      default:
        return schedulerText(one, option, this.bounds, (expr) => this.expr(expr)) ?? '';
    }
  }

  /** What a call answers, which changes nothing. */
  answer(one: Primitive, option: number): string {
    const values = one.of.map((expr) => this.expr(expr));
    return (
      this.generations.mayBegin(one.name) ??
      procAnswer(one, option, values[0] ?? '') ??
      syscallAnswer(one, values) ??
      answerOf(one, option, this.bounds, values)
    );
  }

  /** Whether the instruction may have to wait. */
  canWait(one: Instruction, option: number): boolean {
    return this.condition(one, option) !== undefined;
  }

  /** A statement of a guard that returns false while the instruction has to wait. */
  waits(one: Instruction, option: number, pending: Pending): string {
    const condition = this.condition(one, option);
    if (condition === undefined) return '';
    const taken = one.op === 'call' && one.lock !== undefined ? pending.get(`lock ${one.lock}`) : undefined;
    return taken === undefined
      ? `if (!(${condition})) return false;`
      : taken === 'true'
        ? 'return false;'
        : '';
  }

  /** What has to be true for the instruction not to wait; undefined for one that never does. */
  protected condition(one: Instruction, option: number): string | undefined {
    if (one.op === 'load') return option === 1 ? '!S.trace.enabled && S.trace.shutdown' : undefined;
    if (one.op !== 'call') return undefined;
    const [a] = one.of.map((expr) => this.expr(expr));
    switch (one.name) {
      case 'lock':
      case 'lockInside':
        return this.#locks.has(one.lock ?? '') ? `!S.locks.${fieldOfLock(one.lock ?? '')}` : undefined;
      case 'semacquire':
        return `S.trace.doneSema.at(${a})`;
      case 'stopTheWorld':
        // StartTrace, where an M calls it, does not wait for its own.
        return this.bounds.programs
          .map((_, m) => `${isOfM(this.#kind) ? `p.m === ${m} || ` : ''}H.isOutside(S.m.at(${m}).own.at)`)
          .map((each) => `(${each})`)
          .concat(procWaits(one, option, this.bounds, '') ?? [])
          .join(' && ');
      case 'sysAlloc':
      case 'park':
        return 'false';
      case 'takeLook':
        return 'S.trace.look';
      case 'pick':
        return `${a} >> ${option} & 1`;
      case 'pickFreem':
        return `S.m.at(${option}).freem`;
      case 'unborn': {
        const m = `S.m.at(${option})`;
        const starts = (threadMask(this.bounds, 'starts') >> option) & 1;
        return starts === 0 ? 'false' : `!${m}.allm && !${m}.freem && ${m}.freeWait === 0`;
      }
      case 'pop':
        return `S.m.at(${option}).full.at(${a}).at(0) !== 0`;
      case 'takeG':
        return `S.g.at(${option}).status === ${a} && !S.g.at(${option}).owned`;
      case 'suspendG':
        return `S.g.at(${a} - 1).status !== ${statusNumber('running')}`;
      case 'outside':
      case 'writes':
        return sectionWaits(one, option, this.bounds);
      case 'interrupted':
        return 'M.signals > 0';
      case 'idle':
        // Callers are alike: the first that is idle calls.
        return 'p.slot === 0 || S.caller.at(p.slot - 1).at !== 0';
      default:
        return procWaits(one, option, this.bounds, a ?? '');
    }
  }

  /** A G that waits is on a list at once. */
  #takenOn({ at, is }: Swap): string {
    if (at.place !== 'g.atomicstatus' || !('lit' in is) || is.lit !== statusNumber('waiting')) return '';
    return `${this.#resolved(at).owner}.owned = false;`;
  }

  /** What a call gives, as a part of a guard. */
  asked(one: At & Primitive, option: number, pending: Pending): string {
    if (one.name === 'dropped')
      return `drops = drops || (!${this.expr(one.of[0] ?? { lit: 0 })} && S.trace.gen !== 0);`;
    if (one.name === 'pop') {
      const [m = '', b = ''] = (one.to ?? []).map((local) => this.variable(local));
      const parity = this.expr(one.of[0] ?? { lit: 0 });
      return `${m} = ${option + 1}; ${b} = S.m.at(${option}).full.at(${parity}).at(0);`;
    }
    if (one.name === 'queueEmpty' && [...pending.keys()].some((key) => key.startsWith('queue ')))
      return undecided(one);
    const [to] = (one.to ?? []).map((local) => this.variable(local));
    return to === undefined || one.name === 'sysAlloc' ? '' : `${to} = ${this.answer(one, option)};`;
  }
}
