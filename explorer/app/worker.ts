/** The worker of the page: it has the system. */
import { Desk } from '../desk.ts';
import { make } from '../specs.ts';
import type { Asked, Reply } from './ask.ts';

const desk = new Desk(make);
const say = (reply: Reply): void => {
  postMessage(reply);
};

globalThis.onmessage = ({ data }: MessageEvent<Asked>) => {
  const { number, question } = data;
  desk
    .answer(question, (progress) => {
      say({ number, progress });
    })
    .then(
      (answer) => {
        say({ number, answer });
      },
      (error: unknown) => {
        say({ number, error: error instanceof Error ? error.message : String(error) });
      },
    );
};
