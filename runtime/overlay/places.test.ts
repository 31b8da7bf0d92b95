import { expect, test } from 'vitest';
import { defaultGoroot, readFacts } from '../../facts/index.ts';
import { patched, unchanged } from './overlay.ts';
import { stepPlaces } from './places.ts';
import { recordRules } from './rules.ts';

const goroot = await defaultGoroot();
if (goroot === null) console.log('skipped: no go command, so that no tree has steps');

// The two are found by different means: the parser's steps, and words.
test.skipIf(goroot === null)(
  'the hooks stand where the tree has its steps, and at the only lines that look like them',
  { tags: 'exhaustive' },
  async () => {
    const places = await stepPlaces(goroot ?? '');
    const { runtimeDir } = await readFacts(goroot ?? '');
    const steps = recordRules.flatMap(({ step }) => step ?? []);
    expect(new Set(steps).size).toBe(steps.length);
    for (const step of steps) expect(places?.has(step), step).toBe(true);
    expect(patched(runtimeDir, recordRules, unchanged, places)).toEqual(
      patched(runtimeDir, recordRules, unchanged, null),
    );
  },
);
