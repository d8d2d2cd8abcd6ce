/**
 * What things are called in ERPs: English, German, French, Spanish, Dutch, Italian, and the shorthand of old systems.
 * Lower case, without accents, separated by spaces. A word may stand under several concepts.
 */
export const WORDS: Record<string, string> = {
  // Records.
  order:
    'order orders salesorder salesorders auftrag auftraege auftrags auftr auf kundenauftrag aubel vgbel bestellung bestellungen commande commandes cmd pedido pedidos bestelling bestellingen verkooporder verkooporders ordine ordini ord soh transaction tran',
  document: 'document documents doc beleg bel piece documento documenti documentos stuk entry vbeln',
  customer:
    'customer customers cust client clients clienti cliente clientes kunde kunden kundennr kd kdnr klant klanten debitor debitoren debiteur debiteuren deb tiers soldto sold partner partners bpartner bp bpc bpcnum entity cardcode kunnr businesspartner businesspartners',
  item: 'item items article articles artikel artikels artikelen articulo articulos articolo articoli art product products producto productos produit produits prodotto prodotti material mat sku matnr itm itmref',
  invoice:
    'invoice invoices inv rechnung rechnungen rechnungs rg rech facture factures factura facturas factuur facturen fattura fatture fact ledger transaction',
  payment:
    'payment payments pay zahlung zahlungen zahl paiement paiements reglement reglements pago pagos cobro cobros betaling betalingen pagamento pagamenti receipt receipts incoming',
  shipment:
    'shipment shipments ship shipped delivery deliveries lieferung lieferungen lieferschein lieferscheine lief liefer livraison livraisons liv bl expedition expeditions entrega entregas albaran albaranes levering leveringen lever lev consegna consegne shipping fulfillment sdh dlv shi',
  warehouse:
    'warehouse warehouses lager lagerort lag entrepot entrepots depot depots magasin almacen almacenes magazijn magazijnen magazzino location locations plant whs wh werk werks locator fcy',
  line: 'line lines position positionen pos posnr posten zeile zeilen ligne lignes linea lineas regel regels riga righe row linenum lin',
  address: 'address addresses adresse adressen adr addr addressbook direccion direcciones adres adressen indirizzo add',
  // Records of others: an operation or a place that speaks of them is not ours.
  vendor:
    'vendor vendors supplier suppliers lieferant lieferanten kreditor kreditoren fournisseur fournisseurs fourn proveedor proveedores acreedor leverancier leveranciers crediteur crediteuren fornitore fornitori creditor buy',
  purchasing:
    'purchaseorder purchaseorders einkauf einkaufs achat achats compra compras prod production fertigung inkoop inkooporder inkooporders acquisto acquisti',
  quote:
    'quote quotes quotation quotations angebot angebote devis presupuesto presupuestos oferta ofertas offerte offertes offerta preventivo estimate opportunity',
  return: 'returns return retour retouren retours devolucion devoluciones reso resi rma credit',
  person:
    'contact contacts contactperson ansprechpartner user users employee benutzer mitarbeiter vertreter salesperson salesman salesrep vendedor vertegenwoordiger representant sachbearbeiter buyer attention owner manager',
  bank: 'bank banks iban bic account konto compte cuenta rekening conto',
  project: 'project projects projekt projet proyecto campaign lead job batch',
  // Fields.
  number:
    'no nr num number numbers nummer numero numeros nummero id ids code codes cod key keys value internal docnum entry vbeln',
  name: 'name names name1 nom nombre naam nome company companyname cardname raison sociale raisonsociale razon social razonsocial denominazione bezeichnung libelle firma nam',
  street: 'street strasse str rue voie calle domicilio straat via addr1 address1',
  postalCode: 'zip zipcode plz postal postalcode postcode post postleitzahl codepostal codigopostal cp cap poscod',
  town: 'city town ort stadt ville ciudad poblacion localidad plaats woonplaats gemeente citta comune cty',
  country: 'country land laender lkz pays pais paese nazione cry',
  taxId:
    'ust ustid ustidnr ustidnummer tva tvaintra vatno vatnumber vatregno vatregistrationno vatregnumber vatregistration nif cif btw btwnr piva partitaiva federaltaxid federaltax taxid taxnumber stceg eecnum siret',
  tax: 'vat tax taxes mwst steuer taxe impuesto iva belasting imposta',
  email: 'email mail mails emailaddress courriel mel correo correoelectronico epost',
  phone: 'phone phones telephone telefon telefono telefoon tel phone1 fon',
  fax: 'fax telefax telecopie mobile mobil handy gsm movil cellular web website url homepage',
  currency:
    'currency currencies waehrung waehr whrg devise devises divisa divisas moneda valuta cur curr doccurrency waers waerk wkz isocode iso',
  price:
    'price prices preis preise prix pri precio precios prijs prijzen prezzo unitprice einzelpreis epreis netpr netpri vkp',
  rate: 'rate rates tarif tarifa tarief',
  amount:
    'amount amounts amt betrag betraege wert montant montants mnt importe importes bedrag bedragen importo importi value netwr',
  total: 'total totals summe gesamt ges somme totale totaal tot doctotal grandtotal subtotal sum',
  net: 'excludingvat exclvat excludingtax exclbtw net netto nett ht hors excl excluding neto imponibile not basis',
  gross:
    'includingvat inclvat vatincluded includingtax inclbtw inclmwst gross brutto ttc incl including bruto lordo ati',
  open: 'open opn offen offene offener off opos saldo balance remaining rest reste restant ouvert ouverte du abierto abierta pendiente pendientes openstaand openstaande aperto aperti unpaid outstanding residuo',
  quantity:
    'quantity quantities qty qte menge mengen mng quantite quantites cantidad cantidades cant unidades aantal aantallen hoeveelheid quantita qta count kwmeng lfimg',
  shipped:
    'shipped geliefert gelief gel delivered livre livree livres livrees enviado enviada entregado entregada servido servida servidas geleverd spedito spedita consegnato fulfilled lfimg',
  date: 'date dates dat datum fecha fechas data jour tag day stichtag termin dt audat fkdat vdatu edatu wadat erdat budat',
  ordered:
    'ordered order bestellt bestellte best bestell auftrags commande commandee commandees pedida pedidas pedido besteld bestelde ordinata ordinato posting document tran transaction audat',
  posted: 'acc posting posted buchung buchungs comptable contable boeking effective',
  created:
    'created creation create erstellt anlage erfassung modified last updated geaendert birth geburt geb start end from valid counting inventur',
  requested:
    'requested request wunsch wunschtermin gewuenscht souhaite souhaitee demandee solicitada solicitado deseada gewenst gewenste richiesta richiesto req vdatu',
  promised:
    'promised planned zugesagt bestaetigt prevue prevu prevista previsto verwacht verwachte verw confirmed edatu scheduled expected',
  due: 'due faellig faelligam faelligkeit echeance ech vencimiento vto verval vervaldatum scadenza dud',
  status: 'status state statut estado stato stat sta zustand etat docstatus situacion toestand',
  reference: 'reference ref refs referenz referencia referentie riferimento numatcard kenmerk',
  external: 'external externe extern externa externo ext fremd foreign externalid fremdreferenz',
  purchase:
    'purchase po poreference bestellnr bestellnummer bstkd bstnk numatcard otherref otherrefnum cusordref ordref sucomande supedido vuestro',
  yours: 'your yours ihr ihre ihrer votre vos su uw vostro',
  kind: 'type types typ kind art belegart belart art tipo soort categorie category categoria class klasse group gruppe groupe grupo groep',
  method: 'method mode zahlart zahlungsart zahlweise metodo methode forma modo tender wijze',
  description:
    'description descriptions desc bezeichnung bez bez1 text texts txt designation libelle lib descripcion omschrijving omschr descrizione displayname arktx maktx des',
  unit: 'unit units unitprice einzelpreis einheit einh me meins vrkme unite unites unidad eenheid unita uom ume sau stu',
  measure: 'measure measurement mengeneinheit medida mesure maat misura base stock sales',
  onHand:
    'onhand instock bestand bestaende lagerbestand physisch stock inventory existencia existencias voorraad voorraden giacenza reel physical physto hand',
  allocated:
    'allocated reserviert reserv reservierung reserved committed reserve reservee reservado gereserveerd impegnato impegnata alloue allsto',
  available: 'available verfuegbar verfueg disponible disponibile disponibilidad beschikbaar vrij atp avasto avail',
  next: 'next naechster naechste naechst prochain prochaine proximo proxima volgende prossimo expected zugang zugangs arrival entree',
  blocked:
    'blocked block sperre sperr gesperrt kzsperre hold onhold bloque bloquee blocage bloqueado bloqueo frozen credithold geblokkeerd blokkade blok bloccato blocco',
  reason: 'reason grund sperrgrund raison motif motivo reden causale remarks',
  limit: 'limit limits creditlimit kreditlimit limite plafond limiet fido',
  credit: 'credit kredit kred credito krediet',
  used: 'used genutzt utilise encours usado riesgo saldo exposure obligo balance gebruikt esposizione current',
  carrier: 'carrier spediteur frachtfuehrer transporteur transportista vervoerder corriere vettore bpt shipvia shipper',
  tracking:
    'tracking track sendung sendungs sendungsnr sendungsnummer paket suivi seguimiento volgnummer trackingnumber trackandtrace',
  // Elements around a request.
  bookmark: 'bookmark lesezeichen cursor bookmarkkey continuation signet marcador bladwijzer weiter',
  offset: 'offset skip startrow startrecord firstrow ab desde vanaf debut',
  page: 'page pageindex pagenumber pageno seite pagina',
  size: 'size anzahl pagesize setsize rowcount maxrows maxresults limit max taille maximum',
  key: 'key keys schluessel clef',
  known: 'known bekannt exists connu conocido bekend',
  only: 'only nur seulement solo alleen',
  onlyOpen: 'onlyopen nuroffene openonly opnonly nuroffen soloabiertos',
  search: 'search such suche recherche busqueda busca zoek ricerca query',
  field: 'field feld suchart champ campo veld column spalte colonne critere criterium searchby',
  criteria: 'criteria criterion value wert suchwert suchbegriff valeur valor waarde text texto tekst texte term',
  result:
    'return rueckgabe result results retcode errorcode returncode resultado resultat resultaat retour respuesta reponse risultato response rc',
  success: 'code status success ok issuccess iserror codigo',
  message: 'message messages msg meldung mensaje mensajes messaggio melding error errormessage',
  billing:
    'bill billing billto invoicing facturation facturacion facturatie fatturazione rechnungsadresse rechnungsanschrift',
  deliveryTo: 'shipto deliveryto lieferadresse lieferanschrift livraisonadresse mailing',
  discount: 'discount discounts rabatt remise descuento dto korting sconto surcharge rounding commission',
  threshold: 'minimum maximum min reorder safety mindest meldebestand seuil minimo',
  login:
    'login logon auth authentication session sitzung credentials passport context callcontext anmeldung connexion sesion sessie security',
  weight: 'weight gewicht poids peso volume volumen vol width height length',
  cost: 'cost costs kosten cout coste costo ek einstand profit margin',
  // What an operation does.
  read: 'read reads get gets lesen lies lire lecture leer lezen leggere retrieve fetch detail details getbyparams obtenir obtener consulta consultar consulter consultation ophalen haal opvragen show zeigen anzeigen abrufen holen visualizza',
  list: 'list lists all liste lijst listar lister lista elenco multiple readmultiple overview uebersicht getlist query search find',
  find: 'search find findby suchen suche such query abgleichen abgleich chercher rechercher recherche buscar busca busqueda zoek zoeken cercare cerca readmultiple lookup match',
  create:
    'create creates creat add adds anlegen neu anlage erfassen insert save creer creation crear alta aanmaken maak nieuw creare crea inserisci new post place submit erstellen createfromdat createfromdat2',
  changes: 'changes change changed aenderungen modified modifications cambios wijzigingen modifiche delta since',
  update:
    'update updates updatelist modify aendern aenderung mettre modifier modificar wijzig wijzigen modificare change set upsert close reopen restore',
  delete:
    'delete deletes remove loeschen supprimer supprime borrar eliminar baja verwijder verwijderen cancel storno stornieren annuler anular annuleren eliminare cancella void deleted',
  other:
    'print druck drucken imprimer imprimir afdruk stampa preview draft attach detach export import login logout initialize describe test check validate schema async deleted rec updated approve approval close servertime savedsearch customization selectvalue statistik umsatz',
  availability:
    'availability bestand bestaende stock stocks inventory disponibilite disponibilidad voorraad voorraden giacenza atp verfuegbarkeit existencias',
};

/** Words that say nothing about what a thing is: prefixes of parameters, and what stands around any name. */
export const SILENT =
  'to the of der die das de la le el los las du des het een iv ev is es it et im ex i e p z y x fld lcy gen db data row rows record info sell sales vente venta ventas verkoop verkauf std custom basic header head kop kopf entete cabecera testata response request reply req res item1 ws srv intra out in on am base ist hat mandant empresa';
