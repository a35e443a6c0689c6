"""Where a paragraph stands among lists of an OpenDocument text (part 3, 5.3). Reading process.

Lists hold items, and items paragraphs and lists. What comes into the middle of one divides it.
"""

from desktop_llm.documents.editing.odt_names import TEXT
from desktop_llm.documents.editing.odt_shapes import ITEMS, LISTS, OdtShape, OdtShapes, lists_around
from desktop_llm.documents.editing.xml_part import Node, local_name, new_node, put_before, put_behind, take_out
from desktop_llm.documents.rich_text import ParagraphKind

_ID: str = "{http://www.w3.org/XML/1998/namespace}id"


class OdtLists:
    def __init__(self, shapes: OdtShapes) -> None:
        self._shapes = shapes

    def put_behind(self, node: Node, last: Node, shape: OdtShape, style: str) -> None:
        """`style` is that of a list which is new."""
        around = lists_around(last)
        if not around:
            put_behind(self._wrapped(node, shape, style), last)
        elif shape.kind is ParagraphKind.LIST_ITEM:
            self._put_item(node, last, shape, style)
        else:
            self._put_outside(node, last, around[-1])

    def put_before(self, node: Node, following: Node, shape: OdtShape, style: str) -> None:
        around = lists_around(following)
        if around and self._is_beside(around, shape) and _n_lists(around) == shape.level:
            put_before(_item_of(node), around[0])
        else:
            put_before(self._wrapped(node, shape, style), around[-1] if around else following)

    def wrapped(self, node: Node, shape: OdtShape, style: str) -> Node:
        """Within lists of its own if it is an item."""
        return self._wrapped(node, shape, style)

    def remove(self, node: Node) -> None:
        """With the items and lists that hold nothing else."""
        around = lists_around(node)
        take_out(node)
        for each in around:
            if any(local_name(child) for child in each):
                break
            take_out(each)

    def _put_item(self, node: Node, last: Node, shape: OdtShape, style: str) -> None:
        around = lists_around(last)
        n_deeper = _n_lists(around) - max(shape.level, 1)
        if n_deeper < 0:  # in a list within the item
            below = OdtShape(ParagraphKind.LIST_ITEM, -n_deeper, shape.is_numbered)
            put_behind(self._wrapped(node, below, style), last)
            return
        items = [each for each in around if local_name(each) in ITEMS]
        item = items[n_deeper]
        if not self._is_beside(around[around.index(item) :], shape):
            self._put_outside(self._wrapped(node, shape, style), last, around[-1])
            return
        rest = _divided(last, item)
        added = _item_of(node)
        for child in list(rest) if rest is not None else ():
            added.append(child)
        put_behind(added, item)

    def _put_outside(self, node: Node, last: Node, outermost: Node) -> None:
        rest = _divided(last, outermost)
        if rest is not None:
            rest.set(f"{TEXT}continue-numbering", "true")
            put_behind(rest, outermost)
        put_behind(node, outermost)

    def _is_beside(self, around: list[Node], shape: OdtShape) -> bool:
        return (
            shape.kind is ParagraphKind.LIST_ITEM
            and self._shapes.is_numbered(around, _n_lists(around)) is shape.is_numbered
        )

    def _wrapped(self, node: Node, shape: OdtShape, style: str) -> Node:
        if shape.kind is not ParagraphKind.LIST_ITEM:
            return node
        for _ in range(max(shape.level, 1)):
            outer = new_node(node, f"{TEXT}list")
            outer.append(_item_of(node))
            node = outer
        node.set(f"{TEXT}style-name", style)
        return node


def _item_of(node: Node) -> Node:
    item = new_node(node, f"{TEXT}list-item")
    node.tail = None
    item.append(node)
    return item


def _n_lists(around: list[Node]) -> int:
    return sum(local_name(node) in LISTS for node in around)


def _divided(last: Node, top: Node) -> Node | None:
    """What stands behind `last` within `top`, taken out of it, in elements like those around it; None for nothing."""
    rest: Node | None = None
    node = last
    while node is not top:
        parent = node.getparent()
        assert parent is not None
        behind = list(parent)[parent.index(node) + 1 :]
        if rest is not None or any(local_name(each) for each in behind):
            shell = new_node(parent, str(parent.tag))
            for name, value in parent.attrib.items():
                if name != _ID:
                    shell.set(name, value)
            for each in (*([rest] if rest is not None else ()), *behind):
                shell.append(each)
            rest = shell
        node = parent
    return rest
