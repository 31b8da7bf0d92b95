import { range } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import { readingOf } from '../reader/state.ts';
import { hasWriter, isUsed, queued } from '../state.ts';
import type { Constants, M, TracerSchema } from '../state.ts';

/** A buffer in use is in one of its M's slots, in the hands of an open writer, queued, or being read. */
export function noLostBuffer({ ms, over }: Constants): Property<TracerSchema> {
  return over.always({
    params: { m: range(ms) },
    when: (s, p) => s.m.at(p.m).bufs.some((buf) => buf.gen !== 0),
    holds: (s, p) => keepsItsBuffers(s.m.at(p.m), readingOf(s, p.m)),
    source: 'runtime/tracebuf.go, traceWriter.end',
    otherwise: 'the buffer and its events are gone for ever',
  });
}

function keepsItsBuffers(m: M, reading: number): boolean {
  // Bit b for buffer b; bit 0 stands for nil.
  let kept = (1 << reading) | (1 << m.buf.at(0)) | (1 << m.buf.at(1)) | queued(m);
  for (let depth = 0; depth < m.stack.length; depth++) kept |= 1 << heldBy(m, depth);
  for (let buf = 1; buf <= m.bufs.length; buf++)
    if (isUsed(m, buf) && (kept & (1 << buf)) === 0) return false;
  return true;
}

function heldBy(m: M, depth: number): number {
  const section = m.stack.at(depth);
  return hasWriter(section.phase) ? section.traceBuf : 0;
}
