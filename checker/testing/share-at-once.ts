/** A setup of tests: searches of several workers are theirs from the first state on, however short they are. */
import { sharing } from '../search/parallel/sharing.ts';

Object.assign(sharing, { isDue: () => true, waits: true });
