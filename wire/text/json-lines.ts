/** Items and events as JSON Lines: one object for each batch header and each event, with the names of Go's text form. */
import type { WireValue } from '../decode/cursor.ts';
import type { WireEvent } from '../decode/events-of.ts';
import { eventsOf } from '../decode/events-of.ts';
import type { TraceItem } from '../decode/read-trace.ts';
import type { TraceVersion } from '../events.ts';

type Json = number | string | readonly { readonly [name: string]: Json }[];

/** The first line: what the others are, and the header of the trace. */
export const headJson = (version: TraceVersion): string =>
  JSON.stringify({ schema: 'nosplit.trace/1', header: `go 1.${version}` });

/** An event as one line of JSON, without the line's end. */
export function eventJson({ spec, args, frames, data }: WireEvent): string {
  const object: Record<string, Json> = { event: spec.name };
  spec.args.forEach((name, index) => (object[name] = exact(args[index] ?? 0)));
  if (frames !== undefined)
    object['frames'] = frames.map(([pc, func, file, line]) => ({
      ...{ pc: exact(pc), func: exact(func), file: exact(file), line: exact(line) },
    }));
  return lineJson(data === undefined ? object : { ...object, ...dataJson(data) });
}

/** All lines of an item. Throws a WireError after the lines before the damage. */
export function* itemJson(item: TraceItem): Generator<string, void, undefined> {
  yield* openingJson(item);
  if (item.kind === 'batch') for (const event of eventsOf(item)) yield eventJson(event);
}

/** The lines of an item without those of its events; none of an experimental batch that is cut. */
export function openingJson(item: TraceItem): readonly string[] {
  const { offset } = item;
  if (item.kind === 'end-of-generation') return [JSON.stringify({ event: 'EndOfGeneration', offset })];
  const { index, gen, m, time, experiment, size, body } = item;
  const exp = experiment === 0 ? {} : { exp: experiment };
  const event = experiment === 0 ? 'EventBatch' : 'ExperimentalBatch';
  const opening = { event, batch: index, offset, ...exp, gen, m: exact(m), time: exact(time), size };
  if (experiment === 0) return [JSON.stringify(opening)];
  return body.length < size
    ? []
    : [JSON.stringify({ ...opening, data_hex: Buffer.from(body).toString('hex') })];
}

/** A number that any reader of JSON keeps, and else the digits. */
const exact = (value: WireValue): number | string =>
  value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value);

/** One line of JSON that a terminal shows as it stands: what JSON leaves raw but has no shape, or commands, is escaped, too. */
export const lineJson = (value: object): string =>
  JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029]|\p{Cf}/gu, (found) =>
    found
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of a string as text, or in hexadecimal digits where they are no UTF-8. */
export function dataJson(data: Uint8Array): { readonly data: string } | { readonly data_hex: string } {
  try {
    return { data: utf8.decode(data) };
  } catch {
    // Go writes what it is given, and a string of Go's need not be UTF-8.
    return { data_hex: Buffer.from(data).toString('hex') };
  }
}
