"""What a program reads by key from a dictionary is an option, whatever the keys are called."""

from __future__ import annotations

import pytest
from replay import replay
from turned import by_hand, options_of, turned

READ = {
    "INPAINT = {'method': 'telea', 'radius_px': 7}\nprobe.see('r', INPAINT['radius_px'])": {"inpaint_radius_px": "7"},
    "LOCK = {'training': {'auc_least': 0.72}}\nprobe.see('a', 1 > LOCK['training']['auc_least'])": {
        "training_auc_least": "0.72"
    },
    "LOCK = {'alias': 'b'}\nVARIANTS = {'a': {'mode': 1}, 'b': {'mode': 2}}\nprobe.see('v', VARIANTS[LOCK['alias']])": {
        "lock_alias": "'b'"
    },
    "RATE_LIMITS = {'typhoon': [(2, 1.0), (20, 60.0)]}\nprobe.see('r', RATE_LIMITS.get('typhoon'))": {
        "rate_limits_typhoon": "[(2, 1.0), (20, 60.0)]"
    },
    "weights = {'a': 0.4, 'b': 0.6}\nprobe.see('s', weights['a'] * 3 + weights['b'] * 2)": {
        "weights_a": "0.4",
        "weights_b": "0.6",
    },
}
NOT_READ = {
    "a table": "CODES = {'a': 1, 'b': 2}\nprobe.see('c', [CODES[letter] for letter in 'ab'])",
    "shown alone": "INPAINT = {'radius_px': 7}\nprint(INPAINT['radius_px'])\nprobe.see('i', INPAINT)",
    "noted alone": "INPAINT = {'radius_px': 7}\nprobe.see('i', {'radius': INPAINT['radius_px']})",
    "checked alone": "BANK = {'boxes_px': 7}\nassert BANK['boxes_px'] == 7\nprobe.see('i', BANK)",
    "what is known of the data": "EXPECTED = {'pages': 7}\nprobe.see('i', 3 > EXPECTED['pages'])",
    "what has come out": "BEFORE = {'metrics': {'auc': 0.7}}\nprobe.see('i', 3 > BEFORE['metrics']['auc'])",
    "a switch": "LOCK = {'test_data_used': False}\nprobe.see('i', LOCK['test_data_used'])",
    "no settings, in small letters": "ages = {'bob': 83, 'ann': 3}\nprobe.see('i', ages['bob'] + ages['ann'])",
    "filled while it runs": "weights = {'a': 1, 'b': 2}\nweights['a'] = 5\nprobe.see('i', weights['a'] + weights['b'])",
    "text that is no key": "LOCK = {'alias': 'b'}\nprobe.see('i', LOCK['alias'])",
}


@pytest.mark.parametrize(("cell", "options"), READ.items())
def test_read(cell: str, options: dict[str, str]) -> None:
    story = ["import probe", cell]
    assert options_of(story) == options
    assert replay(story).differences() == []


@pytest.mark.parametrize("cell", NOT_READ.values(), ids=NOT_READ.keys())
def test_not_read(cell: str) -> None:
    assert options_of(["import probe", cell]) == {}


def test_the_option_turns_it() -> None:
    cell = next(iter(READ))
    other = by_hand(["import probe", cell.replace("7", "9")])
    assert turned(["import probe", cell], {"inpaint_radius_px": "9"}) == other
    assert other != by_hand(["import probe", cell])


VARIANTS = (
    "VARIANTS = {'A': {'mode': 'keep'}, 'B': {'mode': 'cut', 'cap': 0.45}, 'C': {'mode': 'cut', 'cap': 0.7}}\n"
    "for name, spec in VARIANTS.items():\n"
    "    if spec['mode'] != 'keep':\n"
    "        probe.see(name, spec['cap'])"
)


def test_a_few_numbers_of_variants_are_options() -> None:
    assert options_of(["import probe", VARIANTS]) == {"b_cap": "0.45", "c_cap": "0.7"}
    assert replay(["import probe", VARIANTS]).differences() == []


def test_many_numbers_of_variants_are_a_table() -> None:
    many = VARIANTS.replace("'cap': 0.45", "'cap': 0.45, " + ", ".join(f"'k{n}': 0.{n}" for n in range(1, 9)))
    assert options_of(["import probe", many]) == {}
