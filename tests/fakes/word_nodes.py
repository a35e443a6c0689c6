"""Elements of Word files, made of XML and told as XML."""

import re
from typing import cast

from lxml import etree

from desktop_llm.documents.editing.xml_part import Node


def node(xml: str) -> Node:
    """One element; its prefix is `w`."""
    return cast("Node", etree.fromstring(f'<w:x xmlns:w="w">{xml}</w:x>')[0])


def xml_of(element: Node) -> str:
    told = etree.tostring(cast("etree._Element", element), with_tail=False).decode()
    return re.sub(r' xmlns:\w+="[^"]*"', "", told)
