/**
 * Whether a trace ends before its writer was done with it: the process was killed, tracing was never stopped, or a copy is not whole.
 *
 * The writer gives its bytes away batch by batch, so such a file often ends between two batches. From Go 1.26 on a generation ends
 * with a mark. Before, its last batches are those of its strings: what events, stacks and samples name is written when they
 * are. So a generation that ends otherwise is one that the writer was not done with, and what it lacks (a frequency, strings,
 * stacks, the events of another thread) would have come. Where the file ends between two generations, nothing shows it; and
 * where the batch of strings is full, more of them may have come.
 */
import type { WireValue } from '../decode/cursor.ts';
import { Cursor } from '../decode/cursor.ts';
import { headerBytes } from '../decode/header.ts';
import { batchBytesMax, dataBytesMax, eventId } from '../events.ts';
import { readBatch } from './batch.ts';
import type { ReaderRule, RuleName } from './rules.ts';
import type { Source } from './source.ts';
import type { Violation } from './violation.ts';
import { Broken } from './violation.ts';

/** What an unfinished generation may break, and a damaged one as well. */
const lacking: ReadonlySet<RuleName> = new Set<ReaderRule>([
  'batch-cut',
  'batch-header',
  'generation-end',
  'generation-empty',
  'frequency-missing',
  'clock-snapshot-missing',
  'frame-string-missing',
  'string-missing',
  'stack-missing',
  'cpu-sample-stack-missing',
  'cannot-advance',
]);

const strings = eventId('Strings');
const experimentalBatch = eventId('ExperimentalBatch');

/** Rules that a generation breaks whose strings are not all there. */
const lackingStrings: ReadonlySet<RuleName> = new Set<ReaderRule>(['frame-string-missing', 'string-missing']);

/**
 * Whether the file ends in a generation that its writer was not done with, and nothing else is wrong: the violation, if any, is
 * one of what is missing there.
 */
export function isCut(source: Pick<Source, 'bytes' | 'version'>, violation: Violation | null): boolean {
  const end = endOf(source);
  if (end === null || (end.isDone && violation === null)) return false;
  if (violation === null) return true;
  const rules = end.isDone ? (end.isFull ? lackingStrings : new Set<RuleName>()) : lacking;
  return rules.has(violation.rule) && violation.offset >= end.from;
}

interface End {
  /** Where the last generation begins, or what stands behind the last one that is whole. */
  readonly from: number;
  /** Whether it ends as a generation does. */
  readonly isDone: boolean;
  /** Whether its last batch is full, so that another of the same kind may have come. */
  readonly isFull: boolean;
}

/** How the file ends; null where bytes stand in it that are no batch. */
function endOf({ bytes, version }: Pick<Source, 'bytes' | 'version'>): End | null {
  const cursor = new Cursor(bytes, headerBytes);
  let gen: unknown = null;
  let end: End = { from: headerBytes, isDone: false, isFull: false };
  for (;;) {
    const offset = cursor.at;
    let batch: ReturnType<typeof readBatch>;
    try {
      batch = readBatch(bytes, cursor);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      const ends = error.rule === 'batch-cut' || (error.rule === 'batch-header' && cursor.damage === 'cut');
      if (!ends) return null;
      const isSame = !end.isDone || generationAt(bytes, offset) === gen;
      return { from: isSame ? end.from : offset, isDone: false, isFull: false };
    }
    if (batch === undefined) return end;
    if (batch.kind === 'end-of-generation') {
      gen = null;
      end = { from: cursor.at, isDone: true, isFull: false };
      continue;
    }
    const isStrings = version < 26 && batch.experiment === 0 && bytes[batch.start] === strings;
    end = {
      from: batch.gen === gen ? end.from : offset,
      isDone: isStrings,
      isFull: isStrings && batch.end - batch.start > batchBytesMax - dataBytesMax - 64,
    };
    gen = batch.gen;
  }
}

/** What a batch whose header may be cut says of its generation. */
const generationAt = (bytes: Uint8Array, offset: number): WireValue | undefined =>
  new Cursor(bytes, offset + (bytes[offset] === experimentalBatch ? 2 : 1)).uvarint();
