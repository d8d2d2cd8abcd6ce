import { Button, Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { Blocked } from '../parts/Blocked.tsx';
import type { CardProps } from '../parts/card-props.ts';
import { useReader } from '../parts/use-reader.ts';
import { quoted } from '../words/format.ts';
import { ServiceDesk } from './ServiceDesk.tsx';
import { useCompanies } from './use-companies.ts';

/** The card of a ticket or a contact: first whose customer it is, then what the ERP knows of it. */
export function ServiceContent(props: CardProps) {
  const reader = useReader(props);
  const { known, retry } = useCompanies();
  const [chosen, setChosen] = useState<string | null>(null);
  if (known.state === 'loading') {
    return <LoadingSpinner label="Looking for the company" showLabel layout="centered" size="md" />;
  }
  if (known.state === 'failed') {
    return (
      <Blocked
        title="The company of this record could not be read."
        advice="So it is not known whose orders to show. Try again in a moment."
        retry={retry}
      />
    );
  }
  const { companies } = known;
  const company = companies.find(({ companyId }) => companyId === chosen) ?? companies[0];
  if (company === undefined) {
    return (
      <Blocked
        title="This record has no company yet."
        advice="So it is not known whose orders to show. Associate it with a company, then look again."
        retry={retry}
      />
    );
  }
  return (
    <Flex direction="column" gap="md">
      {companies.length > 1 && (
        <Flex direction="row" gap="xs" align="center" wrap="wrap">
          <Text>Orders of</Text>
          {companies.map(({ companyId, name }) => (
            <Button
              key={companyId}
              size="xs"
              variant={companyId === company.companyId ? 'primary' : 'secondary'}
              onClick={() => setChosen(companyId)}
            >
              {companyId === company.companyId ? `${quoted(name)} (shown)` : name}
            </Button>
          ))}
        </Flex>
      )}
      <ServiceDesk key={company.companyId} company={company} reader={reader} />
    </Flex>
  );
}
