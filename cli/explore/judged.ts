/** Where the verdict on a log ends, as a run of a system that can be explored. */
import { explorer } from '../../checker/index.ts';
import type { NodeId, Params, Story, Trace } from '../../checker/index.ts';
import type { Design } from '../../model/index.ts';
import { tracerStory } from '../../model/index.ts';
import type { LogMoment, LogReader, LogVerdict } from '../../runtime/index.ts';
import { LogError, judgeLog, momentOf } from '../../runtime/index.ts';
import { UsageError } from '../errors.ts';
import { opened } from '../log/opened.ts';
import { designIn } from '../selection/tracer.ts';
import type { Selection } from '../selection/selection.ts';
import { count, plural } from '../reporters/words.ts';
import type { World } from '../world.ts';

export interface JudgedRun {
  readonly selection: Selection;
  readonly trace: Trace;
  /** The property that the log violates, where it does. */
  readonly property: string | null;
}

/**
 * Judges the log, and once more up to where the verdict ends. `given` is another run of the same system, by its id. Throws a
 * UsageError for what is no log.
 */
export function judgedRun(
  file: string,
  { design: named, given }: { readonly design?: string | undefined; readonly given?: string | undefined },
  world: World,
): JudgedRun {
  const other = named === undefined ? null : designIn(named);
  const { found, moment, design } = judgedTwice(file, other, world);
  const { system, from } = moment;
  const story = storyOf(design);
  const title = `${file}: ${wordsOf(found)}`;
  const selection: Selection = {
    system,
    module: { url: '' },
    subject: { kind: 'model', model: file, params: {} },
    title,
    words: ['--log', file, ...(named === undefined ? [] : ['--design', named])],
    waivedAs: { system: system.name, config: '' },
    notes: [`the run begins at record ${count(from)}`, ...namesOf(moment)],
    facts: null,
    sources: null,
    story,
  };
  const of = explorer(selection.system, story);
  const trace = of.run(given === undefined ? walked(of, moment) : of.open(given));
  const isViolated = found.verdict === 'violated' && given === undefined;
  return { selection, trace, property: isViolated ? (found.rejection?.what ?? null) : null };
}

function judgedTwice(
  file: string,
  other: Design | null,
  world: World,
): { readonly found: LogVerdict; readonly moment: LogMoment; readonly design: Design } {
  const read = <T>(work: (log: LogReader) => T): T => {
    const log = opened(file, world);
    try {
      return work(log);
    } catch (error) {
      if (error instanceof LogError) throw new UsageError(`${file}: ${error.message}`);
      throw error;
    } finally {
      log.close();
    }
  };
  return read((first) => {
    const design = other ?? first.header.design;
    const found = judgeLog(first, design);
    return { found, design, moment: read((again) => momentOf(again, design, found)) };
  });
}

/** Takes the steps of the log in turn. */
function walked(of: ReturnType<typeof explorer>, { steps }: LogMoment): NodeId {
  const numbers = new Map(of.instances.map(({ action, params }, index) => [keyOf(action, params), index]));
  return steps.reduce(
    (at, { action, params }) => of.take(at, numbers.get(keyOf(action, params)) ?? -1),
    of.initial(),
  );
}

const keyOf = (action: string, params: Params): string => `${action} ${JSON.stringify(params)}`;

/** The verdict in a line. */
function wordsOf({ verdict, rejection, reason, consumed, design }: LogVerdict): string {
  const by = `${verdict} by ${design}`;
  if (rejection === null)
    return `${by} after ${plural(consumed, 'record')}${reason === null ? '' : `: ${reason}`}`;
  const { record, kind, what } = rejection;
  return `${by} at record ${count(record)}, ${kind}: ${what}, ${reason ?? ''}`;
}

/** Which M of the system stands for which of the log, where they differ. */
function namesOf({ ms }: LogMoment): readonly string[] {
  const others = ms.flatMap((id, m) => (id === m ? [] : [`M${m} is M${id} of the log`]));
  return others.length === 0 ? [] : [others.join(', ')];
}

/** What only logs have is told as such. */
function storyOf(design: Design): Story {
  const story = tracerStory(design, null);
  return { ...story, tell: (step, before) => joins[step.action] ?? story.tell?.(step, before) ?? null };
}

const joins: Readonly<Record<string, string>> = {
  WriteAgain: 'the section writes again',
  LeaveNestedUnwritten: 'the nested section leaves without having written',
  WriteNothing: 'the writer writes nothing',
  GrowthEnds: 'the growth of the stack opens no further section',
  GoneUnseen: 'the M is off the lists, while nothing was traced',
};
