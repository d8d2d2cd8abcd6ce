/** Companies without a story, so that lists look like a real account's. They carry no ERP key. */
export const FILLER_COMPANIES: readonly { name: string; city: string; country: string; industry: string }[] = [
  { name: 'Aurora Kältetechnik GmbH', city: 'Bremen', country: 'DE', industry: 'Refrigeration' },
  { name: 'Bergmann & Töchter OHG', city: 'Freiburg', country: 'DE', industry: 'Trade' },
  { name: 'Blauwasser Filtersysteme', city: 'Rostock', country: 'DE', industry: 'Water treatment' },
  { name: 'Cascade Process Equipment Ltd', city: 'Leeds', country: 'GB', industry: 'Process equipment' },
  { name: 'Delta Hydraulik AG', city: 'Winterthur', country: 'CH', industry: 'Hydraulics' },
  { name: 'Elbtal Molkerei eG', city: 'Meißen', country: 'DE', industry: 'Dairy' },
  { name: 'Fonderie Marchand SA', city: 'Lyon', country: 'FR', industry: 'Foundry' },
  { name: 'Grünfeld Agrartechnik', city: 'Münster', country: 'DE', industry: 'Agriculture' },
  { name: 'Havel Chemie GmbH', city: 'Brandenburg', country: 'DE', industry: 'Chemicals' },
  { name: 'Isartal Brauereibedarf', city: 'München', country: 'DE', industry: 'Beverages' },
  { name: 'Jensen Marine A/S', city: 'Esbjerg', country: 'DK', industry: 'Marine' },
  { name: 'Kranich Umwelttechnik', city: 'Leipzig', country: 'DE', industry: 'Environment' },
  { name: 'Lagerhaus Süd GmbH', city: 'Ulm', country: 'DE', industry: 'Logistics' },
  { name: 'Molen Pompen B.V.', city: 'Rotterdam', country: 'NL', industry: 'Pumps' },
  { name: 'Niederrhein Papierwerke', city: 'Düren', country: 'DE', industry: 'Paper' },
  { name: 'Orion Labortechnik', city: 'Jena', country: 'DE', industry: 'Laboratory' },
  { name: 'Pfalz Kellereitechnik', city: 'Landau', country: 'DE', industry: 'Beverages' },
  { name: 'Quellhof Mineralbrunnen', city: 'Fulda', country: 'DE', industry: 'Beverages' },
  { name: 'Reederei Thomsen', city: 'Flensburg', country: 'DE', industry: 'Marine' },
  { name: 'Stahlbau Wenzel KG', city: 'Duisburg', country: 'DE', industry: 'Steel' },
];

/** Tickets; `customerId` is the ERP key of a customer of the cast. */
export const TICKETS: readonly {
  id: string;
  customerId: string;
  dealId: string | null;
  subject: string;
  content: string;
  stage: string;
  priority: 'LOW' | 'MEDIUM' | 'HIGH';
}[] = [
  {
    id: '9910001',
    customerId: '10447',
    dealId: '88412070',
    subject: 'Where are the remaining pumps?',
    content: 'Customer reads PO 4500012877 and wants to know when the other five pumps arrive.',
    stage: 'Waiting on us',
    priority: 'HIGH',
  },
  {
    id: '9910002',
    customerId: '10452',
    dealId: null,
    subject: 'Invoice shows the wrong address',
    content: 'Please send the invoice again to the new office in Innsbruck.',
    stage: 'New',
    priority: 'MEDIUM',
  },
  {
    id: '9910003',
    customerId: '10461',
    dealId: '88412072',
    subject: 'Order blocked since Monday',
    content: 'The customer asks why the order does not ship.',
    stage: 'New',
    priority: 'HIGH',
  },
  {
    id: '9910004',
    customerId: '10480',
    dealId: null,
    subject: 'Credit note for two broken seals',
    content: 'Two of forty seals arrived broken; photos attached.',
    stage: 'Waiting on contact',
    priority: 'LOW',
  },
  {
    id: '9910005',
    customerId: '10503',
    dealId: null,
    subject: 'New customer, wants net 30',
    content: 'Account is not in the ERP yet.',
    stage: 'New',
    priority: 'LOW',
  },
];
