/** Looking at the reader's part of the state. */
import type { Draft, View } from '../../checker/index.ts';
import { flushed, nothingFull } from '../actions/reader.ts';
import type { TracerSchema, TracerState } from '../state.ts';

type Reader = TracerSchema['fields']['reader']['of'];

export const readerOf = (s: TracerState): View<Reader> => s.reader.at(0);
export const nextReaderOf = (next: Draft<TracerSchema>): Draft<Reader> => next.reader.at(0);

/** The buffer of an M that is being read; 0 for none. */
export function readingOf(s: TracerState, m: number): number {
  if (s.reader.length === 0) return 0;
  const reader = readerOf(s);
  return reader.m === m ? reader.reading : 0;
}

/** There is something for the reader to do. */
export function hasWork(s: TracerState): boolean {
  return !nothingFull(s) || flushed(s);
}
