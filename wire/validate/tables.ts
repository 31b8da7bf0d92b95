/** The tables of a generation: strings, stacks, CPU samples and clocks. Source: internal/trace/generation.go, add*, setSyncBatch. */
import type { WireValue } from '../decode/cursor.ts';
import { Cursor } from '../decode/cursor.ts';
import type { TraceVersion } from '../events.ts';
import { dataBytesMax, eventId, eventOfId, framesMax } from '../events.ts';
import type { Place } from './violation.ts';
import type { RawBatch } from './batch.ts';
import { StringTable } from './string-table.ts';
import { Broken, QuietEnd } from './violation.ts';

/** One frame of a stack, with the place of the stack that has it. */
export interface Frame {
  readonly func: WireValue;
  readonly file: WireValue;
  readonly line: WireValue;
}

export interface Sample {
  readonly offset: number;
  readonly values: readonly WireValue[];
}

export interface Snapshot {
  readonly place: Place;
  readonly time: WireValue;
  readonly mono: WireValue;
  readonly sec: WireValue;
  readonly nsec: WireValue;
}

export interface Tables {
  readonly strings: StringTable;
  /** Of each stack its program counters. */
  readonly stacks: Map<WireValue, { readonly offset: number; readonly pcs: readonly WireValue[] }>;
  /** The first frame that was seen for a program counter is the one that counts. */
  readonly frames: Map<WireValue, Frame>;
  readonly samples: Sample[];
  /** Units of time in a second. */
  frequency: WireValue | undefined;
  snapshot: Snapshot | undefined;
}

export const emptyTables = (): Tables => ({
  strings: new StringTable(),
  stacks: new Map(),
  frames: new Map(),
  samples: [],
  frequency: undefined,
  snapshot: undefined,
});

const stringsId = eventId('Strings');
const stacksId = eventId('Stacks');
const samplesId = eventId('CPUSamples');
const syncId = eventId('Sync');
const frequencyId = eventId('Frequency');
const snapshotId = eventId('ClockSnapshot');
const stringId = eventId('String');
const stackId = eventId('Stack');
const sampleId = eventId('CPUSample');

/** What a table's reader is given, beside the tables. `at` is told of each entry before it is read. */
interface Reading {
  readonly batch: RawBatch;
  readonly version: TraceVersion;
  /** Go 1.24 reads the frequency that opens a batch and nothing behind it. */
  readonly readsClocksOnce: boolean;
  readonly at: (offset: number) => void;
  /** A frame of a program counter that is not the first. */
  readonly seen: (pc: WireValue, first: Frame, now: Frame) => void;
}

/** Reads the batch into the tables, if it is one of a table; false where it is one of events. Throws Broken. */
export function readTable(tables: Tables, reading: Reading): boolean {
  const { batch, version } = reading;
  const [first] = batch.body;
  if (first === undefined) return false;
  const read = (entry: number, add: (cursor: Cursor, offset: number) => void, skip = 1): boolean => {
    readEntries(reading, skip, (id) => (id === entry ? add : undefined));
    return true;
  };
  if (first === stringsId)
    return read(stringId, (cursor) => {
      addString(tables, reading, cursor);
    });
  if (first === stacksId)
    return read(stackId, (cursor, at) => {
      addStack(tables, reading, cursor, at);
    });
  if (first === samplesId) {
    return read(sampleId, (cursor, offset) => {
      tables.samples.push({
        offset,
        values: ['time', 'm', 'p', 'g', 'stack'].map(() => number(cursor, reading)),
      });
    });
  }
  const opens = version < 25 ? frequencyId : syncId;
  if (first !== opens) return false;
  readClocks(tables, reading);
  return true;
}

type Add = (cursor: Cursor, offset: number) => void;

function readEntries(
  { batch: { body, bodyOffset }, at }: Reading,
  start: number,
  adder: (id: number) => Add | undefined,
): void {
  const cursor = new Cursor(body, start);
  while (cursor.at < body.length) {
    const offset = bodyOffset + cursor.at;
    at(offset);
    const id = cursor.byte() ?? 0;
    const add = adder(id);
    if (add === undefined) {
      const opening = nameOf(body[0] ?? 0);
      throw new Broken('table-event', `${nameOf(id)} stands in a batch of ${opening}`);
    }
    add(cursor, offset);
  }
}

const nameOf = (id: number): string => eventOfId(id)?.name ?? `an event of type ${id}`;

function number(cursor: Cursor, { batch: { body } }: Reading, isOfFrame = false): WireValue {
  const found = cursor.uvarint();
  if (found !== undefined) return found;
  const table = `the batch of ${nameOf(body[0] ?? 0)}`;
  // Go names the number of a frame that is missing, and so does not hand on its io.EOF.
  if (cursor.at === body.length && !isOfFrame) throw new QuietEnd(`${table} ends between two numbers`);
  const what = cursor.damage === 'cut' ? 'ends inside an entry' : 'has a number of more than 64 bits';
  throw new Broken('table-cut', `${table} ${what}`);
}

function addString({ strings }: Tables, reading: Reading, cursor: Cursor): void {
  const id = number(cursor, reading);
  const length = number(cursor, reading);
  if (length > dataBytesMax) {
    throw new Broken('string-long', `string ${id} has ${length} bytes; ${dataBytesMax} is the most`);
  }
  const start = cursor.at;
  const end = start + Number(length);
  const { body } = reading.batch;
  if (end > body.length) {
    throw new Broken(
      'table-cut',
      `the batch of Strings ends ${body.length - start} bytes into one of ${length}`,
    );
  }
  cursor.at = end;
  if (!strings.add(id, body.subarray(start, end))) {
    throw new Broken(
      'string-twice',
      id === 0 ? 'string 0 is given; it is the empty one' : `string ${id} is given again`,
    );
  }
}

function addStack({ stacks, frames }: Tables, reading: Reading, cursor: Cursor, offset: number): void {
  const id = number(cursor, reading);
  const count = number(cursor, reading);
  if (count > framesMax)
    throw new Broken('stack-deep', `stack ${id} has ${count} frames; ${framesMax} is the most`);
  const pcs = Array.from({ length: Number(count) }, () => {
    const [pc = 0, func = 0, file = 0, line = 0] = [0, 1, 2, 3].map(() => number(cursor, reading, true));
    const frame = { func, file, line };
    const first = frames.get(pc);
    if (first === undefined) frames.set(pc, frame);
    else reading.seen(pc, first, frame);
    return pc;
  });
  if (id === 0 || stacks.has(id)) {
    throw new Broken(
      'stack-twice',
      id === 0 ? 'stack 0 is given; it is the empty one' : `stack ${id} is given again`,
    );
  }
  stacks.set(id, { offset, pcs });
}

function readClocks(tables: Tables, reading: Reading): void {
  const { batch, version, readsClocksOnce } = reading;
  let time = batch.time;
  const addFrequency = (cursor: Cursor): void => {
    const early = readsClocksOnce ? number(cursor, reading) : undefined;
    if (tables.frequency !== undefined)
      throw new Broken('frequency-twice', 'the generation has a frequency already');
    tables.frequency = early ?? number(cursor, reading);
    if (readsClocksOnce) cursor.at = batch.body.length;
  };
  const addSnapshot = (cursor: Cursor, offset: number): void => {
    if (tables.snapshot !== undefined) {
      throw new Broken('clock-snapshot-twice', 'the generation has a snapshot of the clocks already');
    }
    time = BigInt(time) + BigInt(number(cursor, reading));
    const [mono = 0, sec = 0, nsec = 0] = [0, 1, 2].map(() => number(cursor, reading));
    const place = { gen: batch.gen, m: null, offset };
    tables.snapshot = { place, time, mono, sec, nsec };
  };
  readEntries(reading, version < 25 ? 0 : 1, (id) =>
    id === frequencyId ? addFrequency : id === snapshotId && version >= 25 ? addSnapshot : undefined,
  );
}

/** The frames of all stacks name strings that are there. Source: validateStackStrings. */
export function checkFrames({ stacks, frames, strings }: Tables, at: (offset: number) => void): void {
  for (const [id, { offset, pcs }] of stacks) {
    for (const pc of pcs) {
      const { func = 0, file = 0 } = frames.get(pc) ?? {};
      const missing = strings.has(func) ? file : func;
      if (strings.has(missing)) continue;
      at(offset);
      throw new Broken(
        'frame-string-missing',
        `a frame of stack ${id} names string ${missing}, which is in no table`,
      );
    }
  }
}
