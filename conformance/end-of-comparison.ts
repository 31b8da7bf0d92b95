/**
 * Where the comparison ends. The model gives each M its own buffers, and keeps queues as arrays. Once a buffer is where it must not be,
 * the model cannot follow what happens to a linked list that has become a ring, or to a buffer that another M got from the list of empty
 * ones. A run is compared up to such a state; what the damage does to the reference's bytes is judged by itself.
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

/** Of the sections of a kind: where the pointer to a buffer is kept, and at which places an event is half written. */
interface Section {
  readonly field: string | undefined;
  readonly torn: ReadonlySet<number>;
}

function sectionOf({ steps, locals }: Standing, kind: 'own' | 'growth'): Section {
  const torn = [...steps.values()].filter((step) => step.kind === kind && step.fn === 'traceBuf.varint');
  return {
    field: locals[kind].find(({ type }) => type === 'buf')?.field,
    torn: new Set(torn.map(({ place }) => place)),
  };
}

/**
 * A section holds a pointer to a buffer that the reader has taken: it may be any M's by now. Or one is in the middle of an event, and
 * another of its M writes into the same buffer: bytes and units count differently there.
 */
function areAstray(m: M, own: Section, growth: Section): boolean {
  if (own.field === undefined || growth.field === undefined) return false;
  const outer = m.own[own.field] ?? 0;
  const inner = m.growth[growth.field] ?? 0;
  for (const buf of [outer, inner]) if (buf !== 0 && !m.bufs.at(buf - 1).used) return true;
  return outer !== 0 && outer === inner && (own.torn.has(m.own.at) || growth.torn.has(m.growth.at));
}

/** Whether an M's own section is between writer() and end(). */
export function writerHolds(standing: Standing): (m: M) => boolean {
  const fields = standing.locals.own.filter(({ type }) => type === 'buf');
  return ({ own }) => fields.some(({ heldAt }) => heldAt.has(own.at));
}
