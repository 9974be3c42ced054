"""Adding to kb.yml: all that was there stays, and all that was missing is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpwright.fields import REGISTRY_FIELDS
from helpwright.knowledge import Category, Product, Registry
from helpwright.model import SectionKind
from helpwright.parse.registry import MAX_REGISTRY_BYTES, parse_registry
from helpwright.parse.sections import fold_name
from helpwright.rules import RULE_CODES
from helpwright.source import Source
from helpwright.write.registry import Additions, CannotExtend, add_to_registry, join_versions
from helpwright.write.scalars import quoted, scalar

KETTLE = Product("kettle", "Kettle", ("1.0", "1.2", "1.10"), ("Water Kettle",))
ALL = Additions(
    title="Kitchen help",
    products=(KETTLE, Product("pot", "Pot #1")),
    categories={"heating": "Heating", "heating/plates": "Plates: hot, cold"},
    sections={SectionKind.CAUSE: ("Why it is so", "why it is so:"), SectionKind.SYMPTOM: ()},
    redirects={"/old/kettle/": "cold-kettle", "/a b": "https://x.example/?a=b", "/c": "/kb/"},
    owners={"kitchen": "kitchen@example.com"},
    rules={"missing-picture": "warning", "HW204": "off"},
)


def parse(text: str) -> Registry:
    """Return what a kb.yml says, but for places; it must be free of mistakes."""
    registry, found = parse_registry(Source("kb.yml", text.encode()), RULE_CODES)
    assert [one.message for one in found] == [], text
    categories = {path: replace(it, span=None) for path, it in registry.categories.items()}
    return replace(registry, categories=categories, redirect_spans={})


def added(old: Registry, more: Additions, titled: bool) -> Registry:
    """Return what a registry says together with additions."""
    products = dict(old.products)
    for product in more.products:
        known = products.get(product.id, Product(product.id, product.name))
        aliases = dict.fromkeys((*known.aliases, *product.aliases))
        fresh = [one for one in aliases if one in known.aliases or one != known.name]
        versions = join_versions(known.versions, product.versions)
        products[product.id] = replace(known, versions=tuple(versions), aliases=tuple(fresh))
    categories = {path: Category(path, title) for path, title in more.categories.items()}
    names = dict(old.section_names)
    builtin = parse("").section_names
    for kind, headings in more.sections.items():
        for heading in headings:
            key = fold_name(heading)
            if names.get(key) == builtin.get(key):
                names[key] = kind
    severities = {
        RULE_CODES[name]: parse(f"rules: {{{name}: {level}}}").severities[RULE_CODES[name]]
        for name, level in more.rules.items()
    }
    return replace(
        old,
        title=more.title if more.title and not titled else old.title,
        products=products,
        categories={**categories, **old.categories},
        section_names=names,
        redirects={**more.redirects, **old.redirects},
        owners={**more.owners, **old.owners},
        severities={**severities, **old.severities},
    )


def is_among(part: list[str], whole: list[str]) -> bool:
    """Tell whether all of a list stands in another one, in this order."""
    rest = iter(whole)
    return all(one in rest for one in part)


# A new file


def test_a_new_file_reads_well() -> None:
    assert add_to_registry(None, ALL) == (
        """\
# What the articles of this knowledge base share. Change and sort it as you like: what is
# added later leaves your lines as they are.
title: Kitchen help

# What articles apply to, with versions from old to new.
products:
  kettle:
    name: Kettle
    versions: ["1.0", "1.2", "1.10"]
    aliases: [Water Kettle]
  pot:
    name: "Pot #1"

# The folders of articles, in the order in which the site lists them.
categories:
  heating:
    title: Heating
  heating/plates:
    title: "Plates: hot, cold"

# More headings that open a section.
sections:
  cause: [Why it is so]

# Former addresses, and the article or address that they lead to.
redirects:
  /old/kettle/: cold-kettle
  "/a b": https://x.example/?a=b
  /c: /kb/

# Who looks after articles.
owners:
  kitchen: kitchen@example.com

# What does not stop a build for now. Remove a line when its mistakes are mended.
rules:
  missing-picture: warning
  HW204: "off"
"""
    )


def test_nothing_to_add_makes_a_file_that_says_nothing() -> None:
    assert parse(add_to_registry(None, Additions())) == parse("")


def test_many_versions_stand_one_a_line() -> None:
    versions = tuple(f"2024.{number}.0" for number in range(20))
    text = add_to_registry(None, Additions(products=(Product("app", "App", versions),)))
    assert "    versions:\n      - 2024.0.0\n      - 2024.1.0\n" in text
    assert parse(text).products["app"].versions == versions


# Files that are there


def test_each_addition_goes_to_its_place_and_all_else_stays() -> None:
    old = """\
# yaml-language-server: $schema=.kb.schema.json

# What we sell
products:
    kettle:
        name: The kettle   # as customers say
        versions: [1.0, 2.0]  # more to come
        # no aliases yet

    # The cup
    cup:
        versions:
        - "1"  # a comment
        - "3"
        name: >-
            A long
            name
        # about the cup

# People
owners: {support: us}
categories:  # none yet
  # heating: soon
rules: {}
redirects: {
  "/a b": pot  # kept
}
"""
    more = replace(
        ALL, products=(*ALL.products, Product("cup", "Cup", ("0", "2"), ("A long name",)))
    )
    assert add_to_registry(old, more) == (
        """\
# yaml-language-server: $schema=.kb.schema.json

title: Kitchen help

# What we sell
products:
    kettle:
        name: The kettle   # as customers say
        versions: [1.0, "1.2", "1.10", 2.0]  # more to come
        # no aliases yet
        aliases: [Water Kettle]

    # The cup
    cup:
        versions:
        - "0"
        - "1"  # a comment
        - "2"
        - "3"
        name: >-
            A long
            name
        # about the cup
    pot:
        name: "Pot #1"

# People
owners: {support: us, kitchen: "kitchen@example.com"}
categories:  # none yet
  # heating: soon
    heating:
        title: Heating
    heating/plates:
        title: "Plates: hot, cold"

sections:
    cause: [Why it is so]
rules: {missing-picture: warning, HW204: "off"}
redirects: {
  "/a b": pot, /old/kettle/: cold-kettle, /c: /kb/  # kept
}
"""
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("", "products:\n  a:\n    name: A\n", id="empty"),
        pytest.param("# c", "# c\n\nproducts:\n  a:\n    name: A\n", id="a comment"),
        pytest.param("---\n", "---\n\nproducts:\n  a:\n    name: A\n", id="a mark"),
        pytest.param("{}\n", "{products: {a: {name: A}}}\n", id="braces"),
        pytest.param("{title: T}", "{title: T, products: {a: {name: A}}}", id="in braces"),
        pytest.param("title: T", "title: T\n\nproducts:\n  a:\n    name: A", id="no line end"),
        pytest.param(
            "title: T\r\n", "title: T\r\n\r\nproducts:\r\n  a:\r\n    name: A\r\n", id="CRLF"
        ),
        pytest.param(
            "\ufefftitle: T\n",
            "\ufefftitle: T\n\nproducts:\n  a:\n    name: A\n",
            id="a mark of UTF-8",
        ),
        pytest.param(
            "products:\n\ntitle: T\n", "products:\n  a:\n    name: A\n\ntitle: T\n", id="no value"
        ),
        pytest.param(
            "title: # none\nproducts: {a: {name: }}",
            "title: # none\nproducts: {a: {name: A}}",
            id="no name",
        ),
        pytest.param("products: {}\n", "products: {a: {name: A}}\n", id="no products"),
        pytest.param("products:\n  a:\n", "products:\n  a:\n    name: A\n", id="no product"),
        pytest.param(
            "products:\n  a:\n    name: A\n...\n", "products:\n  a:\n    name: A\n...\n", id="there"
        ),
        pytest.param(
            "title: |\n  T\n\nowners: {a: b}\n",
            "title: |\n  T\n\nproducts:\n  a:\n    name: A\n\nowners: {a: b}\n",
            id="behind a text of several lines",
        ),
    ],
)
def test_forms_of_files(old: str, new: str) -> None:
    more = Additions(products=(Product("a", "A"),))
    assert add_to_registry(old, more) == new
    assert add_to_registry(new, more) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title:", "title: T"),
        ("title: ", "title: T"),
        ("title: # none", "title: T # none"),
        ("title: Old", "title: Old"),
        ("# about\nowners: {a: b}", "# about\ntitle: T\nowners: {a: b}"),
        ("# about\n\n# who\nowners: {a: b}", "# about\n\ntitle: T\n\n# who\nowners: {a: b}"),
        ("---\nowners: {a: b}", "---\ntitle: T\nowners: {a: b}"),
    ],
)
def test_a_title_goes_to_the_top_if_there_is_none(old: str, new: str) -> None:
    assert add_to_registry(f"{old}\n", Additions(title="T")) == f"{new}\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("versions: 1.2", 'versions: ["1.0", 1.2, "1.10"]'),
        ("versions: a[1]", 'versions: ["a[1]", "1.0", "1.2", "1.10"]'),
        ('versions: a"[1]', """versions: ['a"[1]', "1.0", "1.2", "1.10"]"""),
        ("versions: [1.2]", 'versions: ["1.0", 1.2, "1.10"]'),
        ("versions: [ 1.10, ]", 'versions: [ "1.0", "1.2", 1.10, ]'),
        ("versions: []", 'versions: ["1.0", "1.2", "1.10"]'),
        ("versions:", 'versions:\n      - "1.0"\n      - "1.2"\n      - "1.10"'),
        ("versions: # none", 'versions: # none\n      - "1.0"\n      - "1.2"\n      - "1.10"'),
        ("versions:\n    - 1.2", 'versions:\n    - "1.0"\n    - 1.2\n    - "1.10"'),
        (
            "versions:\n    # oldest\n    - 1.0\n    # newest\n    - 1.10",
            'versions:\n    # oldest\n    - 1.0\n    - "1.2"\n    # newest\n    - 1.10',
        ),
        (
            "versions: [\n      1.0, # old\n      1.10 # new\n    ]",
            'versions: [\n      1.0, "1.2", # old\n      1.10 # new\n    ]',
        ),
        ("versions: [1.0, 1.5, 2.0]", 'versions: [1.0, "1.2", 1.5, "1.10", 2.0]'),
        ("versions: [2.0, 1.0]", 'versions: [2.0, 1.0, "1.2", "1.10"]'),
        (
            "versions:\n    - version: 1.0 # old\n      released:\n    - {version: 1.10}",
            'versions:\n    - version: 1.0 # old\n      released:\n    - "1.2"\n'
            "    - {version: 1.10}",
        ),
        (
            "versions:\n    - version: 1.10\n      aliases:\n        - New  # name",
            'versions:\n    - "1.0"\n    - "1.2"\n'
            "    - version: 1.10\n      aliases:\n        - New  # name",
        ),
        (
            "versions:\n    - retired: 2024-03-01\n      version: 1.0",
            'versions:\n    - retired: 2024-03-01\n      version: 1.0\n    - "1.2"\n    - "1.10"',
        ),
        (
            "versions: [{version: 1.2, aliases: ['1.10']}]",
            "versions: [\"1.0\", {version: 1.2, aliases: ['1.10']}]",
        ),
        ("versions: [version: 1.2]", 'versions: ["1.0", version: 1.2, "1.10"]'),
    ],
)
def test_forms_of_lists(old: str, new: str) -> None:
    head = "products:\n  kettle:\n    name: Kettle\n    "
    tail = "\n    aliases: [Water Kettle]\n"
    assert add_to_registry(f"{head}{old}{tail}", Additions(products=(KETTLE,))) == head + new + tail


def test_a_name_of_a_section_is_added_once_whatever_its_capitals() -> None:
    old = "sections:\n  cause: why IT is so\n"
    assert add_to_registry(old, Additions(sections=ALL.sections)) == old
    more = Additions(sections={SectionKind.SYMPTOM: ("WHY it is so", "What you see")})
    assert add_to_registry(old, more) == old + "  symptom: [What you see]\n"


def test_a_category_with_a_slash_at_its_end_is_the_same() -> None:
    old = "categories:\n  heating/:\n    title: Warm\n"
    assert add_to_registry(old, Additions(categories={"heating": "Heating"})) == old


def test_a_product_that_comes_twice_is_one() -> None:
    products = (KETTLE, replace(KETTLE, name="Other", versions=("1.5",), aliases=("Kettle", "Pro")))
    made = parse(add_to_registry(None, Additions(products=products))).products
    assert made == {
        "kettle": Product(
            "kettle", "Kettle", ("1.0", "1.2", "1.5", "1.10"), ("Water Kettle", "Pro")
        )
    }


@pytest.mark.parametrize(
    ("old", "reason"),
    [
        ("products: ~\n", "`products` says that it is empty"),
        ("products: ''\n", "`products` says that it is empty"),
        ("products: [kettle]\n", "`products` holds something else than is expected"),
        ("products: kettle\n", "`products` holds something else than is expected"),
        ("products: []\n", "`products` holds something else than is expected"),
        ("[kettle]\n", "it has no keys"),
        ("kettle\n", "it has no keys"),
        ("products:\n\tkettle: 1\n", "line 2 cannot be read: the line begins with a tab"),
        ("title: T\n---\na: b\n", "line 2 cannot be read"),
        ("products: {kettle: {name: K, versions: {1: 2}}}\n", "`versions` holds something else"),
        ("products: {kettle: {name: K, versions: [,]}}\n", "line 1 cannot be read"),
        ("products: {kettle: {name: K, versions: ['']}}\n", "`versions` has nothing but empty"),
        ("? products\n: kettle: {name: K}\n", "line 2 holds several things at once"),
    ],
)
def test_what_cannot_be_extended_is_told_with_what_to_add(old: str, reason: str) -> None:
    with pytest.raises(CannotExtend) as caught:
        add_to_registry(old, ALL)
    told = str(caught.value)
    assert reason in told
    by_hand = told.partition("Add this by hand:\n")[2]
    whole = parse(add_to_registry(None, ALL))
    assert replace(parse(by_hand), products={}) == replace(whole, products={})
    assert parse(by_hand).products.keys() == whole.products.keys()


def test_what_would_be_too_long_to_be_read_is_refused() -> None:
    redirects = {f"/old/{number}/": "x" * 100 for number in range(MAX_REGISTRY_BYTES // 110)}
    for old in (None, "title: T\n"):
        with pytest.raises(CannotExtend, match="more than are read"):
            add_to_registry(old, Additions(redirects=redirects))
    half = dict(list(redirects.items())[: len(redirects) // 2])
    assert len(parse(add_to_registry(None, Additions(redirects=half))).redirects) == len(half)


# Versions


@pytest.mark.parametrize(
    ("there", "wanted", "joined"),
    [
        ("2010 2016", "2013", "2010 2013 2016"),
        ("1.9 1.10", "1.2 1.11", "1.2 1.9 1.10 1.11"),
        ("2019 online", "2016 online", "2016 2019 online"),
        ("b a", "c b a", "c b a"),
        ("b a", "x a y", "b x a y"),
        ("", "3 1 2", "3 1 2"),
    ],
)
def test_versions_are_joined_from_old_to_new(there: str, wanted: str, joined: str) -> None:
    assert join_versions(there.split(), wanted.split()) == joined.split()


versions = st.lists(st.sampled_from(["1", "1.2", "1.10", "2", "R2", "2 SP1"]), unique=True)


@given(versions, versions)
def test_joined_versions_keep_what_was_there_and_lose_none(
    there: list[str], wanted: list[str]
) -> None:
    joined = join_versions(there, wanted)
    assert is_among(there, joined)
    assert sorted(joined) == sorted({*there, *wanted})
    assert join_versions(joined, wanted) == joined
    if not set(there) & set(wanted) and wanted == sorted(wanted, key=joined.index):
        assert is_among(wanted, joined)


# Whatever stands there, whatever is added

ids = st.sampled_from(["a", "b-1", "c.2", "8x8", "no"])
words = st.text("ab Z9\u00e9\u65e5#:,'\"[]{}-/\\&*!?|>%@`~=.", min_size=1, max_size=9).filter(
    lambda text: text.strip() == text and text not in ("~",)
)
products = st.builds(
    Product,
    ids,
    words,
    st.lists(st.sampled_from(["1", "1.2", "1.10", "x y", "2"]), max_size=3, unique=True).map(tuple),
    st.lists(words, max_size=2, unique=True).map(tuple),
)


def shown(product: Product) -> str:
    """Return a product's name as readers see it, of which kb.yml may have only one."""
    return " ".join(product.name.split())


headings = st.sampled_from(["Why", "why:", "How come", "What you see", "Extra: more", "G[1]"])
additions = st.builds(
    Additions,
    title=st.one_of(st.just(""), words),
    products=st.lists(products, max_size=3, unique_by=(lambda product: product.id, shown)).map(
        tuple
    ),
    categories=st.dictionaries(ids, words, max_size=2),
    sections=st.dictionaries(
        st.sampled_from([SectionKind.CAUSE, SectionKind.APPLIES_TO]),
        st.lists(headings, max_size=3).map(tuple),
        max_size=2,
    ),
    redirects=st.dictionaries(
        st.sampled_from(["/a/", "/b c", "/d:e", "/{f}", "/\u00e9.html", "/g#"]), words, max_size=3
    ),
    owners=st.dictionaries(st.one_of(ids, words), words, max_size=2),
    rules=st.dictionaries(
        st.sampled_from(["missing-picture", "HW204"]),
        st.sampled_from(["warning", "off"]),
        max_size=2,
    ),
)


def as_data(more: Additions) -> dict[str, object]:
    """Return additions as the data that a kb.yml of them has."""
    return {
        "title": more.title,
        "products": {
            it.id: {"name": it.name, "versions": [*it.versions], "aliases": [*it.aliases]}
            for it in more.products
        },
        "categories": {path: {"title": title} for path, title in more.categories.items()},
        "sections": {str(kind): [*names] for kind, names in more.sections.items()},
        "redirects": dict(more.redirects),
        "owners": dict(more.owners),
        "rules": dict(more.rules),
    }


class Writer:
    """Writes data as YAML, each part in one of the ways in which people write it."""

    def __init__(self, draw: st.DrawFn, flow: bool) -> None:
        self.draw = draw
        self.flow = flow
        self.step = draw(st.integers(1, 4))

    def one_in(self, number: int) -> bool:
        return self.draw(st.integers(1, number)) == 1

    def text(self, value: str) -> str:
        return quoted(value) if self.one_in(3) or self.flow else scalar(value)

    def comment(self, indent: int) -> str:
        return " " * self.draw(st.integers(0, indent)) + "# a: [comment\n"

    def version(self, label: str) -> object:
        """Return a version as a label or, at times, as keys."""
        if not self.one_in(3):
            return label
        about = {"aliases": [f"Edition {label}"], "released": "2024-03-01", "retired": ""}
        chosen = {key: value for key, value in about.items() if self.one_in(2)}
        return dict(self.draw(st.permutations([("version", label), *chosen.items()])))

    def inline(self, value: object) -> str:
        if isinstance(value, str):
            return quoted(value)
        if isinstance(value, Mapping):
            return f"{{{', '.join(f'{quoted(k)}: {self.inline(v)}' for k, v in value.items())}}}"
        assert isinstance(value, list)
        return f"[{', '.join(map(self.inline, value))}]"

    def table(self, value: Mapping[str, object], indent: int) -> str:
        text = ""
        for key, inner in value.items():
            if key == "versions" and isinstance(inner, list):
                inner = [self.version(one) for one in inner]
            if self.one_in(6):
                text += self.comment(indent)
            text += "\n" * self.one_in(6)
            text += f"{' ' * indent}{self.text(key)}:{self.value(inner, indent)}"
        return text

    def value(self, value: object, indent: int) -> str:
        end = "  # told\n" if self.one_in(5) else "\n"
        if isinstance(value, str):
            if self.one_in(6) and value.isalnum():
                return f" >-\n{' ' * (indent + self.step)}{value}\n" + "\n" * self.one_in(2)
            return f" {self.text(value)}{end}" if value else end
        if self.flow and self.one_in(2):
            return f" {self.inline(value)}{end}"
        if isinstance(value, list):
            if len(value) == 1 and isinstance(value[0], str) and self.one_in(3) and self.flow:
                return f" {scalar(value[0])}{end}"
            inner = indent + self.draw(st.integers(0, 3))
            return end + "".join(self.item(one, inner) for one in value)
        assert isinstance(value, Mapping)
        return end + self.table(value, indent + self.step)

    def item(self, value: object, indent: int) -> str:
        start = f"{' ' * indent}- "
        if isinstance(value, str):
            return f"{start}{self.text(value)}\n"
        assert isinstance(value, Mapping)
        table = self.table(value, len(start)) if not self.one_in(3) else ""
        if table.startswith(" " * len(start)) and table.strip()[0] != "#":
            return start + table[len(start) :]
        return f"{start}{self.inline(value)}\n"


@st.composite
def registries(draw: st.DrawFn, flow: bool) -> str:
    """Make a kb.yml that is free of mistakes; without `flow`, none of it is in brackets."""
    writer = Writer(draw, flow)
    data = as_data(draw(additions))
    kept = draw(st.permutations([key for key in REGISTRY_FIELDS if data.get(key)]))
    text = writer.table({key: data[key] for key in kept}, 0)
    text += "# the end\n" * writer.one_in(4)
    text = text.removesuffix("\n") if writer.one_in(4) else text
    return text.replace("\n", "\r\n") if writer.one_in(5) else text


def check(old: str, more: Additions) -> str:
    before = parse(old)
    taken = {shown(product): product.id for product in before.products.values()}
    assume(all(taken.get(shown(it), it.id) == it.id for it in more.products))
    new = add_to_registry(old, more)
    titled = "title" in [line.partition(":")[0].strip("\"'") for line in old.splitlines()]
    assert parse(new) == added(before, more, titled), new
    assert add_to_registry(new, more) == new
    return new


@given(registries(flow=False), additions)
def test_every_line_stays_and_all_is_added(old: str, more: Additions) -> None:
    new = check(old, more)
    blank = [line for line in new.splitlines() if line.strip()]
    assert is_among([line for line in old.splitlines() if line.strip()], blank)
    assert ("\r\n" in new) == ("\r\n" in old) or "\n" not in old
    assert new.count("\r\n") in (0, new.count("\n"))


@given(registries(flow=True), additions)
def test_lists_and_tables_in_brackets_are_extended_too(old: str, more: Additions) -> None:
    assert is_among([*old], [*check(old, more)])


@given(additions)
def test_a_new_file_says_what_was_added(more: Additions) -> None:
    new = add_to_registry(None, more)
    assert parse(new) == added(parse(""), more, False)
    assert add_to_registry(new, more) == new


@given(st.text(max_size=60), additions)
def test_any_text_is_extended_or_refused(old: str, more: Additions) -> None:
    try:
        new = add_to_registry(old.encode("utf-8", "replace").decode(), more)
    except CannotExtend as error:
        assert str(error)
    else:
        assert add_to_registry(new, more) == new
