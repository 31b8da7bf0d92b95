import type { Property } from '../../checker/index.ts';
import { NESTED, OUTER, hasWriter, isQueued, isUsed } from '../state.ts';
import type { Constants, M, TracerSchema } from '../state.ts';

/** A buffer in use is in one of its M's slots, in the hands of an open writer, or queued. */
export function noLostBuffer({ over }: Constants): Property<TracerSchema> {
  return over.always({
    when: (s) => s.m.some((m) => m.bufs.some((buf) => buf.gen !== 0)),
    holds: (s) => s.m.every(keepsItsBuffers),
    source: 'runtime/tracebuf.go, traceWriter.end',
    otherwise: 'the buffer and its events are gone for ever',
  });
}

function keepsItsBuffers(m: M): boolean {
  for (let buf = 1; buf <= m.bufs.length; buf++) {
    if (!isUsed(m, buf)) continue;
    if (m.buf.at(0) === buf || m.buf.at(1) === buf || holds(m, OUTER, buf) || holds(m, NESTED, buf)) continue;
    if (!isQueued(m, buf)) return false;
  }
  return true;
}

function holds(m: M, depth: number, buf: number): boolean {
  const section = m.stack.at(depth);
  return section.traceBuf === buf && hasWriter(section.phase);
}
