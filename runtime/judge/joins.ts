/** What logs have and the model has not, as actions: joins of steps, and the room in a buffer that bytes decide. */
import { over, range } from '../../checker/index.ts';
import type { Action, System } from '../../checker/index.ts';
import type { TracerSchema } from '../../model/index.ts';
import type { Join } from './moves.ts';
import { NESTED, OUTER } from './moves.ts';

type Actions = Readonly<Record<string, Action<TracerSchema>>>;

/** The action that stands for a join. */
export const nameOfJoin: Readonly<Record<Join, string>> = {
  'a growth opens no further section': 'GrowthEnds',
  'a section writes again': 'WriteAgain',
  'a section leaves unwritten': 'LeaveNestedUnwritten',
  'a writer writes nothing': 'WriteNothing',
  'an M is gone unseen': 'GoneUnseen',
};

/** The action whose read lies further back than the M's last step. */
export const nameOfEarly = (action: string): string => `${action}ReadEarlier`;

/** What an M may have read since its last record, where it is no longer so. */
const readEarlier: readonly string[] = ['seenEnabled', 'schedLockFree', 'traced'];

/**
 * The model's actions. EventEnsure is told whether there is room, since a log's buffers count bytes; those in `early` stand a second time,
 * without the conjunct that the M may have read as true before.
 */
export function throughLog({ actions, state }: System<TracerSchema>, early: ReadonlySet<string>): Actions {
  const { action } = over(state);
  const ensure = actions['EventEnsure'];
  const ms = range(actions['Writer']?.params['m']?.length ?? 0);
  const EventEnsure = action({
    params: { m: ms, depth: [OUTER, NESTED], room: [true, false] },
    guard: Object.fromEntries((ensure?.guard ?? []).map(({ name, holds }) => [name, holds])),
    effect: (next, p) => {
      next.m.at(p.m).stack.at(p.depth).phase = p.room ? 'firstUnit' : 'refill';
    },
    process: ofM,
    source: 'runtime/tracebuf.go, traceWriter.ensure',
  });
  const again = Object.entries(actions).flatMap(([name, one]) =>
    early.has(name)
      ? [
          [
            nameOfEarly(name),
            { ...one, guard: one.guard.filter((part) => !readEarlier.includes(part.name)) },
          ] as const,
        ]
      : [],
  );
  return { ...actions, EventEnsure, ...Object.fromEntries(again) };
}

export function joinActions({ actions, state }: System<TracerSchema>): Actions {
  const { action } = over(state);
  const m = range(actions['Writer']?.params['m']?.length ?? 0);
  const depth = [OUTER, NESTED];
  return {
    WriteAgain: action({
      params: { m, depth },
      guard: {
        written: (s, p) => ['release', 'end'].includes(s.m.at(p.m).stack.at(p.depth).phase),
      },
      effect: (next, p) => {
        const section = next.m.at(p.m).stack.at(p.depth);
        section.phase = section.phase === 'end' ? 'event' : 'section';
      },
      process: ofM,
    }),
    LeaveNestedUnwritten: action({
      params: { m, depth },
      guard: { section: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'section' },
      effect: (next, p) => {
        next.m.at(p.m).stack.at(p.depth).phase = 'release';
      },
      process: ofM,
    }),
    WriteNothing: action({
      params: { m, depth },
      guard: { event: (s, p) => s.m.at(p.m).stack.at(p.depth).phase === 'event' },
      effect: (next, p) => {
        next.m.at(p.m).stack.at(p.depth).phase = 'end';
      },
      process: ofM,
    }),
    GrowthEnds: action({
      params: { m },
      guard: {
        growing: (s, p) => s.m.at(p.m).growing !== 'no',
        noSection: (s, p) => s.m.at(p.m).stack.at(NESTED).phase === 'start',
      },
      effect: (next, p) => {
        next.m.at(p.m).stack.at(NESTED).phase = 'out';
        next.m.at(p.m).growing = 'no';
      },
      process: ofM,
    }),
    GoneUnseen: action({
      params: { m },
      guard: {
        running: (s, p) => s.m.at(p.m).life === 'running',
        outside: (s, p) => s.m.at(p.m).stack.at(OUTER).phase === 'out',
      },
      effect: (next, p) => {
        next.m.at(p.m).life = 'gone';
      },
      process: () => 'allocm',
    }),
  };
}

const ofM = (p: { readonly m: number }): string => `M${p.m}`;
