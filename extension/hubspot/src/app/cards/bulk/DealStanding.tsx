import { Flex, Tag, Text } from '@hubspot/ui-extensions';
import type { PushAnswer } from '../contracts/card-api.ts';
import type { Fine, Gateway } from '../gateway.ts';
import { useWatch } from '../use-watch.ts';
import { standingWords } from './bulk-words.ts';
import type { Standing } from './company-deal.ts';

interface DealStandingProps {
  standing: Standing;
  gateway: Gateway;
}

/** How a deal stands: a word, the order's number where there is one, and the sentence that explains it. */
export function DealStanding({ standing, gateway }: DealStandingProps) {
  const { word, variant, note } = standingWords(standing);
  return (
    <Flex direction="column" gap="xs">
      <Flex direction="row" gap="sm" align="center" wrap="wrap">
        {word === 'Not sent yet' ? <Text variant="microcopy">{word}</Text> : <Tag variant={variant}>{word}</Tag>}
        {standing.kind === 'ordered' && standing.orderId !== '' && <Text>{standing.orderId}</Text>}
      </Flex>
      {note !== null && <Text variant="microcopy">{note}</Text>}
      {standing.kind === 'stopped' && standing.pushId !== null && (
        <WhyStopped gateway={gateway} pushId={standing.pushId} />
      )}
    </Flex>
  );
}

/** A bulk tells of a push only how it stands; why it stopped, the gateway is asked for once. */
function WhyStopped({ gateway, pushId }: { gateway: Gateway; pushId: string }) {
  const { answer } = useWatch<Fine<PushAnswer>>(
    pushId,
    () => gateway.push(pushId),
    () => 'none',
  );
  const problem = answer?.push.problem ?? null;
  return (
    <Text variant="microcopy">
      {problem === null ? 'Open the deal: it says why.' : `${problem.message} ${problem.advice}`}
    </Text>
  );
}
