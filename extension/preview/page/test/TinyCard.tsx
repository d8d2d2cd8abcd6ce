import {
  BarChart,
  Button,
  Flex,
  hubspot,
  Modal,
  ModalBody,
  Tab,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Tabs,
  Text,
  useExtensionActions,
  useExtensionContext,
} from '@hubspot/ui-extensions';
import { CrmActionLink, useAssociations } from '@hubspot/ui-extensions/crm';
import { useEffect, useState } from 'react';

/** A card that uses each way between a card and the page once; the preview's browser test clicks through it. */
hubspot.extend<'crm.record.tab'>(() => <TinyCard />);

function TinyCard() {
  const { user, crm, variables } = useExtensionContext<'crm.record.tab'>();
  const { addAlert, closeOverlay } = useExtensionActions<'crm.record.tab'>();
  const [clicks, setClicks] = useState(0);
  const [answer, setAnswer] = useState('waiting');
  const [broken, setBroken] = useState(false);
  const deals = useAssociations({ toObjectType: '0-3', properties: ['dealname', 'hs_is_closed_won'] });
  useEffect(() => {
    hubspot
      .fetch(`${String(variables?.GATEWAY_URL)}/v1/answer`, { method: 'POST', body: { record: crm.objectId } })
      .then((response) => response.json())
      .then((body: { answer: number }) => setAnswer(String(body.answer)));
  }, [crm.objectId, variables]);
  if (broken) throw new Error('broken on purpose');
  return (
    <Flex direction="column" gap="small">
      <Text>
        Hello {user.firstName}, record {crm.objectId}
      </Text>
      <Text>The gateway says {answer}</Text>
      <Text>Direct fetch is {typeof globalThis.fetch}</Text>
      <Button onClick={() => setClicks(clicks + 1)}>Clicked {clicks} times</Button>
      <Button onClick={() => addAlert({ type: 'success', message: 'Said by the card' })}>Alert</Button>
      <Button
        overlay={
          <Modal id="ask" title="A question">
            <ModalBody>
              <Button onClick={() => closeOverlay('ask')}>Done</Button>
            </ModalBody>
          </Modal>
        }
      >
        Ask
      </Button>
      {deals.results.map(({ toObjectId, associationTypes, properties }) => (
        <CrmActionLink
          key={toObjectId}
          actionType="RECORD_APP_LINK"
          actionContext={{ objectTypeId: '0-3', objectId: toObjectId, external: true }}
        >
          {`Deal ${properties.dealname}, won ${properties.hs_is_closed_won}, type ${associationTypes[0]?.typeId}`}
        </CrmActionLink>
      ))}
      <Button onClick={() => deals.refetch()}>Look again</Button>
      <Tabs defaultSelected="rows">
        <Tab tabId="rows" title="Rows">
          <Table>
            <TableHead>
              <TableRow>
                <TableHeader>Item</TableHeader>
              </TableRow>
            </TableHead>
            <TableBody>
              <TableRow>
                <TableCell>PUMP-0040</TableCell>
              </TableRow>
            </TableBody>
          </Table>
        </Tab>
        <Tab tabId="chart" title="Chart">
          <BarChart
            data={[]}
            axes={{ x: { field: 'x', fieldType: 'category' }, y: { field: 'y', fieldType: 'linear' } }}
          />
        </Tab>
      </Tabs>
      <Button onClick={() => setBroken(true)}>Break</Button>
    </Flex>
  );
}
