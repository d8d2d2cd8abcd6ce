import { Button, Flex, Form, SearchInput } from '@hubspot/ui-extensions';
import { useRef, useState } from 'react';
import { numberOf } from './order-search.ts';

const LABEL = 'Order, PO, invoice or delivery number';

interface NumberSearchProps {
  /** What is searched for now; null: nothing. */
  number: string | null;
  search: (number: string) => void;
  clear: () => void;
}

/**
 * One field for any number that a customer reads out; Enter or the button asks.
 * The field keeps what is typed to itself: written back at every key, letters would be lost on the way through the worker.
 */
export function NumberSearch({ number, search, clear }: NumberSearchProps) {
  const typed = useRef(number ?? '');
  const [mistake, setMistake] = useState<string | null>(null);
  const keep = (value: string): void => {
    typed.current = value;
    if (mistake !== null) setMistake(null);
  };
  const submit = (): void => {
    const wanted = numberOf(typed.current);
    if ('mistake' in wanted) setMistake(wanted.mistake);
    else search(wanted.number);
  };
  return (
    <Form autoComplete="off" onSubmit={submit}>
      <Flex direction="row" gap="sm" align="end">
        <SearchInput
          name="number"
          label={LABEL}
          placeholder="Any number the customer reads out"
          defaultValue={number ?? ''}
          error={mistake !== null}
          validationMessage={mistake ?? ''}
          onInput={keep}
          onChange={keep}
        />
        <Button type="submit" variant="secondary" size="sm">
          Search
        </Button>
        {number !== null && (
          <Button variant="transparent" size="sm" onClick={clear}>
            Clear search
          </Button>
        )}
      </Flex>
    </Form>
  );
}
