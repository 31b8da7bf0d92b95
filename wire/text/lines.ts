/** Items and events in Go's text form, which `go tool trace -d=wire` prints. Source: internal/trace/raw/event.go, String. */
import type { WireEvent } from '../decode/events-of.ts';
import { eventsOf } from '../decode/events-of.ts';
import type { TraceItem } from '../decode/read-trace.ts';
import { quoted } from './quote.ts';

/** An event's line, without its end; a Stack and a String that is not empty have further lines. */
export function eventText({ spec, args, frames = [], data }: WireEvent): string {
  return [
    [spec.name, ...spec.args.map((name, index) => `${name}=${String(args[index])}`)].join(' '),
    ...frames.map(
      ([pc, func, file, line]) =>
        `\tpc=${String(pc)} func=${String(func)} file=${String(file)} line=${String(line)}`,
    ),
    ...(data === undefined ? [] : dataLines(data)),
  ].join('\n');
}

/** All lines of an item: the header of a batch, and what is in it. Throws a WireError after the lines before the damage. */
export function* itemText(item: TraceItem): Generator<string, void, undefined> {
  yield* openingText(item);
  if (item.kind === 'batch') for (const event of eventsOf(item)) yield eventText(event);
}

/** The lines of an item without those of its events; none of an experimental batch that is cut. */
export function openingText(item: TraceItem): readonly string[] {
  if (item.kind === 'end-of-generation') return ['EndOfGeneration'];
  const { experiment, size, body } = item;
  const place = `gen=${item.gen} m=${String(item.m)} time=${String(item.time)}`;
  if (experiment === 0) return [`EventBatch ${place} size=${size}`];
  if (body.length < size) return [];
  return [[`ExperimentalBatch exp=${experiment} ${place}`, ...dataLines(body)].join('\n')];
}

/** The line of data, which Go's text leaves out where there are no bytes. */
export const dataLines = (data: Uint8Array): readonly string[] =>
  data.length === 0 ? [] : [`\tdata=${quoted(data)}`];
