/** What a page's worker asks a user's own model by. It is bundled with the checker that the model uses (scripts/bundle-package.js). */
export { answerIn, makeOwn } from './answering.ts';
