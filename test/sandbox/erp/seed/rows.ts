/** What the seed makes. Documents refer to each other as objects; `no` is given at the end, in the order of their dates. */
export interface CustomerRow {
  no: number;
  name1: string;
  name2: string | null;
  street: string;
  postalCode: string;
  town: string;
  country: string;
  taxId: string | null;
  email: string | null;
  phone: string | null;
  currency: string;
  holdReason: string | null;
  /** Cents; null: no limit is kept. */
  creditLimit: number | null;
  createdOn: string;
}

export interface ItemRow {
  no: string;
  description: string;
  unit: string;
  netPrice: number;
  vat: number;
}

/** A price of one customer, or (`customerNo` 0) of everybody, from a quantity on. Net cents, thousandths. */
export interface PriceRow {
  customerNo: number;
  itemNo: string;
  fromQuantity: number;
  netPrice: number;
}

export interface StockRow {
  itemNo: string;
  warehouse: string;
  onHand: number;
  reserved: number;
  nextOn: string | null;
  nextQuantity: number | null;
}

export interface LineRow {
  item: ItemRow;
  quantity: number;
  shipped: number;
  dueOn: string | null;
  netPrice: number;
  grossPrice: number;
  grossAmount: number;
}

export interface ShipmentRow {
  no: number;
  shippedOn: string;
  carrier: string;
  trackingNo: string | null;
  lines: { lineNo: number; itemNo: string; quantity: number }[];
}

export interface OrderRow {
  no: number;
  customer: CustomerRow;
  customerReference: string | null;
  orderedOn: string;
  requestedOn: string | null;
  status: number;
  grossTotal: number;
  lines: LineRow[];
  shipments: ShipmentRow[];
}

export interface InvoiceRow {
  no: number;
  customer: CustomerRow;
  order: OrderRow;
  kind: 'RE' | 'GU';
  issuedOn: string;
  dueOn: string | null;
  /** Gross cents; a credit note's are negative. */
  total: number;
  open: number;
}

export interface PaymentRow {
  no: number;
  customer: CustomerRow;
  receivedOn: string;
  method: string;
  allocations: { invoice: InvoiceRow; amount: number }[];
}

export interface SeedContent {
  customers: CustomerRow[];
  items: ItemRow[];
  prices: PriceRow[];
  stock: StockRow[];
  orders: OrderRow[];
  invoices: InvoiceRow[];
  payments: PaymentRow[];
}
