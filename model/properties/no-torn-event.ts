import { range } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import type { Constants, M, TracerSchema } from '../state.ts';
import { running } from './section.ts';

/**
 * An event's bytes stand together: a section begins its event where the last one ended, finds its own half when it
 * writes the other, and no buffer is queued with half an event.
 */
export function noTornEvent({ ms, over }: Constants): Property<TracerSchema> {
  return over.always({
    params: { m: range(ms) },
    when: (s, p) => {
      const m = s.m.at(p.m);
      return isWriting(m) || m.full.at(0).at(0) !== 0 || m.full.at(1).at(0) !== 0;
    },
    holds: (s, p) => isWhole(s.m.at(p.m)),
    source: 'runtime/tracebuf.go, traceWriter.event',
    otherwise: 'the parser reads the middle of one event as the beginning of another',
  });
}

function isWriting(m: M): boolean {
  const { phase } = running(m);
  return phase === 'firstUnit' || phase === 'secondUnit';
}

function isWhole(m: M): boolean {
  const { phase, traceBuf } = running(m);
  if (phase === 'firstUnit' && m.bufs.at(traceBuf - 1).pos % 2 !== 0) return false;
  if (phase === 'secondUnit' && m.bufs.at(traceBuf - 1).pos % 2 === 0) return false;
  for (let parity = 0; parity < 2; parity++) {
    const queue = m.full.at(parity);
    for (let index = 0; index < queue.length; index++) {
      const buf = queue.at(index);
      if (buf === 0) break;
      if (m.bufs.at(buf - 1).pos % 2 !== 0) return false;
    }
  }
  return true;
}
