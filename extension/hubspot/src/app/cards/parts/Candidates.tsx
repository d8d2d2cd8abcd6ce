import {
  Box,
  Button,
  Flex,
  Form,
  LoadingSpinner,
  SearchInput,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { useRef, useState } from 'react';
import type { CandidatesView } from '../contracts/card-api.ts';
import type { CustomerCandidate } from '../contracts/preview.ts';
import type { Fine, Gateway } from '../gateway.ts';
import type { Pace } from '../poll.ts';
import type { Problem } from '../problem.ts';
import { useWatch } from '../use-watch.ts';
import { reasonWords } from '../words/match-reason.ts';
import { ProblemPanel } from './ProblemPanel.tsx';
import { MissingLine } from './SectionFrame.tsx';

interface CandidatesProps {
  gateway: Gateway;
  companyId: string;
  /** `Which ERP customer is Nordwind?` */
  question: string;
  copyText: (text: string) => void;
  onLinked: () => void;
  /** What stands around it is asked for anew: after a link, to show that customer. */
  reloading: boolean;
}

const paceOf = ({ loading }: Fine<CandidatesView>): Pace => (loading ? 'eager' : 'none');

/** Who this company may be in the ERP and why, and a search for anybody else. Never linked by guess. */
export function Candidates({ gateway, companyId, question, copyText, onLinked, reloading }: CandidatesProps) {
  const typed = useRef('');
  const underWay = useRef(false);
  const [searched, setSearched] = useState<string | null>(null);
  const [linking, setLinking] = useState<string | null>(null);
  const [linked, setLinked] = useState<string | null>(null);
  const [refused, setRefused] = useState<Problem | null>(null);
  const { answer, problem, asking, goesOn, refresh } = useWatch<Fine<CandidatesView>>(
    `${companyId} ${searched ?? ''}`,
    (anew) => gateway.candidates(companyId, searched, anew),
    paceOf,
  );
  const search = (): void => {
    // Cut in the middle of an emoji, half of it is left.
    const wanted = typed.current
      .trim()
      .slice(0, 100)
      .replace(/\p{Cs}/gu, '');
    setRefused(null);
    if (wanted !== (searched ?? '')) setSearched(wanted === '' ? null : wanted);
    // Searched for again: somebody may have made the customer in the ERP since, so what is known does not do.
    else if (!asking) refresh();
  };
  const link = async (customerId: string): Promise<void> => {
    if (underWay.current) return;
    underWay.current = true;
    setLinking(customerId);
    const answered = await gateway.link(companyId, customerId);
    underWay.current = false;
    setLinking(null);
    setLinked(answered.ok ? customerId : null);
    setRefused(answered.ok ? null : answered.error);
    if (answered.ok) onLinked();
  };
  const keep = (value: string): void => {
    typed.current = value;
  };
  const shown = answer?.candidates ?? [];
  const unasked = answer?.error ?? problem;
  const isComplete = answer !== null && !answer.loading;
  const isAsking = asking || (!isComplete && goesOn);
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'bold' }}>{question}</Text>
      {shown.length > 0 && (
        <CandidateTable candidates={shown} linking={linking ?? (reloading ? linked : null)} link={link} />
      )}
      {unasked !== null && <ProblemPanel problem={unasked} copyText={copyText} onRetry={refresh} asking={asking} />}
      {unasked === null && isAsking && <LoadingSpinner label="Asking the ERP" showLabel />}
      {unasked === null && !isAsking && !isComplete && (
        <MissingLine section={{ state: 'loading' }} name="Customers" {...{ goesOn, asking, refresh, copyText }} />
      )}
      {unasked === null && !isAsking && isComplete && shown.length === 0 && (
        <Text>
          {searched === null
            ? 'The ERP has no customer that looks like it. Search for it, or have it made in the ERP first if it is new.'
            : `The ERP has no customer for “${searched}”. Try its name, customer number, VAT id or phone number.`}
        </Text>
      )}
      <Form autoComplete="off" onSubmit={search}>
        <Flex direction="row" gap="sm" align="end">
          <Box flex={1}>
            <SearchInput
              name="customer"
              label={shown.length > 0 ? 'None of these? Name or customer number' : 'Name or customer number'}
              onInput={keep}
              onChange={keep}
            />
          </Box>
          <Button type="submit" variant="secondary" size="md">
            Search
          </Button>
        </Flex>
      </Form>
      {refused !== null && <ProblemPanel problem={refused} about="Not linked" copyText={copyText} />}
    </Flex>
  );
}

interface CandidateTableProps {
  candidates: readonly CustomerCandidate[];
  /** The customer that is being linked now, or was and is not shown yet. */
  linking: string | null;
  link: (customerId: string) => Promise<void>;
}

function CandidateTable({ candidates, linking, link }: CandidateTableProps) {
  return (
    <Table density="condensed" flush>
      <TableHead>
        <TableRow>
          <TableHeader width="min">Customer</TableHeader>
          <TableHeader>Name</TableHeader>
          <TableHeader>Town</TableHeader>
          <TableHeader>Why</TableHeader>
          <TableHeader width="min">Is it this one?</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {candidates.map(({ customerId, name, town, reasons }) => (
          <TableRow key={customerId}>
            <TableCell width="min">{customerId}</TableCell>
            <TableCell>{name}</TableCell>
            <TableCell>{town ?? '–'}</TableCell>
            <TableCell>{reasons.length === 0 ? '–' : reasonWords(reasons)}</TableCell>
            <TableCell width="min">
              <Button size="xs" variant="secondary" disabled={linking !== null} onClick={() => void link(customerId)}>
                {linking === customerId ? 'Linking' : 'Link'}
              </Button>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
