# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Ships in three harbours: a first look
# Nothing is trained here.

# %%
import numpy as np # linear algebra
import pandas as pd # data processing, CSV file I/O (e.g. pd.read_csv)
import matplotlib.pyplot as plt
from io import StringIO
from IPython.display import display, HTML

# %matplotlib inline
plt.style.use("ggplot")
pd.set_option("display.max_rows", 20)
# Input data files are available in the read-only "../input/" directory
import os
for dirname, _, filenames in os.walk('/kaggle/input'):
    for filename in filenames:
        print(os.path.join(dirname, filename))

# %%
os.makedirs("figures", exist_ok=True)

# %% [markdown]
# ## Load

# %%
text = """harbour,country,lat,lon
Kiel,DE,54.3,10.1
Gdansk,PL,54.4,18.7
Turku,FI,60.4,22.2
"""
harbours = pd.read_csv(StringIO(text), index_col="harbour")
harbours

# %%
n_days = 120
rng = np.random.default_rng(99)
dates = pd.date_range("2020-01-01", periods=n_days, freq="D")
parts = []
for name, base in [("Kiel", 22), ("Gdansk", 35), ("Turku", 11)]:
    season = 5 * np.sin(np.arange(n_days) / 30)
    part = pd.DataFrame({"date": dates, "harbour": name, "ships": rng.poisson(np.clip(base + season, 1, None))})
    part["tons"] = (part.ships * rng.normal(900, 120, n_days)).round(1)
    parts.append(part)
df = pd.concat(parts, ignore_index=True)
df.loc[df.sample(12, random_state=3).index, "tons"] = np.nan
df.shape

# %%
df.head()

# %%
df.dtypes

# %%
df.describe(include="all").T

# %%
print("missing:\n", df.isna().sum())
print(f"{df['tons'].isna().mean():.2%} of tons are missing")

# %% [markdown]
# ## Clean

# %%
def fill_tons(frame, by="harbour"):
    """Median tons per ship of that harbour, times ships."""
    frame = frame.copy()
    rate = (frame["tons"] / frame["ships"].replace(0, np.nan)).groupby(frame[by]).transform("median")
    frame["tons"] = frame["tons"].fillna(rate * frame["ships"])
    return frame

df = fill_tons(df)
assert not df.tons.isna().any()
df["month"] = df.date.dt.month_name()
df["weekday"] = df["date"].dt.dayofweek
df = df.merge(harbours.reset_index(), on="harbour", how="left")
df.sample(5, random_state=1)

# %% [markdown]
# ## How many ships?

# %%
daily = df.pivot_table(index="date", columns="harbour", values="ships")
ax = daily.rolling(7).mean().plot(figsize=(8, 3), title="ships, mean of a week")
ax.set_ylabel("ships")
plt.savefig("figures/ships.png", dpi=60)
plt.show()

# %%
df.boxplot(column="ships", by="harbour")
plt.suptitle("")
plt.show()

# %%
def plot_by(col, func="mean"):
    fig, axes = plt.subplots(1, len(harbours), figsize=(9, 2.5), sharey=True)
    for ax, (name, group) in zip(axes, df.groupby("harbour")):
        group.groupby(col)["ships"].agg(func).plot.bar(ax=ax, title=name)
    fig.tight_layout()
    plt.show()

plot_by("weekday")
plot_by("month", "sum")

# %%
# are they related?
corr = df[["ships", "tons", "weekday", "lat"]].corr()
plt.imshow(corr, vmin=-1, vmax=1, cmap="RdBu")
plt.colorbar()
plt.xticks(range(4), corr.columns); plt.yticks(range(4), corr.columns)
plt.title("correlation")
plt.show()
corr.style.background_gradient(cmap="coolwarm")

# %%
totals = df.groupby("harbour").agg(days=("ships", "size"), ships=("ships", "sum"), tons=("tons", "sum")).sort_values("tons")
totals["tons_per_ship"] = totals.tons / totals.ships
display(totals.round(1))
display(HTML("<b>Gdansk wins</b>"))

# %%
top = df.nlargest(3, "ships")[["date", "harbour", "ships"]]
for i, row in top.iterrows():
    print(f"{row.date:%d.%m.%Y} {row.harbour:<8} {row.ships}")

# %%
_ = plt.figure(figsize=(4, 3))
plt.scatter(df["ships"], df["tons"] / 1000, c=df["harbour"].astype("category").cat.codes, s=8, alpha=0.6)
plt.xlabel("ships"); plt.ylabel("kilotons");

# %%
summary = totals.reset_index().assign(country=lambda t: t.harbour.map(harbours.country))
summary

# %%
# !pip list | grep -i pandas

# %% [markdown]
# ### To do
# - weather
# - a forecast
