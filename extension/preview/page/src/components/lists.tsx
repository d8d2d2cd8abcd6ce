import { Children, type ReactNode, useState } from 'react';

export function DescriptionList({
  direction = 'column',
  children,
}: {
  direction?: 'row' | 'column';
  children?: ReactNode;
}) {
  return <dl className={`ui-descriptions ui-descriptions-${direction}`}>{children}</dl>;
}

export function DescriptionListItem({ label, children }: { label: string; children?: ReactNode }) {
  return (
    <div className="ui-description">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function List({ variant = 'unordered', children }: { variant?: string; children?: ReactNode }) {
  const Element = variant.startsWith('ordered') ? 'ol' : 'ul';
  return (
    <Element className={`ui-list ui-list-${variant}`}>
      {Children.map(children, (child) => (
        <li>{child}</li>
      ))}
    </Element>
  );
}

interface AccordionProps {
  title: string;
  defaultOpen?: boolean;
  disabled?: boolean;
  open?: boolean;
  size?: string;
  onClick?: () => void;
  children?: ReactNode;
}

export function Accordion({ title, defaultOpen = false, disabled, open, onClick, children }: AccordionProps) {
  const [own, setOwn] = useState(defaultOpen);
  const shown = open ?? own;
  const click = () => {
    setOwn(!shown);
    onClick?.();
  };
  return (
    <div className="ui-accordion">
      <button type="button" className="ui-accordion-head" aria-expanded={shown} disabled={disabled} onClick={click}>
        <span className="ui-chevron" aria-hidden="true" />
        {title}
      </button>
      {shown ? <div className="ui-accordion-body">{children}</div> : null}
    </div>
  );
}
