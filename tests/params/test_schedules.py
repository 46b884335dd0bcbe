"""How exploration becomes less is a choice; so is the environment."""

from __future__ import annotations

import pytest
from replay import replay
from stories import program_of
from turned import by_hand, options_of, turned

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

IMPORTS = {"np": "numpy", "gym": "gymnasium"}
FOUND = {
    "for episode in episodes:\n    epsilon = max(1 - episode / 500, 0.01)": [
        ("epsilon_decay_episodes", "500"),
        ("epsilon_min", "0.01"),
    ],
    "for _ in episodes:\n    eps = max(0.05, eps * 0.995)": [("eps_min", "0.05"), ("eps_decay", "0.995")],
    "for _ in episodes:\n    temperature = np.maximum(temperature * 0.9, 0.5)": [
        ("temperature_decay", "0.9"),
        ("temperature_min", "0.5"),
    ],
    "def decay():\n    epsilon = 0.99 + epsilon\n    epsilon *= 0.98\n    return epsilon": [("epsilon_decay", "0.98")],
    "for _ in episodes:\n    score = max(1 - episode / 500, 0.01)": [],
    "for _ in episodes:\n    epsilon = max(epsilon, 0)": [],
    "for _ in episodes:\n    epsilon = other * 0.9": [],
    "for _ in episodes:\n    score *= 0.9": [],
    'env = gym.make("CartPole-v1", render_mode="rgb_array")': [("env_name", '"CartPole-v1"')],
    'def run():\n    env = gym.make("CartPole-v1")': [("env_name", '"CartPole-v1"')],
    'env = gym.make_vec(id="CartPole-v1", num_envs=4)': [("env_name", '"CartPole-v1"'), ("n_envs", "4")],
    'env = toys.make("CartPole-v1")': [],
}


@pytest.mark.parametrize(("text", "settings"), FOUND.items())
def test_schedules_and_environments(text: str, settings: list[tuple[str, str]]) -> None:
    statements = program_of(["import torch", text]).statements
    groups = named(spots_in(statements, Known(IMPORTS, statements)), frozenset())
    assert [(one.name, one.spots[0].source) for one in groups] == settings


STORY = ["import probe", "for episode in range(4):\n    epsilon = max(1 - episode / 500, 0.01)\n    probe.see(epsilon)"]


def test_exploration_falls_as_fast_as_the_option_says() -> None:
    assert replay(STORY).differences() == []
    assert options_of(STORY) == {"epsilon_decay_episodes": "500", "epsilon_min": "0.01"}
    faster = [cell.replace("500", "2").replace("0.01", "0.3") for cell in STORY]
    assert turned(STORY, {"epsilon_decay_episodes": "2", "epsilon_min": "0.3"}) == by_hand(faster)
