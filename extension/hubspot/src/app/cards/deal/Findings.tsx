import { Alert, List, Text } from '@hubspot/ui-extensions';
import type { Preview } from '../contracts/preview.ts';
import { findingsOf, findingTitle } from './preview-words.ts';

/** More would hide the button; the lines above say the rest. */
const SHOWN = 12;

interface FindingsProps {
  preview: Preview;
  loading: boolean;
  /** Which customer it is, is asked below: that needs no sentence here. */
  asksWho: boolean;
}

/** What the preview found: what stands in the way first, then what to look at, or that all is well. */
export function Findings({ preview, loading, asksWho }: FindingsProps) {
  const blocks = findingsOf(preview, 'block').filter(({ code }) => !asksWho || code !== 'customer.unmatched');
  const warnings = findingsOf(preview, 'warn');
  if (blocks.length + warnings.length === 0) {
    if (preview.level === 'block') return null;
    return (
      <Text variant="microcopy">{loading ? 'Asking the ERP' : 'Checked with the ERP: nothing stands in the way.'}</Text>
    );
  }
  return (
    <>
      {blocks.length > 0 && (
        <Sentences title={findingTitle('block', blocks.length)} variant="danger" findings={blocks} />
      )}
      {warnings.length > 0 && (
        <Sentences title={findingTitle('warn', warnings.length)} variant="warning" findings={warnings} />
      )}
      {preview.level === 'warn' && !preview.mayOverride && (
        <Text>You may not send this deal as it is. Ask someone who may, or change the deal.</Text>
      )}
    </>
  );
}

interface SentencesProps {
  title: string;
  variant: 'danger' | 'warning';
  findings: Preview['findings'];
}

function Sentences({ title, variant, findings }: SentencesProps) {
  const more = findings.length - SHOWN;
  return (
    <Alert title={title} variant={variant}>
      <List variant="unordered-styled">
        {findings.slice(0, SHOWN).map(({ code, line, message }) => (
          <Text key={`${code} ${line} ${message}`}>{message}</Text>
        ))}
        {more > 0 && <Text>and {more} more</Text>}
      </List>
    </Alert>
  );
}
