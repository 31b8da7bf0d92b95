/** Ways to damage a log, each at a record that is drawn. */
import type { RecordKind } from '../../runtime/index.ts';
import { recordFields } from '../../runtime/index.ts';
import type { PlainRecord } from './second-judge.ts';

type Damage = (records: readonly PlainRecord[], at: number, other: number) => readonly PlainRecord[] | null;

const mOf = ({ kind, values }: PlainRecord): number => (fieldsOf(kind)[0] === 'm' ? (values[0] ?? -1) : -1);

const fieldsOf = (kind: RecordKind): readonly string[] => recordFields[kind];

/** The record with one value of that name changed; null where it has none. */
const changed =
  (names: readonly string[], change: (value: number, other: number) => number): Damage =>
  (records, at, other) => {
    const record = records[at];
    const index = record === undefined ? -1 : fieldsOf(record.kind).findIndex((name) => names.includes(name));
    if (record === undefined || index === -1) return null;
    const value = change(record.values[index] ?? 0, other);
    return records.with(at, {
      ...record,
      values: record.values.with(index, value),
    });
  };

function swapped(records: readonly PlainRecord[], at: number, next: number): readonly PlainRecord[] | null {
  const [one, two] = [records[at], records[next]];
  return one === undefined || two === undefined ? null : records.with(at, two).with(next, one);
}

/** By name. Null where the damage does not fit the record that was drawn. `other` is a number from 1 to 9. */
export const corruptions: Readonly<Record<string, Damage>> = {
  'a record is dropped': (records, at) => records.toSpliced(at, 1),
  'a record stands twice': (records, at) => {
    const record = records[at];
    return record === undefined ? null : records.toSpliced(at, 0, record);
  },
  'swapped with the next of its M': (records, at) => {
    const record = records[at];
    const m = record === undefined ? -1 : mOf(record);
    const next = m === -1 ? -1 : records.findIndex((one, index) => index > at && mOf(one) === m);
    return next === -1 ? null : swapped(records, at, next);
  },
  'swapped with the next': (records, at) => swapped(records, at, at + 1),
  'another generation': changed(['gen'], (gen, other) => gen + other),
  'another buffer': changed(['buf'], (buf, other) => buf + other),
  'another M': (records, at, other) => {
    const record = records[at];
    const own = record === undefined ? -1 : mOf(record);
    const others = [...new Set(records.map(mOf))].filter((m) => m !== -1 && m !== own);
    if (own === -1 || others.length === 0) return null;
    return changed(['m'], () => others[other % others.length] ?? own)(records, at, other);
  },
  'another position': changed(['pos'], (pos, other) => pos + other),
  'another flag or count': changed(['flag', 'reentered'], (value, other) => (value + other) % 16),
};
