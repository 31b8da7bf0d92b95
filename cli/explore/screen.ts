/** What a session in the terminal prints: where it stands, what is possible there, and what is not. */
import type {
  Blocked,
  Change,
  Explorer,
  NodeId,
  Possible,
  Read,
  Scalar,
  Story,
} from '../../checker/index.ts';
import { paramsBeside } from '../../checker/index.ts';
import { codeOf, linesRan } from '../reporters/lanes.ts';
import type { Paint } from '../reporters/words.ts';
import { fill, plural, table, wrap } from '../reporters/words.ts';

export interface Screen {
  readonly width: number;
  readonly paint: Paint;
  readonly story: Story;
}

type Named = Pick<Possible, 'action' | 'params' | 'process'>;

const nameOf = ({ action, params, process }: Named): string =>
  [action, ...paramsBeside(params, process)].join(' ');

export const placed = (step: Named): string =>
  step.process === '' ? nameOf(step) : `${step.process} ${nameOf(step)}`;

/** Where the session stands: the step, what it changed, what is violated, and what can come next. */
export function situation(of: Explorer, at: NodeId, length: number, screen: Screen): string[] {
  const { width, paint } = screen;
  const violated = of
    .properties(at)
    .flatMap(({ property, verdict }) => (verdict === 'violated' ? [property] : []));
  const { possible, blocked, elsewhere } = of.choices(at);
  return [
    ...head(of, at, length, screen),
    ...violated.flatMap((name) =>
      fill(`✗ ${name} is violated here`, width).map((line) => paint('red', line)),
    ),
    ...(possible.length === 0
      ? [paint('yellow', 'no step is possible here')]
      : possibleLines(possible, screen)),
    ...(blocked.length === 0
      ? []
      : wrap(
          blocked.map((one) => `${placed(one)} (${one.conjunct})`),
          width - 4,
        ).map((line, index) => paint('dim', `${index === 0 ? '  ✗ ' : '    '}${line}`))),
    ...(elsewhere === 0
      ? []
      : [paint('dim', `  and ${plural(elsewhere, 'step')} of processes that stand elsewhere`)]),
  ];
}

function head(of: Explorer, at: NodeId, length: number, { width, paint, story }: Screen): string[] {
  const path = of.path(at);
  const number = path.length - 1;
  const step = of.run(at).steps.at(-1);
  if (step === undefined) return [paint('bold', `the initial state; the run has ${plural(length, 'step')}`)];
  const before = of.state(of.parent(at) ?? at);
  const source = of.instances.find(({ action }) => action === step.action)?.source ?? null;
  const remark = story.remark(step, before);
  const ran = story.ran?.(step, before) ?? null;
  const code = codeOf(source, story);
  const label = story.label(step, before);
  const title = `step ${number} of ${length}: ${step.process === '' ? '' : `${step.process} `}${label}`;
  return [
    ...fill(code === '' ? title : `${title}, ${code}`, width).map((line) => paint('bold', line)),
    ...(ran === null ? [] : fill(linesRan(ran), width - 4).map((line) => paint('dim', `    ${line}`))),
    ...(remark === null ? [] : fill(remark, width - 4).map((line) => `    ${line}`)),
    ...changeLines(of, at, step.changes, width),
  ];
}

/** What the step changed, with the step that had set the value before. */
function changeLines(of: Explorer, at: NodeId, changes: readonly Change[], width: number): string[] {
  if (changes.length === 0) return ['    changes nothing'];
  const writers = of.writers(of.parent(at) ?? at);
  const rows = table(
    changes.map(({ path, before, after }) => {
      const writer = writers.get(path);
      return [
        `    ${path}`,
        `${String(before)} → ${String(after)}`,
        writer === undefined ? '' : `was set at ${writer}`,
      ];
    }),
  );
  return rows.flatMap((row) => (row.length <= width ? [row] : fill(row, width)));
}

function possibleLines(possible: readonly Possible[], { width, paint, story }: Screen): string[] {
  const names = possible.map(placed);
  const column = Math.max(...names.map(({ length }) => length));
  const room = width - 5 - column - 2;
  return possible.map(({ changes }, index) => {
    const data = changes.filter(({ path }) => !story.isProgramCounter(path));
    const told = (data.length > 0 ? data : changes).map(changed);
    const [line = 'changes nothing', ...more] = wrap(told, Math.max(20, room - 1));
    const text = `${String(index + 1).padStart(3)}  ${(names[index] ?? '').padEnd(column)}  `;
    const rest = `${line}${more.length > 0 ? ' …' : ''}`;
    return room < 24 ? text.trimEnd() : `${paint('bold', text)}${rest.slice(0, room)}`;
  });
}

const changed = ({ path, before, after }: Change): string => `${path} ${String(before)} → ${String(after)}`;

/** Each step that is not possible, with the conjunct that stops it and what that read. */
export const blockedLines = (blocked: readonly Blocked[], { width }: Screen): string[] =>
  blocked.flatMap((one) =>
    fill(`${placed(one)}: ${one.conjunct} is false; ${because(one.reads)}`, width - 4).map(
      (line, index) => `${index === 0 ? '  ✗ ' : '    '}${line}`,
    ),
  );

/** `growths is 0 and would have to be 1 (set at step 9)`: what would turn the answer, or what was read. */
function because(reads: readonly Read[]): string {
  const deciding = reads.filter(({ decides }) => decides);
  const turning = deciding.filter(({ wants }) => wants !== null && wants.length > 0);
  if (deciding.length === 0) return 'it reads nothing of the state';
  return (turning.length > 0 ? turning : deciding)
    .slice(0, 3)
    .map(({ path, value, wants, setBy }) => {
      const wanted = wants === null || wants.length === 0 ? '' : `, wants ${anyOf(wants)}`;
      return `${path} is ${String(value)}${wanted}${setBy === null ? '' : ` (set at ${setBy.step})`}`;
    })
    .join('; or ');
}

const anyOf = (values: readonly Scalar[]): string =>
  values.length > 3 ? `another value` : values.map(String).join(' or ');
