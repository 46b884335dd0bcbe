"""Environments that agents learn in."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls

_ENVIRONMENT = {"id": "Name of the environment.", "env_id": "Name of the environment."}
_RENAMED = {"id": "env_name", "env_id": "env_name"}
_NAMES = frozenset(("id", "env_id"))

CALLS = (
    Calls(
        ("gymnasium.", "gym.", "gymnasium.vector.", "gym.vector.", "ale_py."),
        _ENVIRONMENT | {"num_envs": "Number of environments.", "max_episode_steps": "Most steps of an episode."},
        frozenset("make make_vec".split()),
        {0: "id"},
        _NAMES,
        renamed=_RENAMED | {"num_envs": "n_envs"},
    ),
    Calls(
        ("stable_baselines3.common.", "sb3_contrib.common."),
        _ENVIRONMENT | {"n_envs": "Number of environments.", "seed": ""},
        frozenset("make_vec_env make_atari_env".split()),
        {0: "env_id", 1: "n_envs"},
        _NAMES,
        renamed=_RENAMED,
    ),
    Calls(
        ("tf_agents.environments.suite_gym.", "tf_agents.environments.suite_atari."),
        {"environment_name": "Name of the environment."},
        frozenset({"load"}),
        {0: "environment_name"},
        frozenset({"environment_name"}),
        renamed={"environment_name": "env_name"},
    ),
)
