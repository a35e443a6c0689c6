import time

import pytest

from desktop_llm.engine.template_sandbox import RENDER_ERRORS, LimitExceededError, TemplateSandbox

ENDLESS = [
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{{ i }}{% endfor %}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% set l = range(9999) | list %}{% for i in l %}{% for j in l %}{% endfor %}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) if false %}{% endfor %}{% endfor %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% macro f() %}{% for i in range(2) %}{{ f() }}{% endfor %}{% endmacro %}{{ f() }}",
    "{% block a %}{{ self.a() }}{% endblock %}",
    "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{{ 'a' * 10**10 }}",
    "{{ 10**10 * 'a' }}",
    "{{ [0] * 10**9 }}",
    "{{ 2 ** (10 ** 10) }}",
    "{{ 10**4000 * 10**4000 }}",
    "{% set n = namespace(s='aaaaaaaa') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}{{ n.s }}",
    "{% set n = namespace(s='aaaaaaaa') %}{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}{{ n.s }}",
    "{% set n = namespace(s=[1]) %}{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}{{ n.s }}",
    "{% set n = namespace(s=[1]) %}{% for i in range(60) %}{% set n.s = [n.s, n.s] %}{% endfor %}{{ n.s }}",
    "{% set n = namespace(s=[1]) %}{% for i in range(60) %}{% set n.s = [n.s, n.s] %}{% endfor %}{{ n.s | tojson }}",
    "{% set n = namespace(s=[1]) %}{% for i in range(60) %}{% set n.s = [n.s, n.s] %}{% endfor %}{{ n }}",
    "{% set n = namespace(s='a') %}{% for i in range(60) %}{% set n.s = n.s | replace('a', 'aaaa') %}{% endfor %}",
    "{% set n = namespace(s='a') %}{% for i in range(60) %}{% set n.s = n.s.replace('a', 'aaaa') %}{% endfor %}",
    "{% set s = 'a' * 100000 %}{{ range(99999) | map('replace', '0', s) | list }}",
    "{{ ['a' * 1000000] * 99999 | map('upper') | list | length }}",
    "{% set s = 'a' * 999999 %}{% set n = namespace(l=[]) %}{% for i in s %}{% set n.l=n.l+[s[1:]] %}{% endfor %}",
    "{% set s = 'a' * 999999 %}{% set n = namespace(l=[]) %}{% for i in s %}{% set n.l=n.l+[s.upper()] %}{% endfor %}",
    "{{ range(99999) | join('a' * 100000) }}",
    "{{ ('a' * 100000).join(['', '', ''] * 100000) }}",
    "{{ 'a'.center(10**10) }}",
    "{{ 'a' | center(10**10) }}",
    "{{ '{:>10000000000}'.format(1) }}",
    "{{ '{:{}}'.format(1, 10000000000) }}",
    "{{ '{:{w}}'.format_map({'w': 10000000000}) }}",
    "{{ ('{0}' * 100000).format('a' * 100000) }}",
    "{{ '%10000000000d' % 1 }}",
    "{{ '%*d' % (1000000000, 1) }}",
    "{{ '%10000000000d' | format(1) }}",
    "{{ 'a\n' | indent(10**10) | length }}{{ 'a' * 10**10 }}",
    "{{ (1).to_bytes(10**10, 'big') }}",
    "{{ strftime_now('%1000000000Y') }}",
    "{% set x %}{% for i in range(99999) %}" + "a" * 1000 + "{% endfor %}{% endset %}{{ x }}",
    "{% for i in range(99999) %}" + "a" * 1000 + "{% endfor %}",
    "{{ [[0] * 99999] * 99999 | sum(start=[]) }}",
    "{{ lipsum(10**6) }}",
    "{{ " + "(" * 20000 + "1" + ")" * 20000 + " }}",
    "{{ " + "[" * 20000 + "]" * 20000 + " }}",
]


@pytest.mark.parametrize("source", ENDLESS, ids=lambda source: source[:60])
def test_a_template_without_end_fails_soon(source: str) -> None:
    sandbox = TemplateSandbox(max_render_s=0.1)
    started_s = time.thread_time()
    with pytest.raises(RENDER_ERRORS):
        sandbox.render(sandbox.from_string(source), {}, 0)
    assert time.thread_time() - started_s < 1.6


def test_a_template_has_a_second() -> None:
    sandbox = TemplateSandbox()
    started_s = time.thread_time()
    with pytest.raises(LimitExceededError):
        sandbox.render(sandbox.from_string(ENDLESS[2]), {}, 0)
    assert 1.0 <= time.thread_time() - started_s < 2.5


@pytest.mark.parametrize(
    "source",
    [
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% if false %}{% include 'x' %}{% endif %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ messages.append(1) }}",
        "{{ range.__globals__.x }}",
        "{{ raise_exception.__globals__.x }}",
        "{{ ''|attr('__class__') }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ environment.filters }}{{ cycler('a').next() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ '{0.__class__.__mro__}'.format(1) }}",
        "{{ '{x.__class__.__mro__}'.format_map({'x': 1}) }}",
        "{{ raise_exception('no') }}",
    ],
)
def test_a_template_reaches_nothing_outside(source: str) -> None:
    sandbox = TemplateSandbox()
    with pytest.raises(RENDER_ERRORS):
        sandbox.render(sandbox.from_string(source), {"messages": []}, 0)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% for i in range(3) %}{{ i }}{% endfor %}", "012"),
        ("{% for i in range(9) %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% endfor %}", "01"),
        ("{% generation %}a{{ 1 }}{% endgeneration %}", "a1"),
        ("{{ 'a' ~ 1 ~ none }}", "a1None"),
        ("{{ {'a': 'ü', 'b': [1, true]} | tojson }}", '{"a": "ü", "b": [1, true]}'),
        ("{{ {'a': 1} | tojson(indent=2) }}", '{\n  "a": 1\n}'),
        ("{{ ['a', 'b'] | join(', ') }}", "a, b"),
        ("{{ [{'n': 'a'}, {'n': 'b'}] | map(attribute='n') | join }}", "ab"),
        ("{{ [{'n': 'a'}, {'n': 'b'}] | join('-', attribute='n') }}", "a-b"),
        ("{{ 'abcd'[1:3] }}{{ [1, 2, 3][1:] }}{{ 'abc'[::-1] }}{{ 'abc'[:-1] }}{{ 'abc'[0] }}", "bc[2, 3]cbaaba"),
        ("{{ ' x '.strip() }}{{ 'a,b'.split(',')[1] }}", "xb"),
        ("{{ 'aXbX' | replace('X', '-') }}{{ 'aXbX'.replace('X', '-', 1) }}", "a-b-a-bX"),
        ("{{ '%s is %d' % ('x', 3) }}", "x is 3"),
        ("{{ '%s!' | format('x') }}", "x!"),
        ("{{ '{}-{name}-{:>3}'.format('x', 7, name='y') }}", "x-y-  7"),
        ("{{ '{a}'.format_map({'a': 1}) }}", "1"),
        ("{{ 'a\nb' | indent(2) }}", "a\n  b"),
        ("{{ 'a\n\nb' | indent(2, first=true) }}", "  a\n\n  b"),
        ("{{ [1, 2, 3] | sum }}{{ 7 // 2 }}{{ 2 ** 3 }}{{ -5 % 3 }}", "6381"),
        ("{{ [1, 2] + [3] }}", "[1, 2, 3]"),
        ("{{ 'ab' * 2 }}", "abab"),
        ("{% set n = namespace(x=1) %}{% set n.x = n.x + 1 %}{{ n.x }}", "2"),
        ("{{ undefined_thing }}|{{ undefined_thing is defined }}", "|False"),
        ("{{ {'a': 1}.items() | list }}", "[('a', 1)]"),
        ("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m('y') }}", "<y>"),
        ("{{ strftime_now('%Y') | length }}", "4"),
    ],
)
def test_what_chat_templates_use_works(source: str, expected: str) -> None:
    sandbox = TemplateSandbox()
    assert sandbox.render(sandbox.from_string(source), {}, 0) == expected


def test_output_may_grow_with_the_conversation() -> None:
    sandbox = TemplateSandbox()
    text = "a" * 3_000_000
    assert len(sandbox.render(sandbox.from_string("{{ text }}"), {"text": text}, len(text))) == len(text)
    with pytest.raises(LimitExceededError):
        sandbox.render(sandbox.from_string("{{ text }}"), {"text": text}, 0)


def test_a_limit_holds_for_each_rendering_anew() -> None:
    sandbox = TemplateSandbox(max_render_s=0.1)
    with pytest.raises(LimitExceededError):
        sandbox.render(sandbox.from_string(ENDLESS[2]), {}, 0)
    assert sandbox.render(sandbox.from_string("ok"), {}, 0) == "ok"
