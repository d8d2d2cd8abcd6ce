import { Box, Button, Flex, Form, SearchInput } from '@hubspot/ui-extensions';
import { useEffect, useRef, useState } from 'react';
import { numberOf } from './order-search.ts';

const LABEL = 'Order, PO, invoice or delivery number';

interface NumberSearchProps {
  /** What is searched for now; null: nothing. */
  number: string | null;
  search: (number: string) => void;
  clear: () => void;
}

/**
 * One field for any number that a customer reads out; Enter or the button asks, an emptied field ends the search.
 * The field keeps what is typed to itself: written back at every key, letters would be lost on the way through the worker.
 */
export function NumberSearch({ number, search, clear }: NumberSearchProps) {
  const typed = useRef(number ?? '');
  const [mistake, setMistake] = useState<string | null>(null);
  /** A new one makes the field anew, so that it shows a number that was not typed into it, or none. */
  const [round, setRound] = useState(0);
  useEffect(() => {
    if ((number ?? '') === typed.current.trim()) return;
    typed.current = number ?? '';
    setMistake(null);
    setRound((last) => last + 1);
  }, [number]);
  const keep = (value: string): void => {
    typed.current = value;
    if (mistake !== null) setMistake(null);
  };
  const commit = (value: string): void => {
    keep(value);
    if (value === '' && number !== null) clear();
  };
  const submit = (): void => {
    const wanted = numberOf(typed.current);
    if ('mistake' in wanted) setMistake(wanted.mistake);
    else search(wanted.number);
  };
  return (
    <Form autoComplete="off" onSubmit={submit}>
      <Flex direction="row" gap="sm" align="end">
        <Box flex={1}>
          <SearchInput
            key={round}
            name="number"
            label={LABEL}
            placeholder="Any number the customer reads out"
            defaultValue={number ?? ''}
            error={mistake !== null}
            validationMessage={mistake ?? ''}
            onInput={keep}
            onChange={commit}
          />
        </Box>
        <Button type="submit" variant="secondary" size="md">
          Search
        </Button>
        {number !== null && (
          <Button variant="transparent" size="md" onClick={clear}>
            Clear search
          </Button>
        )}
      </Flex>
    </Form>
  );
}
