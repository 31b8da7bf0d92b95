/** Logs for tests: a short run of two Ms, written record by record, and files of any records. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { designNamed } from '../../model/index.ts';
import { LogReader } from '../log/reader.ts';
import { control, LOG_START } from '../log/format.ts';
import { LIST, codeOf, recordFields } from '../log/records.ts';
import type { RecordKind } from '../log/records.ts';

/** A record as a test writes it. */
export type Written = readonly [kind: RecordKind, ...values: number[]];

const folder = mkdtempSync(join(tmpdir(), 'nosplit-log-'));
let files = 0;

/** The bytes of these records. */
export const bytesOf = (records: readonly Written[]): Buffer =>
  Buffer.from(
    records.flatMap(([kind, ...values]) => {
      const code = codeOf(kind);
      const list = (code & LIST) === LIST ? [values.length] : [];
      return [code, ...[...list, ...values].flatMap(varint)];
    }),
  );

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

export interface LogOptions {
  readonly design?: string;
  readonly trailer?: string | null;
  /** Bytes that are missing at the end. */
  readonly cut?: number;
  /** What the program says of itself, where it differs from what the file has. */
  readonly words?: Partial<Record<keyof typeof control, number>>;
  readonly header?: string;
  readonly parts?: readonly string[];
  readonly sites?: readonly string[];
  /** Bytes in place of the records'. */
  readonly bytes?: Buffer;
}

/** Writes a log into a temporary file and returns its path. */
export function logFile(records: readonly Written[], options: LogOptions = {}): string {
  const {
    design = '1.26',
    trailer = JSON.stringify({ ended: 'exit 0', records: records.length, godebug: '' }),
  } = options;
  const header = {
    nosplit: 'log',
    version: 2,
    go: 'go1.26.8',
    tree: 'sha256:0',
    design: designNamed(design),
    ...(options.parts && { parts: options.parts }),
    ...(options.sites && { sites: options.sites }),
  };
  const page = Buffer.alloc(LOG_START);
  page.write(options.header ?? `${JSON.stringify(header)}\n`);
  const body = options.bytes ?? bytesOf(records);
  const ms = records.map(([kind, first = 0]) =>
    (recordFields[kind] as readonly string[])[0] === 'm' ? first : 0,
  );
  const words = {
    claimed: 1,
    used: LOG_START + body.length,
    records: records.length,
    mMax: Math.max(0, ...ms),
    room: 1000,
    ...options.words,
  };
  for (const [name, value] of Object.entries(words))
    page.writeBigUInt64LE(BigInt(value), control[name as keyof typeof control]);
  const file = Buffer.concat([page, body, Buffer.from(trailer === null ? '' : `${trailer}\n`)]);
  const path = join(folder, `log-${files++}`);
  writeFileSync(path, file.subarray(0, file.length - (options.cut ?? 0)));
  return path;
}

export const openLog = (records: readonly Written[], options: LogOptions = {}): LogReader =>
  new LogReader(logFile(records, options));

/** A section of an M that writes one event of 10 bytes. */
export const section = (m: number, gen: number, buf: number, pos: number): Written[] => [
  ['acquireFlag', m, 1],
  ['acquireGen', m, gen],
  ['writer', m, gen, buf, pos],
  ['event', m, gen, buf, pos, 31],
  ['end', m, gen, buf, pos + 10],
  ['release', m, 0],
];

/** The same of an M whose slot is empty, or whose buffer `old` is full at `pos`. */
export const sectionWithRefill = (m: number, gen: number, buf: number, old = 0, pos = 0): Written[] => [
  ['acquireFlag', m, 1],
  ['acquireGen', m, gen],
  ['writer', m, gen, old, pos],
  ['noRoom', m, gen, old, pos, 31],
  ['refill', m, gen, old],
  ['refilled', m, gen, buf, 20],
  ['event', m, gen, buf, 20, 31],
  ['end', m, gen, buf, 30],
  ['release', m, 0],
];

/** M0's stack grows where refill is not nosplit. */
export const growsAtRefill: readonly Written[] = [
  ['startEnable'],
  ['startPublish', 1],
  ...sectionWithRefill(0, 1, 101),
  ['acquireFlag', 0, 1],
  ['acquireGen', 0, 1],
  ['writer', 0, 1, 101, 30],
  ['noRoom', 0, 1, 101, 30, 980],
  ['acquireNested', 0, 1, 1],
];

/** A growth of the M's stack, inside a section that has no writer: alloc and free, of one event each. */
export const growth = (m: number, gen: number, buf: number, pos: number): Written[] => [
  ['acquireNested', m, gen, 1],
  ['writer', m, gen, buf, pos],
  ['event', m, gen, buf, pos, 21],
  ['end', m, gen, buf, pos + 5],
  ['releaseNested', m, 0],
  ['acquireNested', m, gen, 1],
  ['writer', m, gen, buf, pos + 5],
  ['event', m, gen, buf, pos + 5, 21],
  ['end', m, gen, buf, pos + 10],
  ['releaseNested', m, 0],
];

/** Two Ms, an advance and a stop; M1 exits and is destroyed. It is a run of every design from the seed on. */
export const wholeRun: readonly Written[] = [
  ['otherBuffer', 900],
  ['startEnable'],
  ['startPublish', 1],
  ...sectionWithRefill(0, 1, 101),
  ...sectionWithRefill(1, 1, 201),
  ['acquireFlag', 0, 1],
  ['acquireGen', 0, 1],
  ...growth(0, 1, 101, 30),
  ['release', 0, 0],
  ...section(1, 1, 201, 30),
  ['advanceGen', 2],
  ['snapshot', 0, 1],
  ...sectionWithRefill(0, 2, 102),
  ['flagSeen', 0],
  ['advanceFlush', 0, 101],
  ['flagSeen', 1],
  ['advanceFlush', 1, 201],
  ['readerTake', 101, 1, 40],
  ['flushedGen', 1],
  ['readerTake', 900, 1, 7],
  ['readerTake', 201, 1, 40],
  ['readerNext', 2],
  ['advanceDone', 1],
  ...sectionWithRefill(1, 2, 101),
  ['destroyFlag', 1, 0],
  ['destroyFlush', 1, 101, 0],
  ['destroyDone', 1, 0],
  ['acquireFlag', 0, 1],
  ['stopGen', 2],
  ['stopEnabled'],
  ['acquireGen', 0, 0],
  ['acquireUndo', 0, 0],
  ['snapshot', 0],
  ['flagSeen', 0],
  ['advanceFlush', 0, 102],
  ['flushedGen', 2],
  ['readerTake', 101, 2, 30],
  ['readerTake', 102, 2, 30],
  ['readerStop'],
  ['advanceDone', 2],
];
