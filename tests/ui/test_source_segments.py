from desktop_llm.documents.document import Place, Unread, UnreadReason
from desktop_llm.ui.source_segments import segment_of, source_segments
from tests.fakes.summaries import block, document_of


def test_a_page_is_a_piece_and_a_page_that_was_not_read_stands_where_it_belongs() -> None:
    unread = Unread(place=Place(page=2), reason=UnreadReason.NO_TEXT)
    blocks = (block(1, "one", page=1), block(2, "also", page=1), block(3, "three", page=3))
    segments = source_segments(document_of(*blocks, n_pages=3, unread=(unread,)))
    assert [(each.page, len(each.parts), each.unread is not None) for each in segments] == [
        (1, 2, False),
        (2, 0, True),
        (3, 1, False),
    ]


def test_an_endless_block_is_several_pieces_and_every_place_of_it_is_found() -> None:
    segments = source_segments(document_of(block(1, "a" * 9000, page=1), block(2, "b", page=1), n_pages=1))
    assert [each.n_characters for each in segments] == [2500, 2500, 2500, 1501]
    assert [(each.is_first_of_page, each.is_last_of_page) for each in segments] == [
        (True, False),
        (False, False),
        (False, False),
        (False, True),
    ]
    assert [segment_of(segments, "b1", start) for start in (0, 2499, 2500, 8999)] == [0, 0, 1, 3]
    assert segment_of(segments, "b2", 0) == 3
    assert segment_of(segments, "b9", 0) is None


def test_a_document_without_pages_is_one_sheet() -> None:
    segments = source_segments(document_of(*(block(number, "x" * 1000) for number in range(4))))
    assert [each.page for each in segments] == [0, 0]
    assert (segments[0].is_first_of_page, segments[-1].is_last_of_page) == (True, True)
    assert source_segments(document_of()) == ()
