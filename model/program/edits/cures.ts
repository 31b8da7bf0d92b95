/** Designs that no release has: a cure or a what-if, as an edit of a release's programs. */
import type { ProgramPart } from '../language/parts.ts';
import type { ReleasePrograms } from '../releases/releases.ts';
import { programsOfRelease } from '../releases/releases.ts';
import type { ProgramEdit } from './edit.ts';
import { edited } from './edit.ts';

interface EditedRelease {
  readonly release: string;
  /** In parts in which buffers are written, and in those about statuses. */
  readonly edits: { readonly writing: readonly ProgramEdit[]; readonly statuses: readonly ProgramEdit[] };
}

/** Parts in which buffers are written. */
const writing: ReadonlySet<ProgramPart> = new Set(['core', 'threads', 'reader', 'sections']);

const nosplitRefill: ProgramEdit = {
  fn: 'traceWriter.refill',
  from: 'enter traceWriter.refill, whose stack may grow',
  to: 'enter traceWriter.refill',
};
const onlyNosplit = { writing: [nosplitRefill], statuses: [] };

/**
 * Where an acquire inside another section loads trace.gen, and where the outer one does, as far as that tells them apart. The M's own
 * sections and those of growths say whether they have seen 0, which StartTrace's sections do not.
 */
const loads = {
  core: {
    inner: ['gen := trace.gen', 'seenZero := (gen == 0)', 'result.mp := 1'],
    outer: ['gen := trace.gen', 'seenZero := (gen == 0)', 'if (gen == 0)'],
  },
  startTrace: {
    inner: ['gen := trace.gen', 'result.mp := 1'],
    outer: ['gen := trace.gen', 'if (gen == 0)'],
  },
  statuses: {
    inner: ['gen := trace.gen', 'result.gen := gen'],
    outer: ['gen := trace.gen', 'if (gen == 0)'],
  },
} as const;
type Where = keyof typeof loads;

/** With other lines in the place of the load, or after it. */
function atLoad(where: Where, which: 'inner' | 'outer', lines: readonly string[]): ProgramEdit {
  const from = loads[where][which];
  return {
    fn: 'traceAcquireEnabled',
    from: from.join('\n'),
    to: [...lines, ...from.slice(1)].join('\n'),
    ...(where === 'startTrace' && { part: 'sections' }),
  };
}

/** The outer acquire notes its generation, and one inside takes that. */
const entryGen = (where: Where): readonly ProgramEdit[] => [
  atLoad(where, 'inner', ['gen := m.trace.entryGen']),
  atLoad(where, 'outer', ['gen := trace.gen', 'when gen: m.trace.entryGen := gen']),
];

/** An acquire inside another section that is not ok takes back what it has counted. */
const undo = (where: Where): readonly ProgramEdit[] => [
  atLoad(where, 'inner', [
    'gen := trace.gen',
    'when (gen == 0): m.trace.reentered -= 1',
    'when (gen == 0): m.locks -= 1',
  ]),
];

/** By the names of their designs (designs.ts, which has what each is). The seed is 1.24 with refill nosplit. */
const editedReleases: Readonly<Record<string, EditedRelease>> = {
  seed: { release: '1.24', edits: onlyNosplit },
  'seed-entry-gen': {
    release: '1.24',
    edits: {
      writing: [nosplitRefill, ...entryGen('core'), ...entryGen('startTrace')],
      statuses: entryGen('statuses'),
    },
  },
  'seed-undo': {
    release: '1.24',
    edits: { writing: [nosplitRefill, ...undo('core'), ...undo('startTrace')], statuses: undo('statuses') },
  },
  '1.24-nosplit': { release: '1.24', edits: onlyNosplit },
  '1.26-nosplit': { release: '1.26', edits: onlyNosplit },
};

/** Throws a RangeError where there are none of that name, and where the part cannot be read of its release. */
export function programsOfDesign(name: string, part: ProgramPart = 'core'): ReleasePrograms {
  const made = Object.hasOwn(editedReleases, name) ? editedReleases[name] : undefined;
  const kept = programsOfRelease(made?.release ?? name, part);
  if (kept === undefined) throw new RangeError(`no steps of the part ${part} are kept of a design ${name}`);
  if (made === undefined) return kept;
  const edits = made.edits[writing.has(part) ? 'writing' : 'statuses'];
  return { ...kept, programs: edited(kept.programs, edits, part) };
}
