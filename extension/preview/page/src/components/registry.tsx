import { createController } from '@remote-ui/react/host';
import type { ComponentType, ReactNode } from 'react';
import { Button, ButtonRow, LoadingButton } from './button.tsx';
import { Checkbox, RadioButton, Select, Toggle } from './choices.tsx';
import { CrmActionLink } from './crm-action.tsx';
import { Alert, EmptyState, ErrorState, LoadingSpinner, ProgressBar } from './feedback.tsx';
import { Form } from './form.tsx';
import { Input, NumberInput, SearchInput, TextArea } from './inputs.tsx';
import { AutoGrid, Box, Card, Divider, Flex, Inline, Spacer, Stack, Tile } from './layout.tsx';
import { Accordion, DescriptionList, DescriptionListItem, List } from './lists.tsx';
import { Modal, ModalBody, ModalFooter, Panel, PanelBody, PanelFooter, PanelSection } from './modal.tsx';
import { Tooltip } from './overlay.tsx';
import { Icon, Illustration, Image } from './picture.tsx';
import { Statistics, StatisticsItem, StatisticsTrend } from './statistics.tsx';
import { StatusTag, Tag } from './status.tsx';
import { StepIndicator } from './steps.tsx';
import { Table, TableBody, TableCell, TableFooter, TableHead, TableHeader, TableRow } from './table.tsx';
import { Tab, Tabs } from './tabs.tsx';
import { Heading, Link, Text } from './text.tsx';
import { UnknownComponent } from './unknown.tsx';

/** HubSpot's component names (the registry in @hubspot/ui-extensions) and what this page draws for each. */
const COMPONENTS = {
  ...{ Text, Heading, Link, CrmActionLink },
  ...{ Button, ButtonRow, LoadingButton },
  ...{ Flex, Stack, Box, AutoGrid, Inline, Divider, Spacer, Tile, Card },
  ...{ Table, TableHead, TableRow, TableHeader, TableBody, TableCell, TableFooter },
  ...{ Tabs, Tab, Accordion },
  ...{ Modal, ModalBody, ModalFooter, Panel, PanelBody, PanelFooter, PanelSection, Tooltip },
  ...{ StatusTag, Tag, Statistics, StatisticsItem, StatisticsTrend, StepIndicator, ProgressBar },
  ...{ Alert, EmptyState, ErrorState, LoadingSpinner },
  ...{ DescriptionList, DescriptionListItem, List },
  ...{ Icon, Image, Illustration },
  ...{ Form, Input, TextArea, Textarea: TextArea, SearchInput, NumberInput, CurrencyInput: NumberInput },
  ...{ Select, Toggle, Checkbox, RadioButton },
};

type StandIn = ComponentType<{ children?: ReactNode }>;
const standIns = new Map<string, StandIn>();

/** One component for each unknown name, so that React keeps its state between renders. */
function standInFor(type: string): StandIn {
  const made: StandIn = standIns.get(type) ?? ((props) => <UnknownComponent type={type} {...props} />);
  standIns.set(type, made);
  return made;
}

const known = createController(COMPONENTS);

/** Draws a component by its name; a name that is not known gets a labelled box. */
export const cardController: typeof known = {
  ...known,
  get: (type) =>
    Object.hasOwn(COMPONENTS, type) ? known.get(type) : (standInFor(type) as ReturnType<typeof known.get>),
};
