/** TLC on an exported module, as the comparison with the peers finds it. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inScratch, peers, tlcJar } from '../../peers/index.ts';
import { describeSystem } from '../../checker/index.ts';
import type { System } from '../../checker/index.ts';
import { tlaFiles } from '../../export/index.ts';

/** What is missing for a run of TLC; undefined where nothing is. */
export const missingForTlc = (): string | undefined => peers.find(({ name }) => name === 'tlc')?.missing();

export interface TlcCounts {
  readonly distinct: number;
  readonly generated: number;
  readonly diameter: number;
  /** Steps of a shortest counterexample, by property; of a claim about runs null. */
  readonly violated: Readonly<Record<string, number | null>>;
}

/** Searches the whole space in TLC with all properties but those expected to fail, and then each of these by itself. */
export async function tlcCounts(system: System, violated: readonly string[]): Promise<TlcCounts> {
  const files = tlaFiles(await describeSystem(system), system.name);
  const [module, config] = files;
  if (module === undefined || config === undefined) throw new Error('a module or a configuration is missing');
  const name = module.name.replace('.tla', '');
  return inScratch((folder) => {
    const run = (keeps: (property: string) => boolean): string => {
      writeFileSync(join(folder, module.name), module.text);
      const lines = config.text.split('\n').filter((line) => {
        const [, property] = /^(?:INVARIANT|PROPERTY) (\w+)$/.exec(line) ?? [];
        return property === undefined || keeps(property);
      });
      writeFileSync(join(folder, config.name), lines.join('\n'));
      const words = [
        '-XX:+UseParallelGC',
        '-Xmx3g',
        '-cp',
        tlcJar(),
        'tlc2.TLC',
        '-workers',
        '1',
        '-deadlock',
        name,
      ];
      const { stdout, stderr } = spawnSync('java', words, {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      });
      return stdout + stderr;
    };
    const output = run((property) => !violated.includes(property));
    const number = (pattern: RegExp): number => {
      const found = pattern.exec(output)?.[1];
      if (found === undefined) throw new Error(`TLC on ${name} does not end:\n${output}\n${module.text}`);
      return Number(found);
    };
    if (!output.includes('No error has been found'))
      throw new Error(`TLC finds an error in ${name}:\n${output}`);
    const steps = violated.map((property) => {
      const alone = run((one) => one === property);
      if (alone.includes('Temporal properties were violated')) return [property, null] as const;
      const shown = alone.match(/^State \d+:|^\d+: /gm) ?? [];
      const states = alone.includes('is violated by the initial state') ? [''] : shown;
      if (states.length === 0) throw new Error(`TLC does not find that ${property} is violated:\n${alone}`);
      const ofSteps = system.properties[property]?.kind === 'alwaysStep';
      // Of a claim about steps it shows the state before the step.
      return [property, states.length - (ofSteps ? 0 : 1)] as const;
    });
    return {
      distinct: number(/^\d+ states generated, (\d+) distinct states found, 0 states left/m),
      generated: number(/^(\d+) states generated, /m),
      diameter: number(/depth of the complete state graph search is (\d+)/),
      violated: Object.fromEntries(steps),
    };
  });
}
