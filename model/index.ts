export { splitSteps, writePath } from './design.ts';
export type { Design, Reentry, SplitStep } from './design.ts';
export { debugVariant, designNamed, designs } from './designs.ts';
