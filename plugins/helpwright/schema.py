"""JSON Schemas of front matter and the YAML files, from the tables of their readers.

Editors read YAML 1.2, in which `1.10` is a number and an empty value is null; Helpwright reads
every value as a text and passes over empty ones. So a text may also be a number, a truth value
or, where nothing is required, null.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from helpwright.fields import (
    ADDRESS_PATTERN,
    ARTICLE_FIELDS,
    DATE_PATTERN,
    IDENTIFIER_PATTERN,
    LEDGER_FIELDS,
    LOCALE_PATTERN,
    MAX_ENTRIES,
    MAX_INTERVAL,
    NUMBER_PATTERN,
    ORIGIN_PATTERN,
    RECIPE_FIELDS,
    REGISTRY_FIELDS,
    SCALE_PATTERN,
    SIZE_PATTERN,
    STEP_PATTERN,
    Field,
    Form,
)
from helpwright.rules import RULES

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALAR = ["string", "number", "boolean"]
_OPTIONAL = [*_SCALAR, "null"]
_PICTURE_PATH = r"^(?!/|.*\\|(?:.*/)?\.{0,2}(?:/|$))"
"""What begins at the folder of kb.yml, and has no part that is empty, `.` or `..`."""


def front_matter_schema() -> Schema:
    """Return the schema of an article's front matter."""
    return {
        "$schema": _DIALECT,
        "$id": "urn:helpwright:schema:front-matter",
        "title": "Front matter of a Helpwright article",
        "description": "What stands between the lines of hyphens at the top of an article.",
        **_mapping(ARTICLE_FIELDS),
    }


def kb_schema() -> Schema:
    """Return the schema of `kb.yml`."""
    schema = {
        "$schema": _DIALECT,
        "$id": "urn:helpwright:schema:kb",
        "title": "kb.yml of a Helpwright knowledge base",
        "description": "What all articles share: products, categories, section names, owners.",
        **_mapping(REGISTRY_FIELDS),
    }
    # Articles name these by their keys; the keys of other tables are paths or free names.
    for table in ("products", "inventories"):
        schema["properties"][table]["propertyNames"] = {"pattern": f"^{IDENTIFIER_PATTERN}$"}
    return schema


def screenshots_schema() -> Schema:
    """Return the schema of `screenshots.yml`."""
    return {
        "$schema": _DIALECT,
        "$id": "urn:helpwright:schema:screenshots",
        "title": "screenshots.yml of a Helpwright knowledge base",
        "description": "The pictures by path from kb.yml on, and what each shows.",
        "type": ["object", "null"],
        "propertyNames": {"pattern": _PICTURE_PATH},
        "additionalProperties": _mapping(LEDGER_FIELDS),
    }


def capture_schema() -> Schema:
    """Return the schema of `capture.yml`."""
    recipe = _mapping(RECIPE_FIELDS)
    # The whole page and an element of it exclude each other, and so do two kinds of number.
    recipe["not"] = {
        "required": ["selector", "area"],
        "properties": {"area": {"const": "page"}, "selector": {"pattern": r"\S"}},
    }
    properties = recipe["properties"]
    properties["highlights"]["items"]["not"] = {"required": ["step", "number"]}
    properties["actions"]["items"]["dependentRequired"] = {"fill": ["with"], "with": ["fill"]}
    return {
        "$schema": _DIALECT,
        "$id": "urn:helpwright:schema:capture",
        "title": "capture.yml of a Helpwright knowledge base",
        "description": "How each picture is taken, by its path from kb.yml on.",
        "type": ["object", "null"],
        "propertyNames": {"pattern": r"^(?!/|\.|.*/\.|.*//|.*\\).*\.png$"},
        "additionalProperties": recipe,
    }


SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "front-matter": front_matter_schema,
    "kb": kb_schema,
    "screenshots": screenshots_schema,
    "capture": capture_schema,
}
"""The schemas by the names that `helpwright schema` knows them by."""


def to_json(schema: Schema) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _mapping(fields: Mapping[str, Field]) -> Schema:
    required = [key for key, field in fields.items() if field.required]
    return {
        "type": "object" if required else ["object", "null"],
        **({"required": required} if required else {}),
        "properties": {
            key: {"description": field.description, **_FORMS[field.form](field)}
            for key, field in fields.items()
        },
        "additionalProperties": False,
    }


def _text(field: Field) -> Schema:
    return {"type": _SCALAR, "pattern": r"\S"} if field.required else {"type": _OPTIONAL}


def _texts(field: Field) -> Schema:
    return {"type": [*_OPTIONAL, "array"], "items": {"type": _OPTIONAL}}


def _identifier(field: Field) -> Schema:
    return {
        "type": _SCALAR if field.required else _OPTIONAL,
        "pattern": f"^{IDENTIFIER_PATTERN}$",
        "minimum": 0,
    }


def _identifiers(field: Field) -> Schema:
    # `false` is a truth value for an editor, which the pattern says nothing about.
    one = {"pattern": f"^{IDENTIFIER_PATTERN}$", "minimum": 0}
    return {"type": [*_OPTIONAL, "array"], **one, "items": {"type": _OPTIONAL, **one}}


def _date(field: Field) -> Schema:
    kinds = "string" if field.required else ["string", "null"]
    return {"type": kinds, "pattern": f"^{DATE_PATTERN}$", "format": "date"}


def _digest(field: Field) -> Schema:
    # Some digests have decimal digits only, and so are numbers for an editor.
    kinds = ["string", "integer", *([] if field.required else ["null"])]
    return {"type": kinds, "pattern": "^[0-9a-fA-F]{64}$", "minimum": 0}


def _choice(field: Field) -> Schema:
    return {"enum": [*field.choices, *([] if field.required else [None])]}


def _applies_to(field: Field) -> Schema:
    versions = {
        "type": [*_SCALAR, "array"],
        "pattern": r"\S",
        "minItems": 1,
        "items": {"type": _OPTIONAL},
    }
    return {"type": ["object", "null"], "additionalProperties": versions}


def _dated_lines(field: Field) -> Schema:
    return {
        "type": ["object", "null"],
        "propertyNames": {"pattern": f"^{DATE_PATTERN}$", "format": "date"},
        "additionalProperties": {"type": _SCALAR, "pattern": r"^\s*\S.*\s*$"},
    }


def _version_table(field: Field) -> Schema:
    return {
        "type": ["object", "null"],
        "additionalProperties": {"type": _SCALAR, "pattern": r"\S"},
    }


def _versions(field: Field) -> Schema:
    one = {**_mapping(field.fields), "type": [*_OPTIONAL, "object"]}
    return {"type": [*_OPTIONAL, "array"], "items": one}


def _names(field: Field) -> Schema:
    return {
        "type": ["object", "null"],
        "propertyNames": {"pattern": f"^{IDENTIFIER_PATTERN}$"},
        "additionalProperties": {"type": _OPTIONAL},
    }


def _table(field: Field) -> Schema:
    return {"type": ["object", "null"], "additionalProperties": _mapping(field.fields)}


def _text_table(field: Field) -> Schema:
    return {"type": ["object", "null"], "additionalProperties": {"type": _OPTIONAL}}


def _texts_table(field: Field) -> Schema:
    return {
        "type": ["object", "null"],
        "properties": {choice: _texts(field) for choice in field.choices},
        "additionalProperties": False,
    }


def _choice_table(field: Field) -> Schema:
    # One entry a rule, so that editors complete its name and say what it is about.
    return {
        "type": ["object", "null"],
        "properties": {
            name: {"description": rule.summary, "enum": [*field.choices, None]}
            for rule in RULES
            for name in (rule.code, rule.name)
        },
        "additionalProperties": False,
    }


def _settings(field: Field) -> Schema:
    return _mapping(field.fields)


def _seconds(field: Field) -> Schema:
    return {"type": ["number", "null"], "minimum": 0, "maximum": MAX_INTERVAL}


def _seconds_table(field: Field) -> Schema:
    return {"type": ["object", "null"], "additionalProperties": _seconds(field)}


def _text_like(pattern: str, *others: str) -> Callable[[Field], Schema]:
    """Return what makes the schema of a text of a form, which editors may read as `others`."""

    def made(field: Field) -> Schema:
        kinds = ["string", *others, *([] if field.required else ["null"])]
        return {"type": kinds, "pattern": f"^(?:{pattern})$"}

    return made


def _scale(field: Field) -> Schema:
    text = {"type": ["string", "null"], "pattern": f"^(?:{SCALE_PATTERN})$"}
    return {"anyOf": [text, {"type": "number", "minimum": 1, "maximum": 4, "multipleOf": 0.1}]}


def _number(field: Field) -> Schema:
    kinds = ["string", "integer", "null"]
    return {"type": kinds, "pattern": f"^{NUMBER_PATTERN}$", "minimum": 1, "maximum": 999}


def _origins(field: Field) -> Schema:
    one = {"pattern": f"^{ORIGIN_PATTERN}$"}
    return {
        "type": ["string", "array", "null"],
        **one,
        "items": {"type": ["string", "null"], **one},
    }


def _entries(field: Field) -> Schema:
    one = _mapping(field.fields)
    if field.choices:
        one |= {"type": "object", "oneOf": [{"required": [key]} for key in field.choices]}
    return {"type": ["array", "null"], "maxItems": MAX_ENTRIES, "items": one}


_FORMS: Mapping[Form, Callable[[Field], Schema]] = {
    Form.TEXT: _text,
    Form.TEXTS: _texts,
    Form.IDENTIFIER: _identifier,
    Form.IDENTIFIERS_OR_NONE: _identifiers,
    Form.DATE: _date,
    Form.DIGEST: _digest,
    Form.CHOICE: _choice,
    Form.APPLIES_TO: _applies_to,
    Form.DATED_LINES: _dated_lines,
    Form.VERSION_TABLE: _version_table,
    Form.VERSIONS: _versions,
    Form.NAMES: _names,
    Form.TABLE: _table,
    Form.TEXT_TABLE: _text_table,
    Form.TEXTS_TABLE: _texts_table,
    Form.CHOICE_TABLE: _choice_table,
    Form.SETTINGS: _settings,
    Form.SECONDS: _seconds,
    Form.SECONDS_TABLE: _seconds_table,
    Form.SIZE: _text_like(SIZE_PATTERN),
    Form.SCALE: _scale,
    Form.ADDRESS: _text_like(ADDRESS_PATTERN),
    Form.ORIGINS: _origins,
    Form.LOCALE: _text_like(LOCALE_PATTERN),
    Form.STEP: _text_like(STEP_PATTERN),
    Form.NUMBER: _number,
    Form.ENTRIES: _entries,
}
