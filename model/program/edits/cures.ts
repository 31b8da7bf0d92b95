/** Designs that no release has: a cure or a what-if, as an edit of a release's programs. */
import type { ProgramPart } from '../parts.ts';
import type { ReleasePrograms } from '../releases.ts';
import { programsOfRelease, releasesWithPrograms } from '../releases.ts';
import type { ProgramEdit } from './edit.ts';
import { edited } from './edit.ts';

interface EditedRelease {
  readonly release: string;
  readonly edits: readonly ProgramEdit[];
}

/** Parts in which buffers are written. */
const writing: ReadonlySet<ProgramPart> = new Set(['core', 'threads', 'reader', 'sections']);

const nosplitRefill: ProgramEdit = {
  fn: 'traceWriter.refill',
  from: 'enter traceWriter.refill, whose stack may grow',
  to: 'enter traceWriter.refill',
};

/** By the names of their designs (designs.ts, which has what each is). The seed is 1.24 with refill nosplit. */
const editedReleases: Readonly<Record<string, EditedRelease>> = {
  seed: { release: '1.24', edits: [nosplitRefill] },
  '1.24-nosplit': { release: '1.24', edits: [nosplitRefill] },
  '1.26-nosplit': { release: '1.26', edits: [nosplitRefill] },
};

/** Of designs that have programs: releases, and edits of them. */
export const designsWithPrograms = (): readonly string[] => [
  ...releasesWithPrograms(),
  ...Object.keys(editedReleases),
];

/** Undefined where there are none of that name, or the part cannot be read of its release. */
export function programsOfDesign(name: string, part: ProgramPart = 'core'): ReleasePrograms | undefined {
  const made = Object.hasOwn(editedReleases, name) ? editedReleases[name] : undefined;
  const kept = programsOfRelease(made?.release ?? name, part);
  if (made === undefined || kept === undefined || !writing.has(part)) return kept;
  return { ...kept, programs: edited(kept.programs, made.edits, part) };
}
