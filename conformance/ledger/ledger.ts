/**
 * The ledger: everything that a run wrote stands in its execution trace exactly once, in its generation, in its M's order, with
 * its time. Go's parser cannot ask this: it does not know what was written, and lets neutral events be lost or doubled.
 */
import type { LoggedEvent } from '../../reference/index.ts';
import { eventId, noM } from '../../wire/index.ts';
import { entriesOf, entryOf } from './entry.ts';
import type { Entry } from './entry.ts';

/** What can be wrong, from the log's point of view. */
export type LedgerRule =
  /** Written, but nowhere in the trace. */
  | 'lost'
  /** Written once, and more than once in the trace. */
  | 'doubled'
  /** In the trace, but never written: torn, or of another run. */
  | 'unwritten'
  /** In the batches of another generation, or of another M. */
  | 'misplaced'
  /** All there, but not in the order of its M. */
  | 'reordered'
  /** At another time than the one that was written. */
  | 'mistimed'
  /** A goroutine stack that is allocated while it is in use, or freed while it is not. */
  | 'unpaired-stack';

export interface LedgerFinding {
  readonly rule: LedgerRule;
  /** The entry, its generation and M, and where it is in the trace (-1: nowhere). */
  readonly text: string;
  readonly gen: number;
  readonly m: bigint;
  readonly offset: number;
}

/**
 * Compares an execution trace with the log of the run that wrote it. No findings: they agree.
 * Throws a WireError for bytes that are no execution trace.
 */
export function balance(bytes: Uint8Array, log: readonly LoggedEvent[]): readonly LedgerFinding[] {
  const found = entriesOf(bytes);
  const written = log.map(entryOf);
  const places = groupBy(found, placeOf);
  const counted = [...countFindings(written, found)];
  const ordered = [...groupBy(written, placeOf)].flatMap(([place, entries]) => [
    ...orderFindings(entries, places.get(place) ?? []),
  ]);
  return [...counted, ...(counted.length === 0 ? ordered : []), ...stackFindings(found)];
}

const placeOf = ({ gen, m }: Entry): string => `${gen} ${m}`;

/** Entries by a key, each list in its own order. */
function groupBy(entries: readonly Entry[], key: (entry: Entry) => string): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const group = groups.get(key(entry));
    if (group === undefined) groups.set(key(entry), [entry]);
    else group.push(entry);
  }
  return groups;
}

const finding = (rule: LedgerRule, { text, gen, m, offset }: Entry): LedgerFinding => ({
  rule,
  text,
  gen,
  m,
  offset,
});

/** What was written at a place and is not there, against what is there and was not written at that place, text by text. */
function* countFindings(written: readonly Entry[], found: readonly Entry[]): Generator<LedgerFinding> {
  const key = (entry: Entry): string => `${placeOf(entry)} ${entry.text}`;
  const missing = groupBy(surplus(written, groupBy(found, key), key), ({ text }) => text);
  const extra = groupBy(surplus(found, groupBy(written, key), key), ({ text }) => text);
  const texts = new Set(written.map(({ text }) => text));
  for (const [text, entries] of missing) {
    const elsewhere = extra.get(text) ?? [];
    const moved = elsewhere.splice(0, entries.length);
    for (const entry of moved) yield finding('misplaced', entry);
    for (const entry of entries.slice(moved.length)) yield finding('lost', entry);
  }
  for (const [text, entries] of extra) {
    for (const entry of entries) yield finding(texts.has(text) ? 'doubled' : 'unwritten', entry);
  }
}

/** The entries that have no counterpart of the same key among the others. */
function surplus(
  entries: readonly Entry[],
  others: ReadonlyMap<string, readonly Entry[]>,
  key: (entry: Entry) => string,
): Entry[] {
  return [...groupBy(entries, key)].flatMap(([name, group]) => group.slice(others.get(name)?.length ?? 0));
}

/** Order and times, of one M in one generation, where both sides have the same entries. */
function* orderFindings(written: readonly Entry[], found: readonly Entry[]): Generator<LedgerFinding> {
  // What no M wrote stands in tables, which have no order among them.
  if (found[0]?.m === noM) return;
  for (const [index, entry] of found.entries()) {
    const other = written[index];
    if (other === undefined) return;
    if (other.text !== entry.text) {
      yield finding('reordered', entry);
      return;
    }
    if (other.ts !== entry.ts) yield finding('mistimed', entry);
  }
}

const stackExists = eventId('GoroutineStack');
const stackAlloc = eventId('GoroutineStackAlloc');
const stackFree = eventId('GoroutineStackFree');

/** For each stack, allocs and frees take turns, in the order of time. */
function* stackFindings(found: readonly Entry[]): Generator<LedgerFinding> {
  const live = new Map<unknown, boolean>();
  const events = found
    .filter(({ id }) => id === stackExists || id === stackAlloc || id === stackFree)
    .toSorted((a, b) => (a.ts ?? 0) - (b.ts ?? 0));
  for (const entry of events) {
    const [stack] = entry.args;
    const isLive = live.get(stack);
    const frees = entry.id === stackFree;
    // A stack that was there before tracing began can be freed first.
    if (isLive !== undefined && isLive !== frees) yield finding('unpaired-stack', entry);
    live.set(stack, !frees);
  }
}
