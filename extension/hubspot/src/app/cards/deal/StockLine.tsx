import { Flex, Text } from '@hubspot/ui-extensions';
import type { StockView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { ProblemPanel } from '../parts/ProblemPanel.tsx';
import { RetryButton } from '../parts/RetryButton.tsx';
import { Age } from '../parts/SectionFrame.tsx';
import type { UsedWatch } from '../use-watch.ts';
import { ageLine } from '../words/age.ts';
import type { Format } from '../words/format.ts';

interface StockLineProps {
  watched: UsedWatch<Fine<StockView>>;
  format: Format;
  copyText: (text: string) => void;
}

/** How old the stock is, or why there is none; the lines above stay as they are. */
export function StockLine({ watched, format, copyText }: StockLineProps) {
  const { answer, problem, asking, goesOn, refresh } = watched;
  const stock = answer?.stock;
  const failed = stock?.state === 'failed' ? stock.error : problem;
  if (failed !== null && (stock === undefined || stock.state === 'failed')) {
    return <ProblemPanel {...{ copyText, asking }} problem={failed} about="Stock" onRetry={refresh} />;
  }
  if (stock === undefined || stock.state === 'loading') {
    if (stock === undefined || goesOn) return <Text variant="microcopy">Stock: asking the ERP</Text>;
    return (
      <Flex direction="row" gap="sm" align="center">
        <Text variant="microcopy">Stock: the ERP has not answered yet.</Text>
        <RetryButton asking={asking} retry={refresh} />
      </Flex>
    );
  }
  if (stock.state === 'failed') return null;
  const { tone, text } = ageLine(stock, watched, format);
  return (
    <>
      {problem !== null && <ProblemPanel {...{ problem, copyText, asking }} about="Stock" onRetry={refresh} />}
      <Age tone={tone} text={`Stock ${text}`} again={{ asking, refresh }} />
    </>
  );
}
