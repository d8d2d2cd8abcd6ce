import { Button, ModalFooter } from '@hubspot/ui-extensions';
import { DealContent } from '../src/app/cards/deal/DealContent.tsx';
import { dealView, pushAnswer, stockView } from './payloads.ts';
import { candidatesView, linkAnswer, previewView } from './preview-payloads.ts';
import { type Play, stage } from './stage.ts';

interface Answers {
  deal?: Play;
  preview?: Play;
  stock?: Play;
  send?: Play;
  push?: Play;
  resolve?: Play;
  candidates?: Play;
  link?: Play;
}

/** Plays the gateway: a deal, its preview, and what follows a push. */
export function openDealCard(answers: Answers = {}) {
  const played: Play = (call, calls) => {
    const answer = (play: Play | undefined, otherwise: Play): unknown => (play ?? otherwise)(call, calls);
    if (call.path.endsWith('/resolution')) return answer(answers.resolve, () => pushAnswer('confirmed'));
    if (call.method === 'POST') return answer(answers.send, () => pushAnswer('accepted'));
    if (call.method === 'PUT') return answer(answers.link, () => linkAnswer());
    if (call.path.startsWith('stock')) return answer(answers.stock, () => stockView());
    if (call.path.startsWith('pushes')) return answer(answers.push, () => pushAnswer('done'));
    if (call.path.includes('/candidates')) return answer(answers.candidates, () => candidatesView());
    if (call.path.includes('/preview')) return answer(answers.preview, () => previewView());
    return answer(answers.deal, () => dealView());
  };
  const card = stage(DealContent, played);
  /** What stands in the dialog that a button opens. */
  const dialog = (label?: string) =>
    card.find(Button, (node) => node.props.overlay !== undefined && (label === undefined || node.text === label)).props
      .overlay as unknown as typeof card;
  const confirmButton = () => dialog().find(ModalFooter).find(Button, { variant: 'primary' });
  const posts = () => card.calls.filter(({ method }) => method === 'POST');
  const previews = () => card.calls.filter(({ path }) => path.includes('/preview'));
  return { ...card, dialog, confirmButton, posts, previews };
}
