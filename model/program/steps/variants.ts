/** A step with open choices as several without: one action each. */
import type { Instruction } from '../language/program.ts';
import type { Numbers } from '../scheduler/bounded.ts';
import type { Step, Tree } from './walk.ts';

export interface Variant {
  readonly step: Step;
  /** What was chosen, in words. */
  readonly choice: string;
}

const blocked: Extract<Tree, { kind: 'blocked' }> = { kind: 'blocked' };

/** The numbers of Ms, of Gs, and of Ps. */
export interface Counts extends Numbers {
  readonly ms: number;
}

export function variantsOf(tree: Tree, counts: Counts): readonly Variant[] {
  switch (tree.kind) {
    case 'do':
      return variantsOf(tree.next, counts).map(({ step, choice }) => ({
        choice,
        step: { kind: 'do', one: tree.one, option: 0, next: step },
      }));
    case 'fault':
      return variantsOf(tree.next, counts).map(({ step, choice }) => ({
        choice,
        step: { ...tree, next: step },
      }));
    case 'branch': {
      // A step that another branch could take is taken once: the further choices of one leave the other out.
      const [yes, no] = [variantsOf(tree.yes, counts), variantsOf(tree.no, counts)];
      const both = (y: Step, n: Step): Step => ({ kind: 'branch', one: tree.one, yes: y, no: n });
      return [
        {
          step: both(yes[0]?.step ?? blocked, no[0]?.step ?? blocked),
          choice: [yes[0]?.choice, no[0]?.choice]
            .filter((one) => one !== undefined && one !== '')
            .join(' or '),
        },
        ...yes.slice(1).map(({ step, choice }) => ({ step: both(step, blocked), choice })),
        ...no.slice(1).map(({ step, choice }) => ({ step: both(blocked, step), choice })),
      ];
    }
    case 'choice':
      return optionsOf(tree.one, counts).flatMap((word, option) =>
        variantsOf(tree.nexts[option] ?? tree.nexts[0] ?? blocked, counts).map(({ step, choice }) => ({
          choice: [word, choice].filter((one) => one !== '').join(' '),
          step: { kind: 'do', one: tree.one, option, next: step },
        })),
      );
    default:
      return [{ step: tree, choice: '' }];
  }
}

function optionsOf(one: Instruction, { ms, gs, ps }: Counts): readonly string[] {
  if (one.op === 'load') return ['', 'stale'];
  if (one.op === 'call' && one.words !== undefined) return one.words;
  if (one.op === 'call' && one.name === 'takeG') return Array.from({ length: gs }, (_, g) => `G${g + 1}`);
  if (one.op === 'call' && (one.name === 'takeP' || one.name === 'someP'))
    return Array.from({ length: ps - 1 }, (_, p) => `P${p + 1}`);
  return Array.from({ length: ms }, (_, m) => `M${m}`);
}
