/** What the tests of the parts that read the scheduler share: trees of one part, each read once, and edits compared with what is expected. */
import { expect } from 'vitest';
import { check } from '../../../checker/index.ts';
import type { Report } from '../../../checker/index.ts';
import { boundsNamed, programSystem } from '../../../model/index.ts';
import type { Bounds, Granularity, ProgramPart } from '../../../model/index.ts';
import type { treeCopies } from '../../testing/go-trees.ts';
import { readPrograms } from '../read.ts';
import type { NamedEdit } from './edits.ts';

export const options = { continue: true, traces: false };

export const violatedIn = ({ violations }: Report): Record<string, number | null> =>
  Object.fromEntries(violations.map(({ property, steps }) => [property, steps]));

type Read = ReturnType<typeof readPrograms>;

/** Reads one part of trees. */
export class TreesOfPart {
  readonly #part: ProgramPart;
  readonly #read = new Map<string, Read>();

  constructor(part: ProgramPart) {
    this.#part = part;
  }

  programsIn(dir: string): Read {
    const found = this.#read.get(dir) ?? readPrograms(dir, { part: this.#part });
    this.#read.set(dir, found);
    return found;
  }

  async system(
    dir: string,
    bounds: string | Bounds,
    granularity: Granularity = 'fine',
  ): Promise<ReturnType<typeof programSystem>> {
    const { programs } = await this.programsIn(dir);
    return programSystem(programs, typeof bounds === 'string' ? boundsNamed(bounds) : bounds, {
      name: dir,
      granularity,
    });
  }

  /** Reads, and searches within `bounds`, what the edit makes of the tree. */
  async expectEdit(
    { edits, expected }: NamedEdit,
    at: {
      readonly goroot: string;
      readonly bounds: string | Bounds;
      readonly copies: ReturnType<typeof treeCopies>;
    },
  ): Promise<void> {
    const dir = at.copies.edited(at.goroot, edits);
    if ('refused' in expected) {
      await expect(readPrograms(dir, { part: this.#part })).rejects.toThrow(expected.refused);
      return;
    }
    const system = await this.system(dir, at.bounds);
    const coarse = await this.system(dir, at.bounds, 'coarse');
    if ('holds' in expected) {
      const { verdict, distinct } = await check(system, options);
      expect({ verdict, distinct }).toEqual({ verdict: 'holds', distinct: expected.holds });
      expect((await check(coarse, { traces: false })).verdict).toBe('holds');
      return;
    }
    // No further than to the violation that is expected, whatever else is violated before.
    const asked = { traces: false, properties: [expected.violated] };
    const { violations } = await check(system, asked);
    expect(violations.map(({ property, steps }) => `${property} ${steps}`)).toEqual([
      `${expected.violated} ${expected.steps}`,
    ]);
    const [found] = (await check(coarse, asked)).violations;
    expect(found?.property).toBe(expected.violated);
    expect(found?.steps ?? 0).toBeLessThanOrEqual(expected.steps ?? 0);
  }
}
