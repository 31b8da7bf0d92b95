/** Files of vitest that keep a schedule: its steps are taken again, and what was found is expected again. */

/** What every such file has. */
interface Kept {
  /** Who wrote it, on its first line. */
  readonly by: string;
  readonly imports: readonly string[];
  readonly schedule: readonly string[];
  readonly title: string;
  /** Lines of the test, which know the schedule as `schedule`. */
  readonly body: readonly string[];
}

export const testFile = ({ by, imports, schedule, title, body }: Kept): string => `// ${onOneLine(by)}
${imports.join('\n')}
import { expect, test } from 'vitest';

/** Actions, each with its parameters in their order. */
const schedule = [
${schedule.map((step) => `  ${literal(step)},\n`).join('')}];

test(${literal(`${title} ${schedule.length} steps`)}, ${body.some((line) => line.includes('await ')) ? 'async ' : ''}() => {
${body.map((line) => `  ${line}\n`).join('')}});
`;

/** A walk through a system. */
interface Walked extends Pick<Kept, 'by' | 'imports' | 'schedule'> {
  /** The system's name, for people. */
  readonly title: string;
  /** Makes the system, by what is imported. */
  readonly expression: string;
  /** The invariants that the last state violates. */
  readonly violated: readonly string[];
}

/** A file that takes the steps of a walk again. */
export const walkTest = ({ title, imports, expression, violated, ...kept }: Walked): string =>
  testFile({
    ...kept,
    imports: ["import { stepper } from 'nosplit/checker';", ...imports],
    title: `${title} ${violated.length === 0 ? 'violates nothing' : `violates ${violated.join(', ')}`} after these`,
    body: [
      `const walk = stepper(${expression});`,
      'walk.reset();',
      'for (const text of schedule) {',
      '  const instance = walk.steps.findIndex(',
      "    ({ action, params }) => [action, ...Object.values(params)].join(':') === text,",
      '  );',
      '  expect(walk.isEnabled(instance), text).toBe(true);',
      '  walk.take(instance);',
      '}',
      `expect(walk.violated()).toEqual([${violated.map(literal).join(', ')}]);`,
    ],
  });

/** A string in single quotes, on one line, whatever the text is. */
export const literal = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'").replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;

/** A name with a line break in it would end the comment that it stands in, and begin code. */
const onOneLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => literal(character).slice(1, -1));
