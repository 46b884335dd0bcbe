from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.text.literals import one_line
from nb2pkg.text.prose import ascii_words, docstring_text, heading_words


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Data", "Data"),
        ("1. Data", "Data"),
        ("2) Load the data", "Load the data"),
        ("2.3 Load the data", "Load the data"),
        ("IV. Results", "Results"),
        ("3 Results", "Results"),
        ("## Results", "Results"),
        ("3D plots", "3D plots"),
        ("2021 in review", "2021 in review"),
        ("3 layers are enough", "3 layers are enough"),
        ("I think so", "I think so"),
        ("Make some data 🎛️", "Make some data 🎛️"),
        ("データ", "データ"),
        ("Encoding: one-hot", "Encoding: one-hot"),
        ("coding: the easy part", "coding: the easy part"),
        ("Vim", "Vim"),
    ],
)
def test_a_heading_says_its_words(title: str, expected: str) -> None:
    assert heading_words(title) == expected


@pytest.mark.parametrize(
    "title",
    [
        *("", "  ", "1.", "2021", "1.2.3", "🎛️", "---", "* * *", "#", "…"),
        *("-*- coding: utf-7 -*-", "coding: utf-7", "coding=latin-1", "# coding: utf-8", "fileencoding=utf-8"),
        *("vim: set ft=python:", "!/usr/bin/env python", "-*- mode: python -*-"),
    ],
)
def test_what_is_no_words_says_nothing(title: str) -> None:
    assert heading_words(title) == ""
    assert docstring_text(heading_words(title), "Run this part of the notebook") == "Run this part of the notebook."


@given(
    st.text() | st.lists(st.sampled_from(["1.", "2", "IV.", "Data", "#", "-*-", "coding: utf-8", "🎛️"])).map(" ".join)
)
def test_any_heading_gives_the_end_of_its_own_line(title: str) -> None:
    found = heading_words(title)
    assert one_line(title).endswith(found)
    assert not found or any(char.isalpha() for char in found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Load the data", "load the data"),
        ("don't", "dont"),
        ("it's", "its"),
        ("rock'n'roll", "rockn roll"),
        ("Évolution des ventes", "evolution des ventes"),
        ("L'analyse d\N{RIGHT SINGLE QUOTATION MARK}un prix, qu'il voit", "analyse un prix il voit"),
        ("Größe: cœur", "grosse coeur"),
        ("天気の影響 (météo)", "meteo"),
        ("train/test, 80-20", "train test 80 20"),
        ("データ", ""),
    ],
)
def test_words_of_a_name(text: str, words: str) -> None:
    assert " ".join(ascii_words(text)) == words


@given(st.text())
def test_words_of_a_name_are_small_and_ascii(text: str) -> None:
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in ascii_words(text))
