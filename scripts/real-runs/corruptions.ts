/** Ways to damage a log, each at a record that is drawn. */
import type { RecordKind } from '../../runtime/index.ts';
import { argumentsOf, eventName, recordFields, schedulerActs, statusSteps } from '../../runtime/index.ts';
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

const none: Damage = () => null;

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

/** The value of a record of the parts statuses and transitions that is a G or a P, what it has, and which generation. */
const valuesOf = ({ kind, values }: PlainRecord): { who: number; what: number; gen: number } => {
  if (kind === 'status') {
    // What readies or resets has no answer.
    const hasAnswer = !['ready', 'set', 'reset'].includes(statusSteps[values[1] ?? 0] ?? '');
    return { who: 2, what: hasAnswer ? 4 : -1, gen: 3 };
  }
  const [, act = 0, event = 0] = values;
  switch (schedulerActs[act]) {
    case 'told':
    case 'toldOf': {
      const [first, second] = argumentsOf[eventName(event) ?? 'ProcStop'] ?? [-1, -1];
      return { who: first === -1 ? -1 : 3, what: second === -1 ? -1 : 4, gen: act === 4 ? 5 : -1 };
    }
    case 'listed':
      return { who: -1, what: 2, gen: -1 };
    case 'procHas':
      return { who: 2, what: 4, gen: -1 };
    default:
      return { who: 2, what: 3, gen: -1 };
  }
};

/** One of the values that {@link valuesOf} names is another. */
const anotherOf =
  (name: 'who' | 'what' | 'gen', change: (value: number, other: number) => number): Damage =>
  (records, at, other) => {
    const record = records[at];
    const index = record === undefined ? -1 : valuesOf(record)[name];
    if (record === undefined || index === -1) return null;
    return records.with(at, {
      ...record,
      values: record.values.with(index, change(record.values[index] ?? 0, other)),
    });
  };

/** Ms, and the G or P, that a record is about. */
function aboutOf(record: PlainRecord): readonly string[] {
  const { kind, values } = record;
  const ms = fieldsOf(kind).flatMap((name, at) =>
    name === 'm' || name === 'by' ? [`M${values[at] ?? 0}`] : [],
  );
  const { who } = kind === 'status' || kind === 'scheduler' ? valuesOf(record) : { who: -1 };
  return who === -1 ? ms : [...ms, `${values[who] ?? 0}`];
}

/** Swapped with the next, where both are about one M, G or P, or where they are not. */
const swappedWhere =
  (isCommon: boolean): Damage =>
  (records, at) => {
    const [one, two] = [records[at], records[at + 1]];
    if (one === undefined || two === undefined) return null;
    const about = aboutOf(one);
    return aboutOf(two).some((who) => about.includes(who)) === isCommon ? swapped(records, at, at + 1) : null;
  };

/** Of records of the parts statuses and transitions. Another G or P is one that the log has. */
export const corruptionsOfTransitions: Readonly<Record<string, Damage>> = {
  'a record is dropped': corruptions['a record is dropped'] ?? none,
  'a record stands twice': corruptions['a record stands twice'] ?? none,
  'swapped with the next of its M': corruptions['swapped with the next of its M'] ?? none,
  'swapped with the next': swappedWhere(true),
  'swapped with a next that has nothing in common': swappedWhere(false),
  'another generation': anotherOf('gen', (gen, other) => gen + other),
  'another G or P': (records, at, other) => {
    const record = records[at];
    const index = record === undefined ? -1 : valuesOf(record).who;
    if (record === undefined || index === -1) return null;
    const same = records.filter((one) => one.kind === record.kind && valuesOf(one).who === index);
    const others = [...new Set(same.map((one) => one.values[index] ?? 0))];
    const own = record.values[index] ?? 0;
    const left = others.filter((one) => one !== own);
    const is = left[(at * 7 + other) % Math.max(1, left.length)];
    return is === undefined ? null : records.with(at, { ...record, values: record.values.with(index, is) });
  },
  'another M': corruptions['another M'] ?? none,
  'another status, answer or number': anotherOf('what', (value, other) =>
    value < 2 && other % 2 === 0 ? 1 - value : value + other,
  ),
};
