/** Where the verdict on a log ends, as a run of a system that can be explored. */
import { explorer } from '../../checker/index.ts';
import type { NodeId, Params, Trace } from '../../checker/index.ts';
import { programStory } from '../../model/index.ts';
import type { JudgedBy, LogMoment, LogReader, LogVerdict } from '../../runtime/index.ts';
import { LogError, judgeLog, momentOf } from '../../runtime/index.ts';
import { UsageError } from '../errors.ts';
import { opened } from '../log/opened.ts';
import { otherDesign, wordsOfOther } from '../log/named-design.ts';
import type { OtherDesign } from '../log/named-design.ts';
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
export async function judgedRun(
  file: string,
  { given, ...options }: OtherDesign & { readonly given?: string | undefined },
  world: World,
): Promise<JudgedRun> {
  const other = await otherDesign(options, [file], world);
  const { found, moment } = judgedTwice(file, other, world);
  const { system, from } = moment;
  const story = programStory();
  const title = `${file}: ${wordsOf(found)}`;
  const selection: Selection = {
    system,
    module: { url: '' },
    subject: { kind: 'model', model: file, params: {} },
    title,
    words: ['--log', file, ...wordsOfOther(options)],
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
  other: JudgedBy | null,
  world: World,
): { readonly found: LogVerdict; readonly moment: LogMoment } {
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
    const by = other ?? first.header.design;
    const found = judgeLog(first, by);
    return { found, moment: read((again) => momentOf(again, by, found)) };
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
