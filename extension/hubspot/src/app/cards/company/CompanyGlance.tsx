import { Flex, StatusTag, Text } from '@hubspot/ui-extensions';
import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import type { CardProps } from '../parts/card-props.ts';
import { FirstAnswer } from '../parts/FirstAnswer.tsx';
import { LinkBanner } from '../parts/LinkBanner.tsx';
import { isUnknownCustomer, NoSuchCustomer } from '../parts/NoSuchCustomer.tsx';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { RefreshButton } from '../parts/RefreshButton.tsx';
import { useReader } from '../parts/use-reader.ts';
import { useWatch } from '../use-watch.ts';
import { ageOfAll } from '../words/age.ts';
import { AttentionLine } from './AttentionLine.tsx';
import { attentionOf } from './attention.ts';
import { paceOfCompany, sectionsOf } from './company-sections.ts';
import { FigureRows } from './FigureRows.tsx';
import { figuresOf } from './figures.ts';

/** A company in the sidebar: the line that matters and three figures. The "ERP" tab has what is behind them. */
export function CompanyGlance(props: CardProps) {
  const companyId = String(props.context.crm.objectId);
  const { gateway, format, copyText, isAdmin } = useReader(props);
  const { answer, problem, asking, nowMs, answeredAtMs, goesOn, refresh } = useWatch<Fine<CompanyView>>(
    companyId,
    (anew) => gateway.company(companyId, anew),
    paceOfCompany,
  );
  if (answer === null && problem?.code === 'customer.not-linked') {
    return <Text>This company is not linked to an ERP customer yet. Its “ERP” tab asks which one it is.</Text>;
  }
  if (answer === null) {
    return <FirstAnswer {...{ problem, asking, isAdmin, copyText, refresh }} />;
  }
  if (isUnknownCustomer(answer.customer)) {
    const { customerId, customer } = answer;
    return <NoSuchCustomer {...{ customerId, asking, copyText, refresh }} error={customer.error} />;
  }
  const sections = sectionsOf(answer);
  const age = ageOfAll(sections, { nowMs, answeredAtMs, goesOn }, format);
  const failure = sections.find((section) => section.state === 'failed');
  const isGivenUp = !goesOn && sections.some(({ state }) => state === 'loading');
  const figures = figuresOf(answer, nowMs, format).filter(({ label }) => label !== 'Not paid yet');
  return (
    <Flex direction="column" gap="sm">
      <LinkBanner
        {...{ nowMs, answeredAtMs, format }}
        link={answer.link}
        meaning="What you see is the last that is known."
      />
      {problem !== null && <ProblemPanel {...{ problem, copyText, asking }} onRetry={refresh} />}
      <AttentionLine attention={attentionOf(answer, { nowMs, answeredAtMs, goesOn }, format)} />
      <FigureRows figures={figures} />
      {failure !== undefined && problem === null && (
        <ProblemPanel {...{ copyText, asking }} problem={failure.error} onRetry={refresh} />
      )}
      {(age?.tone === 'amber' || isGivenUp) && (
        <Flex direction="row" gap="sm" align="center" justify="between">
          <StatusTag variant="warning">{isGivenUp ? 'Not complete' : 'Not current'}</StatusTag>
          <RefreshButton asking={asking} refresh={refresh} />
        </Flex>
      )}
      {age !== null && <Text variant="microcopy">{age.text}</Text>}
      <Text variant="microcopy">Orders, invoices and payments are in the “ERP” tab.</Text>
    </Flex>
  );
}
