/** Changes of WSDL texts, each made the same way in every file of a folder. Null: it does not apply there. */
export type Texts = ReadonlyMap<string, string>;
export type TextChange = (texts: Texts, name: string, namespace: string) => Map<string, string> | null;

const ELEMENT = (name: string) => new RegExp(`<((?:[\\w.-]+:)?)element\\b([^>]*?)\\bname="${name}"([^>]*?)(/?)>`, 'g');

function everywhere(texts: Texts, change: (text: string) => string): Map<string, string> | null {
  const changed = new Map([...texts].map(([file, text]) => [file, change(text)]));
  return [...changed].some(([file, text]) => text !== texts.get(file)) ? changed : null;
}

/** Null where one declaration of the name stays as it is: it may be the one that is used. */
function onElements(
  texts: Texts,
  name: string,
  to: (prefix: string, attributes: string, end: string) => string | null,
): Map<string, string> | null {
  let isWhole = true;
  const changed = everywhere(texts, (text) =>
    text.replace(ELEMENT(name), (whole, prefix: string, before: string, after: string, end: string) => {
      const made = to(prefix, `${before} ${after}`, end);
      if (made === null) isWhole = false;
      return made ?? whole;
    }),
  );
  return isWhole ? changed : null;
}

/** Changes that can make a message wrong. `name` is a local name, and `namespace` one, that the connector uses. */
export const BREAKING: Record<string, TextChange> = {
  renamed: (texts, name) =>
    onElements(texts, name, (prefix, more, end) => `<${prefix}element name="${name}Neu"${more}${end}>`),
  removed: (texts, name) => onElements(texts, name, (_prefix, _more, end) => (end === '/' ? '' : null)),
  retyped: (texts, name) =>
    onElements(texts, name, (prefix, more, end) =>
      end === '/' && /\btype="[^"]*:(?:string|decimal|int|date)"/.test(more)
        ? `<${prefix}element name="${name}"${more.replace(/type="[^"]*"/, `type="${prefix}dateTime"`)}/>`
        : null,
    ),
  'new values': (texts, name) =>
    onElements(texts, name, (prefix, more, end) =>
      end === '/' && /\btype="[^"]*:string"/.test(more)
        ? `<${prefix}element name="${name}"${more.replace(/\s*type="[^"]*"/, '')}><${prefix}simpleType><${prefix}restriction base="${prefix}string"><${prefix}enumeration value="A"/><${prefix}enumeration value="B"/></${prefix}restriction></${prefix}simpleType></${prefix}element>`
        : null,
    ),
  'shorter text': (texts, name) =>
    onElements(texts, name, (prefix, more, end) =>
      end === '/' && /\btype="[^"]*:string"/.test(more)
        ? `<${prefix}element name="${name}"${more.replace(/\s*type="[^"]*"/, '')}><${prefix}simpleType><${prefix}restriction base="${prefix}string"><${prefix}maxLength value="3"/></${prefix}restriction></${prefix}simpleType></${prefix}element>`
        : null,
    ),
  'moved namespace': (texts, _name, namespace) =>
    everywhere(texts, (text) => text.replaceAll(`"${namespace}"`, `"${namespace}:v9"`)),
};

/** Changes that no message shows. */
export const HARMLESS: Record<string, TextChange> = {
  comments: (texts, name) =>
    everywhere(texts, (text) => text.replace(/<((?:[\w.-]+:)?)element\b/g, `<!-- ${name} is here -->$&`)),
  documentation: (texts) =>
    everywhere(texts, (text) =>
      text.replace(
        /<((?:[\w.-]+:)?)(schema)\b[^>]*[^/]>/g,
        '$&<$1annotation><$1documentation>New words.</$1documentation></$1annotation>',
      ),
    ),
  address: (texts) =>
    everywhere(texts, (text) => text.replace(/(address\b[^>]*location=")[^"]*"/g, '$1https://elsewhere.example/x"')),
  whitespace: (texts) => everywhere(texts, (text) => text.replace(/>\s+</g, '>\n\n\t <')),
  'attribute order': (texts) =>
    everywhere(texts, (text) => text.replace(/<((?:[\w.-]+:)?element)\s+(\w+="[^"]*")\s+(\w+="[^"]*")/g, '<$1 $3 $2')),
  prefixes: (texts) =>
    everywhere(texts, (text) => {
      const prefix = /xmlns:([\w.-]+)="http:\/\/www\.w3\.org\/2001\/XMLSchema"/.exec(text)?.[1];
      return prefix === undefined
        ? text
        : text
            .replaceAll(`xmlns:${prefix}=`, 'xmlns:zz=')
            .replaceAll(`<${prefix}:`, '<zz:')
            .replaceAll(`</${prefix}:`, '</zz:')
            .replaceAll(`"${prefix}:`, '"zz:');
    }),
  'unused type': (texts, name) =>
    everywhere(texts, (text) =>
      text.replace(
        /<((?:[\w.-]+:)?)schema\b[^>]*[^/]>/g,
        `$&<$1simpleType name="Unused${name}"><$1restriction base="$1string"/></$1simpleType>`,
      ),
    ),
  'new optional element': (texts, name) =>
    everywhere(texts, (text) =>
      text.replace(
        /(<((?:[\w.-]+:)?)complexType name="[^"]*"[^>]*>\s*<(?:[\w.-]+:)?sequence>)([\s\S]*?)(<\/(?:[\w.-]+:)?sequence>)/g,
        `$1$3<$2element name="Neu${name}" type="$2string" minOccurs="0"/>$4`,
      ),
    ),
};
