import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { explorer } from '../../checker/index.ts';
import { programStory, programsOfDesign, tracerOf } from '../../model/index.ts';
import { runShown, systemShown } from '../show.ts';
import { colours, svgOf } from './svg.ts';

// The README shows the run whose id its transcript has: the counterexample of Go 1.26 at `small`.
const repository = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', repository), 'utf8');
const [, id = ''] = /^replay: +nosplit replay (\S+) --design 1\.26$/m.exec(readme) ?? [];

test.each(['light', 'dark'] as const)('the %s picture of the README is its counterexample', async (tone) => {
  const of26 = {
    ...programsOfDesign('1.26'),
    bounds: 'small',
    name: 'design 1.26',
    granularity: 'coarse',
  } as const;
  const story = programStory(null, of26);
  const of = explorer(tracerOf({ design: '1.26', bounds: 'small' }), story);
  const run = runShown(of, story, of.open(id));
  expect(run.violated).toBe('NoLostBuffer');
  const path = `docs/pictures/lost-buffer-${tone}.svg`;
  const svg = svgOf(systemShown(of, story, 'design 1.26 at small', []), run, run.pins, colours[tone]);
  // `npx vitest run explorer/share/pictures.test.ts --update` draws it again.
  await expect(svg).toMatchFileSnapshot(fileURLToPath(new URL(path, repository)));
  expect(readme).toContain(path);
});
