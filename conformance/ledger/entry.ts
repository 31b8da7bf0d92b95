/**
 * One form for what a run wrote and for what stands in its execution trace, so that the two can be compared.
 */
import { eventOfId, eventsOf, readTrace } from '../../wire/index.ts';
import type { Batch, WireEvent, WireValue } from '../../wire/index.ts';
import type { LoggedEvent } from '../../reference/index.ts';

export interface Entry {
  /** The thread's id, or noM. */
  readonly m: bigint;
  readonly gen: number;
  /** What it is, without its time: two entries are the same where their texts are. */
  readonly text: string;
  /** Absolute time in clock units, of timed events. */
  readonly ts?: number;
  /** Offset in the execution trace; -1 of what was logged. */
  readonly offset: number;
  readonly id: number;
  readonly args: readonly WireValue[];
}

/** Stacks, Strings and CPUSamples open a batch of entries, and say nothing themselves. */
const openers: ReadonlySet<number> = new Set([2, 4, 6]);

const experimentalBatch = 49;

/** The entries of an execution trace, in the order of the file. Throws a WireError where it cannot be read. */
export function entriesOf(bytes: Uint8Array): Entry[] {
  const entries: Entry[] = [];
  for (const item of readTrace(bytes).items) {
    if (item.kind !== 'batch') continue;
    if (item.experiment === 0) pushEvents(entries, item);
    else entries.push(experimental(item));
  }
  return entries;
}

function pushEvents(entries: Entry[], batch: Batch): void {
  let now = batch.time;
  for (const event of eventsOf(batch)) {
    if (openers.has(event.id)) continue;
    const { m, gen } = batch;
    const { id, offset } = event;
    if (event.spec.timed) now += BigInt(event.args[0] ?? 0);
    const args = wholeArgs(event);
    const entry = { m, gen, id, args, offset, text: textOf(id, args, event.data) };
    entries.push(event.spec.timed ? { ...entry, ts: Number(now) } : entry);
  }
}

/** The arguments after the time; those of a stack with its frames. */
function wholeArgs({ spec, args, frames }: WireEvent): readonly WireValue[] {
  if (frames !== undefined) return [...args, ...frames.flat()];
  return spec.timed ? args.slice(1) : args;
}

function experimental({ m, gen, experiment, offset, body }: Batch): Entry {
  const args = [experiment];
  return { m, gen, id: experimentalBatch, args, offset, text: textOf(experimentalBatch, args, body) };
}

/** An entry of the run's log. The number of no M is written with all bits set, as it is for no P. */
export function entryOf({ m, gen, ev, args, ts, data }: LoggedEvent): Entry {
  const written = args.map((arg): WireValue => (arg < 0 ? BigInt.asUintN(64, BigInt(arg)) : arg));
  const entry = {
    m: BigInt.asUintN(64, BigInt(m)),
    gen,
    id: ev,
    args: written,
    offset: -1,
    text: textOf(ev, written, data),
  };
  return ts === undefined ? entry : { ...entry, ts };
}

function textOf(id: number, args: readonly WireValue[], data?: Uint8Array): string {
  const name = eventOfId(id)?.name ?? `event ${id}`;
  const numbers = args.length === 0 ? '' : ` ${args.join(' ')}`;
  return data === undefined ? `${name}${numbers}` : `${name}${numbers} ${Buffer.from(data).toString('hex')}`;
}
