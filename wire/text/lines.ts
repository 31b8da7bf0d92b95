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
  if (item.kind === 'end-of-generation') {
    yield 'EndOfGeneration';
    return;
  }
  const { experiment, gen, m, time, size, body } = item;
  if (experiment === 0) yield `EventBatch gen=${gen} m=${String(m)} time=${String(time)} size=${size}`;
  else if (body.length === size)
    yield [
      `ExperimentalBatch exp=${experiment} gen=${gen} m=${String(m)} time=${String(time)}`,
      ...dataLines(body),
    ].join('\n');
  for (const event of eventsOf(item)) yield eventText(event);
}

/** Go's text has no line for data of no bytes. */
const dataLines = (data: Uint8Array): string[] => (data.length === 0 ? [] : [`\tdata=${quoted(data)}`]);
