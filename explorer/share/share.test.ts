import { describe, expect, test } from 'vitest';
import { runInNewContext } from 'node:vm';
import { check, explorer } from '../../checker/index.ts';
import { programStory, programsOfDesign, tracerOf } from '../../model/index.ts';
import type { RunShown, SystemShown } from '../data.ts';
import { runShown, systemShown } from '../show.ts';
import { colours, svgOf } from './svg.ts';
import { markdownOf, mermaidOf, vitestOf } from './text.ts';

const params = {
  ...programsOfDesign('1.26'),
  bounds: 'tiny',
  name: 'design 1.26',
  granularity: 'coarse',
} as const;
const story = programStory(null, params);
const of = explorer(tracerOf({ design: '1.26', bounds: 'tiny' }), story);
const { violations } = await check(of.system, { safety: true });
const id = violations[0]?.trace?.id ?? '';
const system = systemShown(of, story, 'design 1.26 at tiny', []);
const run = runShown(of, story, of.open(id));
const shared = { system, run, command: `nosplit replay ${id} tiny --design 1.26` };

const evil = '<script>alert(1)</script>|`x`](javascript:1)\n# @team ${1}\u202e;--> %%';
const text = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, one: unknown) =>
    typeof one === 'string' && !['kind', 'path', 'tone', 'reason', 'violated'].includes(key) ? evil : one,
  );
const hostile = {
  system: {
    ...(text(system) as SystemShown),
    properties: { [evil]: { kind: 'always' as const, otherwise: evil, source: evil } },
  },
  run: { ...(text(run) as RunShown), violated: evil },
  command: evil,
};

describe('a run that is shared', () => {
  test('as Markdown tells the verdict, the moments and each step', () => {
    const markdown = markdownOf(shared);
    expect(markdown).toContain('**NoLostBuffer** is violated after 15 steps');
    expect(markdown).toContain(
      '- step 15: M0 takes buffer 2, writes event 1 into it and stores it over buffer 1 in buf\\[1\\].',
    );
    expect(markdown).toContain('| 10 | M0 | StackGrowth |');
    expect(markdown.match(/^\| \d+ \|/gm)).toHaveLength(15);
  });

  test('as Mermaid has a message for each step', () => {
    const mermaid = mermaidOf(shared);
    expect(mermaid).toMatch(/^sequenceDiagram\n/);
    expect(mermaid.match(/->>/g)).toHaveLength(15);
    expect(mermaid).toContain('participant P1 as M0');
  });

  test('as SVG is whole XML with each step, in both themes', () => {
    for (const tone of [colours.light, colours.dark]) {
      const svg = svgOf(system, run, run.pins, tone);
      expect(svg.match(/<text/g)?.length).toBeGreaterThan(40);
      expect(svg).toContain('✗ NoLostBuffer');
      expect(
        svg
          .match(/<(\w+)/g)
          ?.every((tag) => ['<svg', '<rect', '<text', '<line', '<path', '<circle'].includes(tag)),
      ).toBe(true);
    }
  });

  test('as a test of vitest passes, and fails on the design that is cured', async () => {
    const file = vitestOf(
      shared,
      "import { tracerOf } from 'nosplit/model';",
      `tracerOf(${JSON.stringify({ design: '1.26', bounds: 'tiny' })})`,
    );
    const { stepper } = await import('../../checker/index.ts');
    const runs = (body: string): void => {
      runInNewContext(body.replaceAll(/^import .*$/gm, ''), {
        stepper,
        tracerOf,
        expect,
        test: (_: string, run: () => void) => {
          run();
        },
      });
    };
    expect(() => {
      runs(file);
    }).not.toThrow();
    expect(() => {
      runs(file.replace('"1.26"', '"1.26-nosplit"'));
    }).toThrow();
  });

  test('keeps what others wrote from being obeyed', () => {
    const markdown = markdownOf(hostile);
    // The last line is code, in which only its end would be obeyed.
    const [, prose = '', code = ''] = /^([^]*)\n(`.*`)\n$/.exec(markdown) ?? [];
    expect(code.slice(1, -1)).not.toMatch(/[`\n\u202e]/);
    expect(prose).not.toMatch(/<script|(?<!\\)\]\(|^#|(?<!\\)@team|\u202e/m);
    for (const row of markdown.split('\n').filter((line) => /^\| \d+ /.test(line)))
      expect(row.match(/(?<!\\)\|/g)).toHaveLength(6);
    const mermaid = mermaidOf(hostile);
    expect(mermaid.replaceAll(/#\d+;|->>|^ {2}%% /gm, '')).not.toMatch(/[<>"`;%{}@]|\u202e/);
    const svg = svgOf(hostile.system, hostile.run, [], colours.light);
    expect(svg).not.toMatch(/<script|\u202e/);
    const file = vitestOf(hostile, '', 'null');
    expect(
      () => runInNewContext(`(function () { ${file.replaceAll(/^import .*$/gm, '')} })`) as unknown,
    ).not.toThrow();
  });
});

test('the run of the page is that of the check', () => {
  expect(run.id).toBe(id);
  expect(run.violatedAt).toBe(15);
  expect(run.verdicts['NoLostBuffer']).toMatch(/^[nh]{15}v$/);
});
