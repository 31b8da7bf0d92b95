/** What the tables say about one instruction. */
import type { Mover, Rule } from './access.ts';
import { places } from './places.ts';
import { beginning, primitives } from './primitives.ts';
import type { ThreadKind } from '../language/kinds.ts';
import { accessOf } from '../language/program.ts';
import type { Instruction } from '../language/program.ts';

const local: Rule = { mover: 'B', why: 'a local of the thread' };

const none: ReadonlySet<string> = new Set();

/** Throws a RangeError for an access that the tables do not know, which a reader has refused. `held`: the locks held there. */
export function ruleOf(kind: ThreadKind, one: Instruction, held = none): Rule {
  if (one.op === 'call') {
    const rule = Object.hasOwn(primitives, one.name) ? primitives[one.name] : undefined;
    if (rule === undefined) throw new RangeError(`${one.fn}:${one.line}: no primitive is called ${one.name}`);
    return rule;
  }
  const access = accessOf(one);
  if (access === undefined) return local;
  const { place } = access;
  const known = Object.hasOwn(places, place) ? places[place] : undefined;
  const rule = known?.[one.op === 'load' ? 'load' : 'store'][kind];
  if (rule === undefined)
    throw new RangeError(`${one.fn}:${one.line}: ${kind} has no rule for ${place} in the table of places`);
  return Object.entries(rule.under ?? {}).find(([lock]) => held.has(lock))?.[1] ?? rule;
}

export const moverOf = (kind: ThreadKind, one: Instruction, held = none): Mover =>
  ruleOf(kind, one, held).mover;

const words = new Set([
  ...beginning,
  'opened',
  'openedInside',
  'closingInside',
  'startsHere',
  'dropped',
  'choose',
  'writes',
  'runs',
  'mayExit',
  'mayBorrow',
  'mayDrop',
  'osStack',
  'someP',
]);

/** Something happens: an access, or a value that is computed. Copies and words of the drivers do not count. */
export function happens(one: Instruction): boolean {
  switch (one.op) {
    case 'load':
    case 'store':
    case 'add':
    case 'swap':
      return true;
    case 'set':
      return !('local' in one.is);
    case 'call':
      return !words.has(one.name);
    default:
      return false;
  }
}

/** The instruction changes what other threads, or a later step, can see, locals apart. */
export function changes(one: Instruction): boolean {
  if (one.op === 'store' || one.op === 'add' || one.op === 'swap') return true;
  return one.op === 'call' && changing.has(one.name);
}

const changing = new Set([
  'semacquire',
  'semrelease',
  'push',
  'pop',
  'unlink',
  'recycle',
  'firstUnit',
  'secondUnit',
  'started',
  'getExtraM',
  'putExtraM',
  'swapReader',
  'recycleReading',
  'handOut',
  'takeLook',
  'ready',
  'event',
  'lateEvent',
  'sample',
  'readSamples',
  'takeG',
  'takeP',
  'putP',
  'resize',
  'statusEvent',
  'stopTheWorld',
  'startTheWorld',
  'listed',
  'setScan',
  'clearScan',
  'ticks',
  'goesOn',
  'loseP',
  'regainP',
  'takeOwnP',
]);
