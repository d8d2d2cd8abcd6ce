import { Accordion, Flex } from '@hubspot/ui-extensions';
import { type ReactNode, useState } from 'react';

/** One click below the lines: where their items lie. What is inside is made, and asked for, only once somebody opens it. */
export function StockByWarehouse({ children }: { children: () => ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Accordion title="Stock by warehouse" size="xs" open={isOpen} onClick={() => setIsOpen(!isOpen)}>
      <Flex direction="column" gap="sm">
        {isOpen && children()}
      </Flex>
    </Accordion>
  );
}
