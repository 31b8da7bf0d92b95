/** The ways of a thread through its program from where it stands to the instruction that a record is of. */
import type { Access, Expr, Instruction, Programs } from '../../../model/index.ts';
import { eventNames, livenessOf } from '../../../model/index.ts';
import { CLOSE, OPEN, READY, RESET, SEQUENCE, SET, acquired, doingOf, seen } from './symbols.ts';
import {
  ME,
  OWN,
  OWN_ONE,
  SOME,
  TAKEN,
  UNKNOWN,
  isNamed,
  isOpen,
  isTrue,
  named,
  nameOf,
  valueOf,
} from './values.ts';
import type { Values } from './values.ts';
import type { View } from './views.ts';

/** Where a thread stands, what the M has, and what it keeps. */
export interface Standing {
  readonly at: number;
  /** The G that the M runs, or the P that it has. */
  readonly has: number;
  /** It is in a section that has no record in this view. */
  readonly silent: boolean;
  readonly locals: Values;
}

/** A change of a status, as the program makes it; null for a status that is computed. */
export interface Change {
  readonly fn: string;
  readonly was: number | null;
  readonly is: number | null;
}

/** What the thread may have read of trace.enabled since its last record. */
export const MAY_BE_OFF = 1;
export const MAY_BE_ON = 2;

/** A record that is looked for. */
export interface Wanted {
  readonly symbol: number;
  /** The name of its G or P; -1 where it names none. */
  readonly resource: number;
  readonly enabled: number;
}

/** Where a way ends, after the record; `of` is what the instruction was about, as it was before. */
export interface Found {
  readonly standing: Standing;
  readonly of: number;
}

export class Walk {
  readonly changes: readonly Change[];
  /** Kinds of events that the program writes, by their numbers. */
  readonly kinds: ReadonlySet<number>;
  /** Where a thread may stand of which nothing is known. */
  readonly starts: readonly number[];
  readonly #list: readonly Instruction[];
  readonly #live: readonly ReadonlySet<string>[];
  readonly #view: View;

  constructor({ own }: Programs, view: View) {
    this.#list = own.list;
    this.#live = livenessOf(own).before;
    this.#view = view;
    const changes = this.#list.flatMap((one): Change[] => {
      const found = this.#changeOf(one);
      return found === null ? [] : [found];
    });
    this.changes = [...new Map(changes.map((one) => [JSON.stringify(one), one])).values()];
    this.kinds = new Set(
      this.#list.flatMap((one) => (isEvent(one) ? [valueOf(one.of[1] ?? { lit: 0 }, new Map())] : [])),
    );
    this.starts = [
      0,
      ...this.#list.flatMap((one, index) => (one.op === 'call' && waiting.has(one.name) ? [index + 1] : [])),
    ];
  }

  /** The place in words: what the thread did last. */
  nameAt(at: number): string {
    const { fn, line } = this.#list[Math.max(0, at - 1)] ?? { fn: 'own', line: 0 };
    return at === 0 ? 'between two calls' : `${fn}:${line}`;
  }

  /** All ways from there to the record. */
  to(from: Standing, wanted: Wanted): readonly Found[] {
    const found: Found[] = [];
    const been = new Set<string>();
    const waits: Standing[] = [from];
    for (let here = waits.pop(); here !== undefined; here = waits.pop()) {
      const key = this.keyOf(here);
      if (been.has(key)) continue;
      been.add(key);
      const one = this.#list[here.at];
      if (one === undefined) continue;
      const asked = this.#asks(one, here);
      if (asked !== null) {
        if (here.silent) continue;
        const way = this.#meets(one, here, asked, wanted);
        if (way !== null) found.push(way);
        // A section may have no record in this view.
        if (one.op === 'call' && one.name === 'opened') waits.push({ ...after(here), silent: true });
        continue;
      }
      waits.push(...this.#goesOn(one, here, wanted.enabled));
    }
    return found;
  }

  /** Two standings with the same key go on alike. */
  keyOf({ at, has, silent, locals }: Standing): string {
    const kept = [...(this.#live[at] ?? [])].map((name) => `${name}=${locals.get(name) ?? UNKNOWN}`);
    return `${at} ${has} ${silent ? 1 : 0} ${kept.join(' ')}`;
  }

  /** Without what is not read again. */
  trimmed(standing: Standing): Standing {
    const live = this.#live[standing.at];
    return { ...standing, locals: new Map([...standing.locals].filter(([name]) => live?.has(name))) };
  }

  #changeOf(one: Instruction): Change | null {
    if (one.op !== 'swap' && one.op !== 'store') return null;
    const { place } = one.op === 'swap' ? one.at : one.to;
    if (!this.#view.status.has(place)) return null;
    const literal = (expr: Expr): number | null => ('lit' in expr ? expr.lit : null);
    return { fn: one.fn, was: one.op === 'swap' ? literal(one.was) : null, is: literal(one.is) };
  }

  /** What the instruction is about, where a record stands for it; null where none does. */
  #asks(one: Instruction, here: Standing): Expr | 'nothing' | null {
    const { root, told } = this.#view;
    if (this.#changeOf(one) !== null) return accessOf(one)?.of[0] ?? 'nothing';
    const access = accessOf(one);
    if (access?.place.startsWith(`${root}.trace.`) === true) {
      const [operand = { lit: 0 }] = access.of;
      if (access.place.includes('statusTraced')) return operand;
      if (one.op === 'add') return operand;
      // A reset clears two numbers and has one record.
      const isReset = one.op === 'store' && one.fn.endsWith('.reset');
      return isReset && JSON.stringify(access.of[1]) === '{"lit":0}' ? operand : null;
    }
    if (one.op !== 'call') return null;
    if (one.name === 'opened' || one.name === 'closing') {
      const is = isTrue(valueOf(one.of[0] ?? { lit: 1 }, here.locals));
      return here.silent || is === 0 ? null : 'nothing';
    }
    if (!isEvent(one)) return null;
    const kind = valueOf(one.of[1] ?? { lit: 0 }, here.locals);
    if (!told.has(kind)) return null;
    return told.get(kind) === true ? plain(one.of[2] ?? { lit: 0 }) : 'nothing';
  }

  #meets(
    one: Instruction,
    here: Standing,
    asked: Expr | 'nothing',
    { symbol, resource }: Wanted,
  ): Found | null {
    const to = this.#answer(one, here, symbol);
    if (to === null) return null;
    const of = asked === 'nothing' ? UNKNOWN : valueOf(asked, here.locals);
    if (of >= 0 || (resource >= 0 && isNamed(of) && nameOf(of) !== resource)) return null;
    const next = { ...after(here), locals: to };
    const bound = resource >= 0 && isOpen(of) ? boundTo(next, of, named(resource)) : next;
    return { standing: this.trimmed(bound), of };
  }

  /** The locals after the instruction, where the record is of it; null where it is not. */
  #answer(one: Instruction, { locals }: Standing, symbol: number): Values | null {
    const doing = doingOf(symbol);
    const change = this.#changeOf(one);
    if (change !== null) {
      const wanted = doing.what === 'change' ? this.changes[doing.number] : undefined;
      if (wanted === undefined || JSON.stringify(wanted) !== JSON.stringify(change)) return null;
      return one.op === 'swap' ? withLocal(locals, one.to, 1) : locals;
    }
    if (one.op === 'call' && one.name !== 'event') {
      const is = one.name === 'opened' ? OPEN : CLOSE;
      return symbol === is ? locals : null;
    }
    if (one.op === 'call') {
      if (doing.what !== 'told' || valueOf(one.of[1] ?? { lit: 0 }, locals) !== doing.kind) return null;
      const status = statusIn(one.of, doing.kind);
      const said = status === null ? 0 : valueOf(status, locals);
      return said === doing.status || said === UNKNOWN ? locals : null;
    }
    if (doing.what !== 'record') return null;
    switch (one.op) {
      case 'load':
        return symbol === seen(0) || symbol === seen(1)
          ? withLocal(locals, one.to, Number(symbol === seen(1)))
          : null;
      case 'swap':
        return symbol === acquired(0) || symbol === acquired(1)
          ? withLocal(locals, one.to, Number(symbol === acquired(1)))
          : null;
      case 'add':
        return symbol === SEQUENCE ? locals : null;
      case 'store': {
        const { place } = one.to;
        const is = place.endsWith('seq[]') ? RESET : place.endsWith('[next]') ? READY : SET;
        return symbol === is ? locals : null;
      }
      default:
        return null;
    }
  }

  /** Where the thread may stand after an instruction that has no record. */
  #goesOn(one: Instruction, here: Standing, enabled: number): readonly Standing[] {
    const { locals } = here;
    switch (one.op) {
      case 'set':
        return [moved(here, one.to, valueOf(one.is, locals))];
      case 'load':
        return this.#loads(one.from, here, enabled).map((value) => moved(here, one.to, value));
      case 'store': {
        if (!this.#view.has.has(one.to.place)) return [after(here)];
        return isOwn(one.to, locals) ? [{ ...after(here), has: valueOf(one.is, locals) }] : [after(here)];
      }
      case 'add':
      case 'entry':
        return [after(here)];
      case 'swap':
        return [moved(here, one.to, 1), moved(here, one.to, 0)];
      case 'branch':
        return branches(one.if, here).map(([is, next]) => ({ ...next, at: is ? one.then : one.else }));
      case 'jump':
        return [{ ...here, at: one.to }];
      case 'call':
        return this.#calls(one, here);
      case 'end':
        return [{ ...here, at: 0 }];
      default:
        return [];
    }
  }

  #loads({ place, of }: Access, { has, locals }: Standing, enabled: number): readonly number[] {
    if (place === 'trace.enabled')
      return [...((enabled & MAY_BE_ON) !== 0 ? [1] : []), ...((enabled & MAY_BE_OFF) !== 0 ? [0] : [])];
    if (place === 'trace.gen') return (enabled & MAY_BE_OFF) !== 0 ? [SOME, 0] : [SOME];
    if (place === 'own.trace.writing' || place === 'own.trace.seqlock') return [0];
    if (place === 'm.trace.reentered') return [0];
    if (this.#view.has.has(place) && isOwn({ place, of }, locals)) return [has];
    return [UNKNOWN];
  }

  #calls(one: Extract<Instruction, { op: 'call' }>, here: Standing): readonly Standing[] {
    const [to] = one.to ?? [];
    if (one.name === 'closing') return [{ ...after(here), silent: false }];
    if (one.name === 'choose' && to !== undefined)
      return (one.words ?? ['', '']).map((_, option) => moved(here, to, option));
    if (one.name === this.#view.take && to !== undefined) return [moved(here, to, TAKEN)];
    if (waiting.has(one.name)) {
      const rests = this.#view.root === 'p' ? { ...here, has: OWN } : here;
      return to === undefined ? [after(rests)] : [moved(rests, to, UNKNOWN)];
    }
    return to === undefined ? [after(here)] : [moved(here, to, UNKNOWN)];
  }
}

/** Calls that last: a thread of which nothing is known may be in one, and others may have taken its P meanwhile. */
const waiting = new Set(['inSyscall', 'leavesSyscall']);

const isEvent = (one: Instruction): one is Extract<Instruction, { op: 'call' }> =>
  one.op === 'call' && one.name === 'event';

const after = (here: Standing): Standing => ({ ...here, at: here.at + 1 });

const withLocal = (locals: Values, name: string, value: number): Values => new Map(locals).set(name, value);

const moved = (here: Standing, to: string, value: number): Standing => ({
  ...after(here),
  locals: withLocal(here.locals, to, value),
});

/** The M looks at its own. */
function isOwn({ of }: Access, locals: Values): boolean {
  const [m] = of;
  // `m[1]` is how a program calls the M of its thread, too.
  return m === undefined || 'lit' in m || valueOf(m, locals) === ME;
}

function accessOf(one: Instruction): Access | undefined {
  if (one.op === 'load') return one.from;
  if (one.op === 'store' || one.op === 'add') return one.to;
  return one.op === 'swap' ? one.at : undefined;
}

/** An event has the P's id, which is one less than its number. */
const plain = (expr: Expr): Expr => ('op' in expr && expr.op === '-' ? (expr.of[0] ?? expr) : expr);

function statusIn(of: readonly Expr[], kind: number): Expr | null {
  const name = eventNames[kind];
  if (name === 'GoStatus' || name === 'GoStatusStack') return of[4] ?? null;
  return name === 'ProcStatus' ? (of[3] ?? null) : null;
}

/** Both ways of a condition that the locals do not decide; what the M has is known better after a look at it. */
function branches(condition: Expr, here: Standing): readonly (readonly [boolean, Standing])[] {
  const is = isTrue(valueOf(condition, here.locals));
  if (is !== UNKNOWN) return [[is === 1, here]];
  const [a, b] = 'op' in condition ? condition.of : [];
  const isAsked =
    'op' in condition &&
    (condition.op === '==' || condition.op === '!=') &&
    a !== undefined &&
    b !== undefined &&
    'lit' in b &&
    b.lit === 0 &&
    valueOf(a, here.locals) === OWN;
  if (!isAsked)
    return [
      [true, here],
      [false, here],
    ];
  const isNil = condition.op === '==';
  return [
    [isNil, boundTo(here, OWN, 0)],
    [!isNil, boundTo(here, OWN, OWN_ONE)],
  ];
}

/** Wherever that value stands, there is another one now. What the M has is one thing, by either name. */
function boundTo(here: Standing, value: number, is: number): Standing {
  const isThat = (one: number): boolean =>
    one === value || (value !== TAKEN && (one === OWN || one === OWN_ONE));
  const locals = new Map([...here.locals].map(([name, one]) => [name, isThat(one) ? is : one]));
  return { ...here, locals, has: isThat(here.has) ? is : here.has };
}
