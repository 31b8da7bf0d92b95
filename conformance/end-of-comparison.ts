/**
 * Where the comparison ends. The model gives each M its own buffers, and keeps queues as arrays. Once a buffer is where it must not be,
 * the model cannot follow what happens to a linked list that has become a ring, or to a buffer that another M got from the list of empty
 * ones. Nor can it where the M itself gets the buffer again: then the model has one number for the stale pointer and the fresh one. A run is
 * compared up to such a state; what the damage does to the reference's bytes is judged by itself.
 */
import type { Always, System } from '../checker/index.ts';
import type { ProgramSchema, ProgramState, Standing } from '../model/index.ts';

const damage = new Set(['NoTornEvent', 'NoWriteToQueuedBuffer', 'NoBufferQueuedTwice']);

/** Whether a state is one after which model and reference need not agree. */
export function endsComparison(
  system: System<ProgramSchema>,
  standing: Standing,
): (state: ProgramState) => boolean {
  const judged = Object.entries(system.properties).flatMap(
    ([name, property]): readonly Always<ProgramSchema>[] =>
      damage.has(name) && property.kind === 'always' ? [property] : [],
  );
  const own = sectionOf(standing, 'own');
  const growth = sectionOf(standing, 'growth');
  return (state) => {
    for (let m = 0; m < state.m.length; m++) if (areAstray(state.m.at(m), own, growth)) return true;
    for (const { when, holds } of judged) if ((when?.(state) ?? true) && !holds(state)) return true;
    return false;
  };
}

type M = ReturnType<ProgramState['m']['at']>;

/** Of the sections of a kind: where pointers to buffers are kept, and at which places an event is half written. */
interface Section {
  readonly fields: readonly string[];
  readonly torn: ReadonlySet<number>;
}

function sectionOf({ steps, locals }: Standing, kind: 'own' | 'growth'): Section {
  const torn = [...steps.values()].filter((step) => step.kind === kind && step.fn === 'traceBuf.varint');
  return {
    fields: locals[kind].filter(({ type }) => type === 'buf').map(({ field }) => field),
    torn: new Set(torn.map(({ place }) => place)),
  };
}

/**
 * A section holds a pointer to a buffer that the reader has taken: it may be any M's by now. Or the M holds one, and no section is about
 * to store another there. Or a section is in the middle of an event, and another of its M writes into the same buffer: bytes and units
 * count differently there.
 */
function areAstray(m: M, own: Section, growth: Section): boolean {
  const isTorn = own.torn.has(m.own.at) || growth.torn.has(m.growth.at);
  // By gen%2: whether a section holds a buffer of its own, which its end() stores.
  const stores = [false, false];
  for (const field of own.fields) {
    const buf = m.own[field] ?? 0;
    if (buf === 0) continue;
    if (!m.bufs.at(buf - 1).used) return true;
    if (isTorn && growth.fields.some((inner) => m.growth[inner] === buf)) return true;
    stores[m.bufs.at(buf - 1).gen % 2] = true;
  }
  for (const field of growth.fields) {
    const buf = m.growth[field] ?? 0;
    if (buf === 0) continue;
    if (!m.bufs.at(buf - 1).used) return true;
    stores[m.bufs.at(buf - 1).gen % 2] = true;
  }
  return stores.some((isStored, half) => {
    const buf = m.buf.at(half);
    return !isStored && buf !== 0 && !m.bufs.at(buf - 1).used;
  });
}

/** Whether an M's own section is between writer() and end(). */
export function writerHolds(standing: Standing): (m: M) => boolean {
  const fields = standing.locals.own.filter(({ type }) => type === 'buf');
  return ({ own }) => fields.some(({ heldAt }) => heldAt.has(own.at));
}
