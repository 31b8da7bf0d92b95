/** `--compare`: another tree, or a release, on whose own steps a run is run, too. */
import type { Explorer, NodeId, Story } from '../../checker/index.ts';
import { followOther, standsAt } from '../../explorer/index.ts';
import { designsByName } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { fill, plural } from '../reporters/words.ts';
import { selectDesign } from '../selection/programs.ts';
import type { Selection } from '../selection/selection.ts';
import { selectTree } from '../selection/tree.ts';
import type { Screen } from './screen.ts';
import { blockedLines, placed } from './screen.ts';

/** By the steps of a tree or of a release, in the same bounds and cut alike. Throws a UsageError for what has no steps to compare. */
export async function selectBeside(
  given: string | undefined,
  { subject }: Selection,
): Promise<Selection | null> {
  if (given === undefined) return null;
  if (subject.kind === 'model')
    throw new UsageError('--compare is about steps of the tracer; open those: --go DIR, or --design NAME');
  const { config, granularity } = subject;
  if (Object.hasOwn(designsByName, given)) return selectDesign(given, config, granularity);
  const read = subject.kind === 'go' ? subject.read : undefined;
  return selectTree(given, config, { ...read, granularity });
}

/** Two trees of one version have one title; the second says that it is the other. */
export const titleBeside = (beside: Selection, { title }: Selection): string =>
  beside.title === title ? title.replace('the ', 'the other tree: the ') : beside.title;

export interface Beside {
  readonly of: Explorer;
  readonly story: Story;
  readonly title: string;
}

/** Where the run up to a state parts on the other system, and why. */
export function comparedLines(
  of: Explorer,
  at: NodeId,
  { story, title, ...other }: Beside,
  screen: Screen,
): readonly string[] {
  const followed = followOther({ of, story: screen.story }, at, { of: other.of, story });
  const { steps, parts, violated } = followed;
  const parted = parts === null ? undefined : steps[parts - 1];
  const verdict =
    violated.length === 0
      ? 'nothing is violated there'
      : `violated there: ${violated.map(({ property, step }) => `${property} at step ${step}`).join(', ')}`;
  if (parts === null || parted === undefined || parted.taken)
    return fill(`${title} takes every step of this run; ${verdict}`, screen.width);
  const stands = standsAt(other.of, followed);
  const gone = steps.filter(({ taken }) => !taken).length;
  const { conjunct, reads } = parted;
  return [
    ...fill(`${title}: the run is no longer possible at step ${parts}`, screen.width),
    ...(stands.length === 0 && conjunct !== null
      ? // The number of an instance is not told.
        blockedLines([{ ...parted, conjunct, reads, instance: 0, source: null }], screen)
      : fill(
          `${placed(parted)}${whyNot(of, at, parts, screen, conjunct)}${whereOf(parted, stands)}`,
          screen.width - 4,
        ).map((line, index) => `${index === 0 ? '  ✗ ' : '    '}${line}`)),
    ...fill(`without ${plural(gone, 'step')} of it, ${verdict}`, screen.width),
  ];
}

/** What stops a step, or that there is none, with what the story remarks of it. */
function whyNot(of: Explorer, at: NodeId, step: number, { story }: Screen, conjunct: string | null): string {
  if (conjunct !== null) return ` is not possible (${conjunct})`;
  const { steps, initial } = of.run(at);
  const own = steps[step - 1];
  const remark = own === undefined ? null : story.remark(own, steps[step - 2]?.state ?? initial);
  return `${remark === null ? '' : `, ${remark},`} does not exist there`;
}

const whereOf = ({ process }: { readonly process: string }, stands: readonly string[]): string =>
  stands.length === 0 ? '' : `; ${process} is at ${stands.join(' or ')}`;
