"""How often something goes on is an option where no table knows it and each round goes on from the last one."""

from __future__ import annotations

import pytest
from replay import replay
from stories import program_of
from turned import by_hand, options_of, turned

from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known


def found(text: str) -> list[tuple[str, str]]:
    statements = program_of(["import torch", text]).statements
    groups = named(spots_in(statements, Known({"np": "numpy"}, statements)), frozenset())
    return [(one.name, one.spots[0].source) for one in groups]


ROUNDS = {
    "for iteration in range(50):\n    q = step(q)": [("n_iterations", "50")],
    "for iteration in range(50):\n    old = q.copy()\n    for s in range(3):\n        q[s] = old[s].max()": [
        ("n_iterations", "50")
    ],
    "for generation in range(1, 51):\n    people = next_of(people)": [("n_generations", "50")],
    "for _ in range(100):\n    v = a @ v\n    v = v / norm(v)": [("n_iterations", "100")],
    "for i in tqdm(range(1000)):\n    w -= rate * slope(w)\n    if i % 100 == 0:\n        print(i, w)": [
        ("n_iterations", "1000")
    ],
    "for t in range(500):\n    new = guess()\n    if new > best:\n        best = new": [("n_iterations", "500")],
    "def power(a, v):\n    for _ in range(100):\n        v = a @ v\n    return v": [("n_iterations", "100")],
    "for step in range(200):\n    state = env.step(policy(state))": [("max_episode_steps", "200")],
    "for episode in range(n):\n    for step in range(200):\n        if play(env):\n            break": [
        ("max_episode_steps", "200")
    ],
    "for episode in range(n):\n    if episode > 50:\n        train_step(32)": [("warmup_episodes", "50")],
    "for episode in range(n):\n    if episode % 20 == 0:\n        target.set_weights(model.get_weights())": [
        ("update_every", "20")
    ],
    "for step in steps:\n    if step % 4 == 0:\n        agent.learn()": [("update_every", "4")],
}
NOTHING = [
    "for i in range(100):\n    x[i] = f(i)",
    "for i in range(100):\n    total += x[i]",
    "for i in range(100):\n    x = layers[i](x)",
    "for _ in range(100):\n    rows.put(draw())",
    "for _ in range(100):\n    number += 1",
    "for _ in range(100):\n    x = draw()\n    x = 2 * x\n    rows.put(x)",
    "for _ in range(3):\n    x = block(x)",
    "for iteration in range(5):\n    x = block(x)",
    "for month in range(120):\n    debt = debt - paid",
    "for _ in range(100):\n    x = move(x)\n    plt.plot(x)",
    "for step in range(200):\n    optimizer.step()",
    "for row in range(200):\n    for column in range(100):\n        if full(row):\n            break",
    "for step in steps:\n    if step % 50 == 0:\n        print(step)",
    "for step in steps:\n    if index % 50 == 0:\n        agent.learn()",
    "for step in steps:\n    if step % 50 == 1:\n        agent.learn()",
    "for episode in range(n):\n    if score > 50:\n        train_step(32)",
    "for episode in range(n):\n    if episode > 0:\n        train_step(batch)",
]


@pytest.mark.parametrize(("text", "settings"), ROUNDS.items())
def test_rounds(text: str, settings: list[tuple[str, str]]) -> None:
    assert [one for one in found(text) if one[0] != "batch_size"][: len(settings)] == settings


@pytest.mark.parametrize("text", NOTHING)
def test_these_stay(text: str) -> None:
    assert found(text) == []


LOOP = ["import probe", "q = 1", "for iteration in range(10):\n    q = 2 * q\nprobe.see(q)"]


def test_a_computation_goes_on_as_long_as_the_option_says() -> None:
    assert replay(LOOP).differences() == []
    assert options_of(LOOP) == {"n_iterations": "10"}
    longer = [cell.replace("range(10)", "range(12)") for cell in LOOP]
    assert turned(LOOP, {"n_iterations": "12"}) == by_hand(longer)
