/** Reads a log record by record: a file of any size is read in pieces of a fixed size. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { control, LOG_HEADER_BYTES, LOG_START } from './format.ts';
import { headerOf } from './header.ts';
import type { LogHeader } from './header.ts';
import { LIST, codeOf, recordFields, recordKinds } from './records.ts';
import type { RecordKind } from './records.ts';

/** A file that is no log, or whose bytes no recorded program wrote. The message says where and what. */
export class LogError extends Error {
  override name = 'LogError';
}

/** The last line of a log, which `nosplit record` wrote once the program had ended. */
export interface LogTrailer {
  /** How it ended: `exit 0`, `SIGSEGV`. */
  readonly ended: string;
  readonly records: number;
  readonly godebug: string;
}

/** The bytes of a log's first record, and what the words beside it say. */
interface Extent {
  readonly header: LogHeader;
  /** Offset of the end of the last record. */
  readonly end: number;
  readonly records: number;
  readonly isFull: boolean;
  readonly ms: number;
  readonly room: number;
  readonly others: number;
}

const PIECE = 1 << 20;
/** No record but a list is longer. */
const RECORD_MAX = 2 + 10 * LIST;
/** The first byte of each kind's records. */
const kindOfCode = new Map(recordKinds.map((kind) => [codeOf(kind), kind]));

/** Kinds whose first value is an M. */
const aboutM = new Set(recordKinds.filter((kind) => (recordFields[kind] as readonly string[])[0] === 'm'));

/** A log that is being read. After each `next()` that says true, `kind` and `values` are those of a record. */
export class LogReader {
  readonly header: LogHeader;
  readonly trailer: LogTrailer | null;
  /** How many records the program says that it wrote. */
  readonly records: number;
  /** One more than the highest m.id. */
  readonly ms: number;
  /** Bytes of a trace buffer. */
  readonly room: number;
  /** Why the log is not that of the whole run, or null. */
  readonly cut: string | null;
  /** Processes that found the log taken by another. */
  readonly others: number;
  /** Whether there are records of the part statuses. */
  readonly hasStatuses: boolean;
  /** Whether there are records of the part transitions. */
  readonly hasTransitions: boolean;
  /** Functions that change the status of a G or P, by their numbers in records, which count from 1. */
  readonly sites: readonly string[];

  kind: RecordKind = 'release';
  /** The record's values, in the order of {@link recordFields}; of a list its members. */
  readonly values: number[] = [0, 0, 0, 0, 0, 0];
  readonly list: number[] = [];
  /** The number of the record that was read last, from 0. */
  n = -1;

  readonly #fd: number;
  readonly #end: number;
  readonly #bytes = Buffer.allocUnsafe(PIECE);
  /** What of `#bytes` is filled, where the next record begins in it, and the offset of its first byte in the file. */
  #filled = 0;
  #at = 0;
  #offset = LOG_START;

  /** Throws a LogError for what is no log, and the file system's error where there is no file. */
  constructor(path: string) {
    this.#fd = openSync(path, 'r');
    const size = fstatSync(this.#fd).size;
    let extent: Extent;
    try {
      extent = this.#extent(size);
    } catch (error) {
      this.close();
      throw error;
    }
    this.header = extent.header;
    this.records = extent.records;
    this.ms = extent.ms;
    this.room = extent.room;
    this.others = extent.others;
    this.hasStatuses = extent.header.parts.includes('statuses');
    this.hasTransitions = extent.header.parts.includes('transitions');
    this.sites = extent.header.sites;
    this.trailer = size > extent.end ? this.#trailer(extent.end, size) : null;
    this.#end = Math.min(extent.end, size);
    this.cut = cutOf(extent, size, this.trailer);
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** Reads the next record. False at the end, and where a cut file ends within a record. Throws a LogError for a damaged one. */
  next(): boolean {
    if (this.#filled - this.#at < RECORD_MAX) this.#fill();
    if (this.#at >= this.#filled) return false;
    const began = this.#at;
    const code = this.#bytes[this.#at++] ?? 0;
    const kind = kindOfCode.get(code);
    if (kind === undefined) throw this.#damaged(began, `begins with 0x${code.toString(16)}, which none does`);
    this.kind = kind;
    const count = code & LIST;
    if (count === LIST) return this.#readList(began);
    for (let index = 0; index < count; index++) {
      const value = this.#varint(began);
      if (value === -1) return this.#cutHere(began);
      this.values[index] = value;
    }
    if (aboutM.has(kind) && (this.values[0] ?? 0) >= this.ms)
      throw this.#damaged(began, `names M${this.values[0] ?? 0}, and the log has ${this.ms}`);
    this.n++;
    return true;
  }

  #readList(began: number): boolean {
    const count = this.#varint(began);
    if (count > this.ms) throw this.#damaged(began, `lists ${count} Ms, and the log has ${this.ms}`);
    this.list.length = 0;
    for (let index = 0; index < count; index++) {
      if (this.#filled - this.#at < RECORD_MAX) this.#fill();
      const m = this.#varint(this.#at);
      if (m >= this.ms) throw this.#damaged(began, `lists M${m}, and the log has ${this.ms}`);
      this.list.push(m);
    }
    if (count === -1 || this.list.includes(-1)) return this.#cutHere(began);
    this.n++;
    return true;
  }

  /** A value; -1 where the bytes end within it. */
  #varint(began: number): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      if (this.#at >= this.#filled) return -1;
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw this.#damaged(began, 'has a value of more than 53 bits');
      if (byte < 0x80) return value;
    }
  }

  #cutHere(began: number): false {
    // The program counts a record once it is whole: one that ends early was cut afterwards, or is none.
    if (this.cut === null) throw this.#damaged(began, 'ends after the last byte that the program counted');
    this.#at = this.#filled;
    return false;
  }

  #damaged(at: number, what: string): LogError {
    return new LogError(
      `record ${this.n + 1}, at byte ${this.#offset + at}, ${what}; the log is damaged: record the run again`,
    );
  }

  /** Moves what is left to the front and reads on. */
  #fill(): void {
    this.#bytes.copyWithin(0, this.#at, this.#filled);
    this.#filled -= this.#at;
    this.#offset += this.#at;
    this.#at = 0;
    while (this.#filled < PIECE) {
      const from = this.#offset + this.#filled;
      const want = Math.min(PIECE - this.#filled, this.#end - from);
      const got = want <= 0 ? 0 : readSync(this.#fd, this.#bytes, this.#filled, want, from);
      if (got === 0) return;
      this.#filled += got;
    }
  }

  #extent(size: number): Extent {
    const page = Buffer.alloc(LOG_START);
    const got = readSync(this.#fd, page, 0, LOG_START, 0);
    const line = page.toString('utf8', 0, LOG_HEADER_BYTES).split('\n')[0] ?? '';
    if (got === LOG_START && page[0] === 0)
      throw new LogError(
        'nothing was recorded: the program never began a trace, or was not built by nosplit record; let it call trace.Start, or run go test -trace',
      );
    const header = headerOf(line);
    if (got < LOG_START || typeof header === 'string') {
      const why = typeof header === 'string' ? header : `it has ${size} bytes`;
      throw new LogError(`this is no log of nosplit record (${why}); give the file of its --out`);
    }
    const word = (offset: number): number => Number(page.readBigUInt64LE(offset));
    const end = Math.max(word(control.used), LOG_START);
    return {
      header,
      end,
      records: word(control.records),
      isFull: word(control.full) !== 0,
      ms: word(control.mMax) + 1,
      room: word(control.room),
      others: word(control.others),
    };
  }

  #trailer(end: number, size: number): LogTrailer | null {
    const bytes = Buffer.alloc(Math.min(size - end, LOG_HEADER_BYTES));
    readSync(this.#fd, bytes, 0, bytes.length, end);
    const line = bytes.toString('utf8');
    const trailer = line.endsWith('\n') ? parsed(line) : null;
    // A program that was killed may have left half a record there, and the room of a log that nobody finished is zeros.
    if (typeof trailer?.['ended'] !== 'string' || typeof trailer['records'] !== 'number') return null;
    const { ended, records, godebug } = trailer;
    return { ended, records, godebug: typeof godebug === 'string' ? godebug : '' };
  }
}

function cutOf({ end, records, isFull }: Extent, size: number, trailer: LogTrailer | null): string | null {
  if (size < end) return `the file ends at byte ${size}, and the program wrote ${end}`;
  if (trailer === null) return 'nosplit record did not see the program end';
  if (trailer.records !== records) return `the log has ${records} records, and ${trailer.records} at its end`;
  return isFull ? 'the log was full before the program ended; record with a larger --limit' : null;
}

function parsed(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
