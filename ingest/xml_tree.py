"""XML read safely: no entities, no network, no depth that a document could not have."""

from lxml import etree
from lxml.etree import _Element as Element

from ingest.files import RefusedError


def read_xml(content: bytes) -> Element:
    """The root element; raises RefusedError where the bytes are no well-formed XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise RefusedError(f"not readable as XML: {error}") from error
    return root


def local(element: Element) -> str:
    """The element's name without its namespace; empty for comments."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, *names: str) -> list[Element]:
    """Elements right below, those of these names only where names are given."""
    found = [one for one in element if isinstance(one.tag, str)]
    return [one for one in found if local(one) in names] if names else found


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at the end of a path of names; None where it is not there."""
    for name in path:
        element = next(iter(children(element, name)), None) if element is not None else None
    return element


def text_of(element: Element | None) -> str:
    """All text inside, blanks folded; empty for nothing."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
