import type { ReactNode } from 'react';
import { useOverlay } from './overlay.tsx';

interface TextFormat {
  fontWeight?: 'regular' | 'bold' | 'demibold';
  italic?: boolean;
  lineDecoration?: 'none' | 'underline' | 'strikethrough';
  textTransform?: 'none' | 'uppercase' | 'lowercase' | 'capitalize' | 'sentenceCase';
}

interface TextProps {
  variant?: 'bodytext' | 'microcopy';
  inline?: boolean;
  format?: TextFormat;
  truncate?: boolean | { maxWidth?: number; tooltipText?: string };
  testId?: string;
  children?: ReactNode;
}

const WEIGHTS = { regular: 400, demibold: 600, bold: 700 } as const;

export function Text({ variant = 'bodytext', inline, format = {}, truncate, testId, children }: TextProps) {
  const options = typeof truncate === 'object' ? truncate : {};
  const transform = format.textTransform === 'sentenceCase' ? 'none' : format.textTransform;
  const style = {
    fontWeight: format.fontWeight === undefined ? undefined : WEIGHTS[format.fontWeight],
    fontStyle: format.italic ? 'italic' : undefined,
    textDecoration: format.lineDecoration === 'strikethrough' ? 'line-through' : format.lineDecoration,
    textTransform: transform,
    maxWidth: options.maxWidth,
  };
  const classes = `ui-text ui-text-${variant}${truncate ? ' ui-truncate' : ''}`;
  const Element = inline ? 'span' : 'div';
  return (
    <Element className={classes} style={style} title={options.tooltipText} data-test-id={testId}>
      {children}
    </Element>
  );
}

export function Heading({ inline, children }: { inline?: boolean; children?: ReactNode }) {
  return <h2 className={inline ? 'ui-heading ui-inline' : 'ui-heading'}>{children}</h2>;
}

type Href = string | { url: string; external?: boolean };

interface LinkProps {
  href?: Href;
  variant?: 'primary' | 'destructive' | 'light' | 'dark';
  onClick?: () => void;
  preventDefault?: boolean;
  overlay?: ReactNode;
  testId?: string;
  children?: ReactNode;
}

/** A link without an address is a button that looks like one, so that the keyboard reaches it. */
export function Link({ href, variant = 'primary', onClick, preventDefault, overlay, testId, children }: LinkProps) {
  const layer = useOverlay(overlay);
  const url = typeof href === 'object' ? href.url : href;
  const external = typeof href === 'object' ? href.external !== false : /^https?:/.test(url ?? '');
  const click = () => {
    layer.toggle();
    onClick?.();
  };
  const className = `ui-link ui-link-${variant}`;
  if (!url || url === '#' || preventDefault || overlay) {
    return (
      <>
        <button type="button" className={className} onClick={click} data-test-id={testId} {...layer.anchor}>
          {children}
        </button>
        {layer.node}
      </>
    );
  }
  return (
    <a
      className={className}
      href={/^(https?:|mailto:|tel:)/.test(url) ? url : undefined}
      target={external ? '_blank' : undefined}
      rel="noreferrer"
      onClick={click}
      title={external ? 'Opens in a new tab' : undefined}
      data-test-id={testId}
    >
      {children}
      {external ? <span className="ui-external" aria-hidden="true" /> : null}
    </a>
  );
}
