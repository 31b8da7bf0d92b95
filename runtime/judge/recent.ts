/** The last records of a log, so that a rejection can show what came before it. */
import { recordFields, recordKinds, statusSteps } from '../log/records.ts';
import type { RecordKind } from '../log/records.ts';
import { named } from './buffers.ts';
import { addressOf } from './statuses.ts';

/** How many are kept, and how many of one M are shown. */
const KEPT = 4096;
const SHOWN = 20;
const VALUES = 6;

/** A record that came before a rejection. */
export interface RecentRecord {
  /** Its number, from 0. */
  readonly record: number;
  /** `M3`, `advancer` or `reader`. */
  readonly thread: string;
  readonly kind: RecordKind;
  /** By name; an address is a text. */
  readonly values: Readonly<Record<string, number | string>>;
}

export class Recent {
  /** A row for each record: its number, its kind, its values. Nothing is allocated for a record. */
  readonly #rows = new Float64Array(KEPT * (2 + VALUES));
  #count = 0;

  add(n: number, kind: RecordKind, values: readonly number[]): void {
    const at = (this.#count++ % KEPT) * (2 + VALUES);
    this.#rows[at] = n;
    this.#rows[at + 1] = kindNumber[kind];
    for (let index = 0; index < VALUES; index++) this.#rows[at + 2 + index] = values[index] ?? 0;
  }

  /** The last ones that concern an M, and those of the advancer and the reader; of -1 only theirs. */
  of(m: number): RecentRecord[] {
    const lines: RecentRecord[] = [];
    for (let back = 1; back <= Math.min(this.#count, KEPT) && lines.length < SHOWN; back++) {
      const at = ((this.#count - back) % KEPT) * (2 + VALUES);
      const kind = recordKinds[this.#rows[at + 1] ?? 0] ?? 'release';
      const fields: readonly string[] = recordFields[kind];
      if (fields[0] === 'm' && this.#rows[at + 2] !== m) continue;
      lines.unshift(recordOf(this.#rows[at] ?? 0, kind, fields, this.#rows.subarray(at + 2)));
    }
    return lines;
  }
}

const kindNumber = Object.fromEntries(recordKinds.map((kind, index) => [kind, index])) as Record<
  RecordKind,
  number
>;

function recordOf(
  record: number,
  kind: RecordKind,
  fields: readonly string[],
  row: Float64Array,
): RecentRecord {
  const values: Record<string, number | string> = {};
  for (const [index, field] of fields.entries()) {
    const value = row[index] ?? 0;
    if (field !== 'm' && kind !== 'snapshot') values[field] = shownValue(field, value);
  }
  const thread = fields[0] === 'm' ? `M${row[0] ?? 0}` : kind.startsWith('reader') ? 'reader' : 'advancer';
  return { record, thread, kind, values };
}

/** A value of a record as people read it: addresses in hexadecimal, and the name of a step. */
export function shownValue(field: string, value: number): number | string {
  if (field === 'buf' || field === 'other') return named(value);
  if (field === 'resource') return addressOf(value);
  return field === 'step' ? (statusSteps[value] ?? value) : value;
}
