/** What a step of which a guard has to be written has written before. */
import type { At, Primitive } from '../language/program.ts';

/** As variables of the guard: by the field and the text that reads it. */
export type Pending = ReadonlyMap<string, string>;

/** A guard would have to look at what its step has changed, in a way that is not followed. */
export function undecided(one: At): never {
  throw new RangeError(
    `${one.fn}:${one.line}: whether this step has to wait depends on what it has written itself`,
  );
}

/** An item of an array that the step has written before, at indices that may be the same; undefined where it has written another array. */
export function amongWritten(
  prefix: string,
  item: (at: string) => string,
  index: string,
  pending: Pending,
): string | undefined {
  const [start = '', end = ''] = item('\n').split('\n');
  let text = item(index);
  for (const [key, name] of pending) {
    if (!key.startsWith(prefix)) continue;
    const written = key.slice(prefix.length);
    if (!written.startsWith(start)) return undefined;
    text = `((${written.slice(start.length, written.length - end.length)}) === (${index}) ? ${name} : ${text})`;
  }
  return text;
}

/** What a call changes, in the words of the table's fields. */
export const touchedBy = ({ name }: Primitive): readonly string[] => touched[name] ?? [];

const bufferGone = ['m.empty', 'buf.pos', 'buf.gen'];
const ofPs = ['p.status', 'p.m', 'p.idle', 'm.p'];

const touched: Readonly<Record<string, readonly string[]>> = {
  push: ['queue'],
  pop: ['queue'],
  unlink: ['m.empty'],
  swapReader: ['trace.reader'],
  recycleReading: [...bufferGone, 'trace.readingM'],
  handOut: ['trace.readingM'],
  recycle: bufferGone,
  firstUnit: ['buf.pos'],
  secondUnit: ['buf.pos'],
  takeP: ['p.idle'],
  takeOwnP: ['p.idle'],
  putP: ['p.idle', 'p.link'],
  idlePs: ['p.idle'],
  stopTheWorld: ofPs,
  loseP: [...ofPs, 'm.ticks'],
  regainP: ofPs,
  ticks: ['m.ticks'],
  goesOn: ['m.goroutine'],
};

/** What a call that may have to wait asks of, in the same words. */
export const askedBy = ({ name }: Primitive): readonly string[] => asks[name] ?? [];

const asks: Readonly<Record<string, readonly string[]>> = {
  takeG: ['g.status'],
  suspendG: ['g.status'],
  takeP: ['p.idle'],
  takeOwnP: ['p.idle'],
  lookAtP: ['p.idle', 'm.p'],
  countPs: ['allp'],
  setScan: ['m.goroutine'],
  holderOf: ['m.p'],
};
