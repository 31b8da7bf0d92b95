import { check } from '../public.ts';
import mutex from '../../examples/mutex.ts';

const search = check(mutex, { timeMaxMs: 60_000, properties: ['MutualExclusion'] });
for await (const { distinct, depth } of search) console.log(`${distinct} states, depth ${depth}`);
const { verdict, violations } = await search;
console.log(verdict);
for (const { property, trace } of violations)
  for (const step of trace?.steps ?? []) console.log(property, step.action, step.params.p, step.state.pc);
