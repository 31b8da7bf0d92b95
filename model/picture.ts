/** The buffers of an M, and who holds each: what shows at a glance that one is lost. */
import type { Arrow, Box, Holder, Json, Picture } from '../checker/index.ts';
import { at, listAt, numberOfM } from './plain.ts';

/** What holds buffers of an M: by name, with the buffers that it holds in a state. */
export interface Holding {
  readonly label: string;
  readonly field: string;
  readonly held: readonly number[];
  readonly isOff: boolean;
}

/** The sections that hold buffers, and what is being read. */
export interface Holders {
  readonly sectionsOf: (state: Json, m: number) => readonly Holding[];
  /** The buffer of the M that the reader has in hand, 0 for none; null where the reader has none in hand between its steps. */
  readonly readingOf: (state: Json, m: number) => number | null;
}

/** Of M0 where the process is none of the Ms; null for bounds that leave buffers out. */
export function buffersBy(
  holders: Holders,
  state: Json,
  before: Json | null,
  process: string,
): Picture | null {
  const m = numberOfM(process) ?? 0;
  const buffers = listAt(state, 'm', m, 'bufs');
  if (buffers.length === 0) return null;
  const now = holdingsOf(holders, state, m);
  const then = before === null ? now : holdingsOf(holders, before, m);
  const held = new Set(now.flatMap((one) => one.held));
  return {
    title: `Buffers of M${m}`,
    holders: now.map(({ label, field, held, isOff }): Holder => ({
      label,
      field,
      isOff,
      value: held.length === 0 ? (label === 'queued' ? 'empty' : 'nil') : held.join(', '),
    })),
    boxes: buffers.map((_, index) => boxOf(state, m, index, held.has(index + 1))),
    arrows: now.flatMap((holding, index) => arrowsOf(holding, then[index], index)),
  };
}

/** What is held now, and what was held before the step and is no more. */
function arrowsOf(now: Holding, then: Holding | undefined, holder: number): Arrow[] {
  const before = then?.held ?? [];
  return [
    ...before
      .filter((buf) => !now.held.includes(buf))
      .map((buf): Arrow => ({ holder, box: buf - 1, kind: 'let go' })),
    ...now.held.map((buf): Arrow => ({
      holder,
      box: buf - 1,
      kind: before.includes(buf) ? 'holds' : 'taken',
    })),
  ];
}

/** Those of the values that are buffers. */
export const buffersIn = (...values: readonly unknown[]): readonly number[] =>
  values.map(Number).filter((buf) => Number.isInteger(buf) && buf > 0);

function holdingsOf({ sectionsOf, readingOf }: Holders, state: Json, m: number): readonly Holding[] {
  const reading = readingOf(state, m);
  return [
    ...sectionsOf(state, m),
    ...[1, 0].map((parity): Holding => ({
      label: `M${m}, ${parity === 1 ? 'odd' : 'even'} gens`,
      field: `trace.buf[${parity}]`,
      held: buffersIn(at(state, 'm', m, 'buf', parity)),
      isOff: false,
    })),
    {
      label: 'queued',
      field: 'trace.full',
      held: buffersIn(...listAt(state, 'm', m, 'full', 1), ...listAt(state, 'm', m, 'full', 0)),
      isOff: false,
    },
    ...(reading === null
      ? []
      : [{ label: 'reader', field: 'trace.reading', held: buffersIn(reading), isOff: false }]),
  ];
}

function boxOf(state: Json, m: number, index: number, isHeld: boolean): Box {
  const gen = Number(at(state, 'm', m, 'bufs', index, 'gen'));
  const filled = Number(at(state, 'm', m, 'bufs', index, 'pos'));
  const events = listAt(state, 'm', m, 'bufs', index, 'events');
  const isUsed = (at(state, 'm', m, 'bufs', index, 'used') ?? gen !== 0) === true;
  const written = isUsed ? events.slice(0, filled >> 1).map(String) : [];
  return {
    name: `buffer ${index + 1}`,
    note: isUsed ? `gen ${gen}` : 'free',
    text: written.length === 0 ? '' : `event ${written.join(', ')}`,
    filled: isUsed ? filled : 0,
    units: events.length * 2,
    state: !isUsed ? 'free' : isHeld ? 'used' : 'lost',
  };
}
