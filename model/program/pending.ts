/** What a step of which a guard has to be written has written before. */
import type { At, Primitive } from './program.ts';

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
export function touchedBy({ name }: Primitive): readonly string[] {
  if (name === 'push' || name === 'pop') return ['queue'];
  if (name === 'unlink') return ['m.empty'];
  if (name === 'swapReader') return ['trace.reader'];
  if (name === 'recycleReading') return ['m.empty', 'buf.pos', 'buf.gen', 'trace.readingM'];
  if (name === 'handOut') return ['trace.readingM'];
  if (name === 'recycle') return ['m.empty', 'buf.pos', 'buf.gen'];
  return name === 'firstUnit' || name === 'secondUnit' ? ['buf.pos'] : [];
}
