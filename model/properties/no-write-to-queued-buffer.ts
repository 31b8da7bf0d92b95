import { range } from '../../checker/index.ts';
import type { Property } from '../../checker/index.ts';
import { isUsed, queued } from '../state.ts';
import type { Constants, M, TracerSchema } from '../state.ts';
import { running } from './section.ts';

/** A section about to write bytes writes them into a buffer that neither the reader nor anyone else can take. */
export function noWriteToQueuedBuffer({ ms, over }: Constants): Property<TracerSchema> {
  return over.always({
    params: { m: range(ms) },
    when: (s, p) => isWriting(s.m.at(p.m)),
    holds: (s, p) => isPrivate(s.m.at(p.m)),
    source: 'runtime/trace.go, invariant 2',
    otherwise: 'bytes change under the reader, or in a batch whose length is already in its header',
  });
}

function isWriting(m: M): boolean {
  const { phase } = running(m);
  return phase === 'firstUnit' || phase === 'secondUnit';
}

function isPrivate(m: M): boolean {
  const { traceBuf } = running(m);
  return isUsed(m, traceBuf) && (queued(m) & (1 << traceBuf)) === 0;
}
